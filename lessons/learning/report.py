"""A report as plain values: headings, sentences, lists of linked lines, tables; written down by ``report_formats`` and by the site."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lessons.words import gettext, ngettext

if TYPE_CHECKING:
    from lessons.learning.survival import Curve


@dataclass(frozen=True)
class Item:
    """One line of a list: a text that leads to ``path`` of the site, if it leads anywhere, and sentences about it."""

    text: str
    path: str | None = None
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cell:
    """One cell of a table; a number stands to the right."""

    text: str
    path: str | None = None
    number: bool = False


@dataclass(frozen=True)
class ReportTable:
    """A table: its caption, the heads of its columns, and rows whose first cell names them."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class ReportSection:
    """A part of a report under a heading; ``anchor`` is its place on a page, ``ordered`` says that the order of its list counts."""

    anchor: str
    heading: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    ordered: bool = False
    table: ReportTable | None = None
    curves: tuple[tuple[str, Curve], ...] = ()
    more: Item | None = None


@dataclass(frozen=True)
class LearningReport:
    """A whole report: its title, what it says first, and its sections."""

    title: str
    lead: str
    sections: tuple[ReportSection, ...] = field(default=())


# What reports count, with the messages for some of it and for none.
KINDS = {
    "lesson": ("counts.lesson", "counts.no_lesson"),
    "review": ("counts.review", "counts.no_review"),
    "organisation": ("counts.organisation", "counts.no_organisation"),
    "initiative": ("counts.initiative", "counts.no_initiative"),
    "mission": ("counts.mission", "counts.no_mission"),
}


def counted(number: int, kind: str) -> str:
    """Return "44 lessons", "1 lesson" or "no lessons", as it stands within a sentence; ``kind`` is one of ``KINDS``."""
    some, none = KINDS[kind]
    if number:
        return ngettext(some, number, number=f"{number:,}")
    said = gettext(none)
    return said[:1].lower() + said[1:]


def capital(sentence: str) -> str:
    """Return a sentence with a capital at its beginning."""
    return sentence[:1].upper() + sentence[1:]

"""A report as shown: its lines with addresses of this site, its curves as drawings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from markupsafe import Markup

from lessons.learning.curve_drawing import curve_shown, svg_of
from lessons.web.presenters.links import Link

if TYPE_CHECKING:
    from lessons.learning.curve_drawing import CurveShown
    from lessons.learning.report import Item, LearningReport, ReportSection, ReportTable
    from lessons.web.ask import Addresses


@dataclass(frozen=True)
class Lines:
    """A line of a list with where it leads, and what is said of it."""

    link: Link
    details: tuple[str, ...]


@dataclass(frozen=True)
class TableShown:
    """A table: each cell as a link, or as text where there is no address, and which columns are numbers."""

    caption: str
    heads: tuple[str, ...]
    numbers: tuple[bool, ...]
    rows: tuple[tuple[Link, ...], ...]


@dataclass(frozen=True)
class ReportSectionShown:
    """A section as shown; with each of its curves the drawing."""

    anchor: str
    heading: str
    paragraphs: tuple[str, ...]
    lines: tuple[Lines, ...]
    ordered: bool
    table: TableShown | None
    curves: tuple[tuple[CurveShown, Markup], ...]
    more: Link | None


def sections_shown(report: LearningReport, addresses: Addresses) -> tuple[ReportSectionShown, ...]:
    """Return the sections of a report as shown."""
    return tuple(_section(section, addresses) for section in report.sections)


def _section(section: ReportSection, addresses: Addresses) -> ReportSectionShown:
    return ReportSectionShown(
        section.anchor,
        section.heading,
        section.paragraphs,
        tuple(Lines(_link(item, addresses), item.details) for item in section.items),
        section.ordered,
        _table(section.table, addresses) if section.table else None,
        tuple(
            # The drawing escapes its own text.
            (shown, Markup(svg_of(shown)))  # noqa: S704
            for shown in (curve_shown(title, curve) for title, curve in section.curves)
        ),
        _link(section.more, addresses) if section.more else None,
    )


def _link(item: Item, addresses: Addresses) -> Link:
    return Link(item.text, href_of(item.path, addresses))


def href_of(path: str | None, addresses: Addresses) -> str:
    """Return the address of a report's path on this site, with its query; empty where it leads nowhere."""
    if not path or path.startswith("#"):
        return path or ""
    before, _, query = path.partition("?")
    return addresses.path(before, parse_qsl(query))


def _table(table: ReportTable, addresses: Addresses) -> TableShown:
    return TableShown(
        table.caption,
        table.heads,
        tuple(cell.number for cell in table.rows[0]) if table.rows else tuple(False for _ in table.heads),
        tuple(tuple(Link(cell.text, href_of(cell.path, addresses)) for cell in row) for row in table.rows),
    )

"""A report as shown: its lines with addresses of this site, its curves as places for a template to draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from lessons.learning.survival import in_words
from lessons.web.presenters.bars import anchor_at
from lessons.web.presenters.links import Link
from lessons.web.presenters.numbers import thousands
from lessons.words import gettext

if TYPE_CHECKING:
    from lessons.learning.report import Item, LearningReport, ReportSection, ReportTable
    from lessons.learning.survival import Curve
    from lessons.web.ask import Addresses

# Where the curve begins, in per cent of the width; where it is from top to bottom, in widths of an M. The curve itself is 1,000 wide and
# 100 high, and stretched to that.
LEFT = 14.0
TOP, HEIGHT = 1.8, 14.0
ACROSS, DOWN = 1000, 100
MONTH, YEAR = 30.44, 365.25


@dataclass(frozen=True)
class Lines:
    """A line of a list with where it leads, and what is said of it."""

    link: Link
    details: tuple[str, ...]


@dataclass(frozen=True)
class AxisMark:
    """A mark on an axis: its place along it, what it says, and which part of that stands there."""

    place: float
    text: str
    anchor: str = "end"


@dataclass(frozen=True)
class CurveShown:
    """A curve as a path of steps with its axes, what it says in words, and the rows of its table."""

    title: str
    anchor: str
    name: str
    path: str
    median: AxisMark | None
    across: tuple[AxisMark, ...]
    up: tuple[AxisMark, ...]
    rows: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True)
class TableShown:
    """A table: each cell as a link, or as text where there is no address, and which columns are numbers."""

    caption: str
    heads: tuple[str, ...]
    numbers: tuple[bool, ...]
    rows: tuple[tuple[Link, ...], ...]


@dataclass(frozen=True)
class ReportSectionShown:
    """A section as shown."""

    anchor: str
    heading: str
    paragraphs: tuple[str, ...]
    lines: tuple[Lines, ...]
    ordered: bool
    table: TableShown | None
    curves: tuple[CurveShown, ...]
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
            curve_shown(title, f"{section.anchor}-{number}", curve)
            for number, (title, curve) in enumerate(section.curves, 1)
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


def curve_shown(title: str, anchor: str, curve: Curve) -> CurveShown:
    """Return the curve of how many are still open after so many days, from all at the beginning."""
    span = max(curve.longest, 1)

    def along(days: int) -> float:
        return round(ACROSS * days / span, 1)

    def down(share: float) -> float:
        return round(DOWN * (1 - share), 1)

    def mark(days: int, text: str) -> AxisMark:
        place = round(LEFT + (100 - LEFT) * days / span, 2)
        return AxisMark(place, text, anchor_at(place, text))

    parts = [f"M0 {down(1.0)}"]
    parts += [f"H{along(step.days)}V{down(step.share_open)}" for step in curve.steps]
    parts.append(f"H{along(curve.longest)}")
    half = (
        gettext("learning.curve.half", time=in_words(curve.median))
        if curve.median is not None
        else gettext("learning.curve.half.none")
    )
    return CurveShown(
        title,
        anchor,
        gettext(
            "learning.curve.described",
            title=title,
            done=thousands(curve.done),
            cases=thousands(curve.cases),
            half=half,
        ),
        "".join(parts),
        mark(curve.median, gettext("learning.curve.median", time=in_words(curve.median)))
        if curve.median is not None
        else None,
        tuple(mark(days, text) for days, text in _days(span)),
        tuple(AxisMark(round(TOP + HEIGHT * (1 - share / 100), 2), f"{share}%") for share in (0, 25, 50, 75, 100)),
        tuple(
            (in_words(step.days), f"{step.at_risk:,}", f"{step.done:,}", f"{step.share_open:.0%}")
            for step in curve.steps
        ),
    )


def _days(span: int) -> list[tuple[int, str]]:
    """Return some marks of the axis of time, in days, months or years, at most seven."""
    for unit, name, steps in (
        (1.0, "learning.curve.days", (1, 2, 5, 10)),
        (MONTH, "learning.curve.months", (1, 2, 3, 6)),
        (YEAR, "learning.curve.years", (1, 2, 5, 10, 20)),
    ):
        for step in steps:
            if span / (unit * step) <= 6:
                last = int(span / (unit * step))
                # The unit stands with the first.
                return [
                    (round(number * step * unit), str(number * step) if number else gettext(name, number=0))
                    for number in range(last + 1)
                ]
    return [(0, gettext("learning.curve.days", number=0)), (span, in_words(span))]

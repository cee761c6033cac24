"""A curve of how many are still open as a drawing: for the site, and for a report that is a document of its own."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from lessons.learning.survival import in_words
from lessons.library.charts.labels import anchor_at
from lessons.words import gettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lessons.learning.survival import Curve

# Where the curve begins, in per cent of the width; where it is from top to bottom, in widths of an M. The curve itself is 1,000 wide and
# 100 high, and stretched to that.
LEFT = 14.0
TOP, HEIGHT = 1.8, 14.0
ACROSS, DOWN = 1000, 100
MONTH, YEAR = 30.44, 365.25


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
    name: str
    path: str
    median: AxisMark | None
    across: tuple[AxisMark, ...]
    up: tuple[AxisMark, ...]
    rows: tuple[tuple[str, str, str, str], ...]


def curve_shown(title: str, curve: Curve) -> CurveShown:
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
        gettext(
            "learning.curve.described",
            title=title,
            done=f"{curve.done:,}",
            cases=f"{curve.cases:,}",
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


def svg_of(shown: CurveShown) -> str:
    """Return the drawing; how it looks is for a style sheet, by the names of its parts."""
    return "\n".join(_parts(shown))


def _parts(shown: CurveShown) -> Iterator[str]:
    bottom = TOP + HEIGHT
    yield f'<svg class="drawing" role="img" aria-label="{escape(shown.name)}" width="100%" height="{bottom + 2.4:g}em">'
    for mark in shown.up:
        yield f'<line class="grid" x1="{LEFT:g}%" x2="100%" y1="{mark.place}em" y2="{mark.place}em"></line>'
        yield f'<text class="tick" x="{LEFT:g}%" dx="-5" dy="0.35em" y="{mark.place}em" text-anchor="{mark.anchor}">{escape(mark.text)}</text>'
    for mark in shown.across:
        yield f'<line class="zero" x1="{mark.place}%" x2="{mark.place}%" y1="{bottom:g}em" y2="{bottom + 0.3:g}em"></line>'
        yield f'<text class="tick" x="{mark.place}%" y="{bottom + 1.5:g}em" text-anchor="{mark.anchor}">{escape(mark.text)}</text>'
    if half := shown.median:
        yield f'<line class="median" x1="{half.place}%" x2="{half.place}%" y1="1.4em" y2="{bottom:g}em"></line>'
        yield f'<text x="{half.place}%" y="1em" text-anchor="{half.anchor}">{escape(half.text)}</text>'
    yield (
        f'<svg x="{LEFT:g}%" y="{TOP:g}em" width="{100 - LEFT:g}%" height="{HEIGHT:g}em" viewBox="0 0 {ACROSS} {DOWN}" preserveAspectRatio="none">'
        f'<path class="curve" d="{shown.path}"></path></svg>'
    )
    yield "</svg>"

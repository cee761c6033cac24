"""Columns over time: each at its own place, so that years without anything are seen as a gap; side by side where gaps would leave no room."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from lessons.library.charts.labels import LETTER, anchor_at
from lessons.web.presenters.bars import Tick
from lessons.web.presenters.scale import Scale, number_text
from lessons.words import gettext

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# Heights in widths of an M: of the place for columns, of what stands above and below it.
HEIGHT, ABOVE, BELOW = 12.0, 1.6, 3.0
# Units across the drawing of columns, which is stretched to the width there is.
ACROSS = 1000
FILLED = 0.8
# Per cent of the drawing: narrower columns are a hair on a telephone.
NARROWEST = 0.5
MOST_NUMBERS = 12
DATES = (re.compile(r"\d{4}"), re.compile(r"\d{4}-(0[1-9]|1[0-2])"), re.compile(r"\d{4}-\d{2}-\d{2}"))
MONTHS = (
    "charts.month.jan",
    "charts.month.feb",
    "charts.month.mar",
    "charts.month.apr",
    "charts.month.may",
    "charts.month.jun",
    "charts.month.jul",
    "charts.month.aug",
    "charts.month.sep",
    "charts.month.oct",
    "charts.month.nov",
    "charts.month.dec",
)


@dataclass(frozen=True)
class Number:
    """A number above its column, or below one that is below zero: the places of its middle and of its line."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class ColumnChart:
    """Columns from ``left`` per cent to the right edge, drawn as one ``path`` that is ``ACROSS`` wide and 100 high.

    ``said`` is that they stand side by side, where they do.
    """

    height: float
    plot_y: float
    plot_height: float
    axis_y: float
    left: float
    unit: str
    path: str
    zero: float
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    numbers: tuple[Number, ...]
    said: str | None = None


def slots_of(labels: Sequence[str]) -> tuple[list[int], int] | None:
    """Return the place in time of each label, and how exact all of them are (0 years, 1 months, 2 days).

    None where they are not all dates of one kind, or one stands twice.
    """
    for kind, pattern in enumerate(DATES):
        if labels and all(pattern.fullmatch(label) for label in labels):
            try:
                found = [_slot(label, kind) for label in labels]
            except ValueError:
                return None
            return (found, kind) if len(set(found)) == len(found) else None
    return None


def _slot(label: str, kind: int) -> int:
    if kind == 2:
        return date.fromisoformat(label).toordinal()
    year, month = int(label[:4]), int(label[5:7] or 1)
    return year if kind == 0 else 12 * year + month - 1


def _words(slot: int, kind: int) -> str:
    if kind == 0:
        return f"{slot:04}"
    if kind == 1:
        return f"{gettext(MONTHS[slot % 12])} {slot // 12:04}"
    day = date.fromordinal(slot)
    return f"{day.day} {gettext(MONTHS[day.month - 1])} {day.year}"


def column_chart(slots: Sequence[int], kind: int, numbers: Sequence[float], unit: str) -> ColumnChart:
    """Return columns for numbers at places in time, which :func:`slots_of` gives; there is at least one.

    One that is so far from the others that all would be hairs would hide them: then those that occur stand side by side.
    """
    texts = [number_text(number) for number in numbers]
    upright = Scale.of(numbers, [""])
    marks = [(number, number_text(number)) for number in upright.numbers(4)]
    left = min(40.0, round(LETTER * max(len(text) for _, text in marks) + 2, 2))
    times = sorted(slots)
    side_by_side = _width(times[-1] - times[0] + 1, left) < NARROWEST <= _width(len(times), left)
    if side_by_side:
        slots = [times.index(slot) for slot in slots]
    first, last = min(slots), max(slots)
    slot_width = (100 - left) / (last - first + 1)

    def across(slot: int) -> float:
        return round(left + (slot - first + 0.5) * slot_width, 2)

    def down(number: float) -> float:
        """Return how far below the top of the plot a number lies, in parts of one."""
        return 1 - (number / 2 - upright.low / 2) / (upright.high / 2 - upright.low / 2)

    nearest = min((later - one for one, later in pairwise(sorted(slots))), default=last - first + 1)
    room = len(slots) <= MOST_NUMBERS and nearest * slot_width >= LETTER * (max(map(len, texts)) + 0.6)
    return ColumnChart(
        height=HEIGHT + ABOVE + BELOW,
        plot_y=ABOVE,
        plot_height=HEIGHT,
        axis_y=ABOVE + HEIGHT,
        left=left,
        unit=unit,
        path=_path(slots, numbers, first, last, down),
        zero=round(ABOVE + HEIGHT * down(0), 2),
        across=_each(times, kind, across) if side_by_side else _across(first, last, kind, across),
        up=tuple(Tick(round(ABOVE + HEIGHT * down(number), 2), text, "end") for number, text in marks),
        numbers=tuple(
            Number(across(slot), round(ABOVE + HEIGHT * down(number) + (1.1 if number < 0 else -0.35), 2), text)
            for slot, number, text in zip(slots, numbers, texts, strict=True)
        )
        if room
        else (),
        said=gettext("charts.side_by_side") if side_by_side else None,
    )


def _width(places: int, left: float) -> float:
    """Return how wide a column is, in per cent of the drawing, where there are so many places for one."""
    return (100 - left) / places * FILLED


def _path(slots: Sequence[int], numbers: Sequence[float], first: int, last: int, down: Callable[[float], float]) -> str:
    """Return all columns as one path; of very many, each is still wide enough to be seen."""
    one = ACROSS / (last - first + 1)
    width = max(one * FILLED, 2.5)
    zero = round(100 * down(0), 2)
    return "".join(
        f"M{round((slot - first + 0.5) * one - width / 2, 2)} {zero}V{round(100 * down(number), 2)}h{round(width, 2)}V{zero}z"
        for slot, number in zip(slots, numbers, strict=True)
        if number
    )


def _across(first: int, last: int, kind: int, place: Callable[[int], float]) -> tuple[Tick, ...]:
    """Return some marks of the axis of time, so few that their texts have room."""
    words = len(_words(last, kind))
    steps = {
        0: (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000),
        1: (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200),
    }.get(kind, (1, 2, 7, 14, 30, 91, 182, 365, 730, 1826, 3652, 7305, 18262, 36524))
    span = last - first
    apart = LETTER * (words + 1.5)
    step = next((one for one in steps if not span or place(first + one) - place(first) >= apart), span or 1)
    begin = first if kind == 2 else -(-first // step) * step
    marks = list(range(begin, last + 1, step)) or [first]
    return tuple(Tick(place(slot), _words(slot, kind), anchor_at(place(slot), _words(slot, kind))) for slot in marks)


def _each(times: Sequence[int], kind: int, place: Callable[[int], float]) -> tuple[Tick, ...]:
    """Return a mark below each column that stands beside the others, or below some, so few that their texts have room."""
    words = [_words(time, kind) for time in times]
    apart = LETTER * (max(map(len, words)) + 1.5)
    step = max(1, math.ceil(apart / (place(1) - place(0))))
    return tuple(
        Tick(place(number), words[number], anchor_at(place(number), words[number]))
        for number in range(0, len(times), step)
    )

"""Charts as places and sizes for a template to draw: no library, no script, the same numbers in a table below.

Widths are per cent of the drawing and heights go by the size of the text, so that a chart fits any window and its words never shrink.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.library.charts.labels import LETTER, anchor_at
from lessons.web.presenters.scale import Scale, number_text

if TYPE_CHECKING:
    from collections.abc import Sequence

# Heights in widths of an M: of a bar with its label above it, of the bar alone, of what stands below the last one;
# of a label, and of the text of a mark.
ROW, BAR, BELOW = 3.1, 1.15, 3.0
LABEL, MARK_TEXT = 1.45, 1.3
# What fits above a bar in the narrowest window, counted in letters; the table has the whole label.
LABEL_LETTERS = 34


@dataclass(frozen=True)
class Key:
    """What one part of each bar stands for, and its look. One that is 0 everywhere is shown only if ``always``."""

    text: str
    look: str = "plain"
    always: bool = False


@dataclass(frozen=True)
class Part:
    """A part of a bar: where it begins, how wide it is, how it looks, and its number where there is room for that."""

    x: float
    width: float
    look: str
    text: str
    inside: str | None


@dataclass(frozen=True)
class Bar:
    """A bar with its label above it and its number at its end; ``end`` is where that stands, ``anchor`` which end of the number."""

    y: float
    label: str
    total: str
    end: float
    anchor: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Tick:
    """A mark on the axis, and which part of its text stands there."""

    at: float
    text: str
    anchor: str


@dataclass(frozen=True)
class Mark:
    """A line across all bars, such as a target, from where to where downwards; in ``lines``, since it goes through no label."""

    x: float
    text: str
    anchor: str
    lines: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class BarChart:
    """Bars over one axis; ``height`` in widths of an M, all that lies beside another in per cent."""

    height: float
    axis_y: float
    zero: float
    unit: str
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    keys: tuple[Key, ...]
    mark: Mark | None = None


@dataclass(frozen=True)
class BarRow:
    """What a bar is drawn of: its label, and the number of each key; a bar of one key may be below zero."""

    label: str
    numbers: tuple[float, ...]


def bar_chart(
    rows: Sequence[BarRow], keys: Sequence[Key], unit: str, mark: tuple[str, float] | None = None
) -> BarChart:
    """Return bars for ``rows``, their parts in the order of ``keys``; ``mark`` is a line across them, with its word and number.

    Without a ``unit`` there is no axis: then each bar's number says all.
    """
    totals = [sum(row.numbers) for row in rows]
    scale = Scale.of([*totals, *([mark[1]] if mark else [])], [number_text(total) for total in totals])
    bottom = ROW * len(rows) + (1.4 if mark else 0.2)
    top = bottom - ROW * len(rows)
    bars = tuple(_bar(row, keys, round(top + ROW * place, 2), scale) for place, row in enumerate(rows))
    return BarChart(
        height=round(bottom + (BELOW if unit else 0.3), 2),
        axis_y=round(bottom, 2),
        zero=scale.place(0),
        unit=unit,
        bars=bars,
        ticks=tuple(Tick(at, text, anchor_at(at, text)) for at, text in scale.ticks()) if unit else (),
        keys=tuple(
            one
            for place, one in enumerate(keys)
            if len(keys) > 1 and (one.always or any(row.numbers[place] for row in rows))
        ),
        mark=_mark(f"{mark[0]} {number_text(mark[1])}", scale.place(mark[1]), bars, round(bottom, 2)) if mark else None,
    )


def _mark(text: str, x: float, bars: Sequence[Bar], bottom: float) -> Mark:
    lines: list[tuple[float, float]] = []
    begin = MARK_TEXT
    for bar in bars:
        if x < LETTER * (width_of(bar.label) + 1.5):
            # Nothing between the text of the mark and the first label.
            lines += [(begin, bar.y)] if bar.y - begin > MARK_TEXT else []
            begin = round(bar.y + LABEL, 2)
    return Mark(x, text, anchor_at(x, text), (*lines, (begin, bottom)))


def _bar(row: BarRow, keys: Sequence[Key], y: float, scale: Scale) -> Bar:
    parts: list[Part] = []
    so_far = 0.0
    several = sum(map(bool, row.numbers)) > 1
    for number, one in zip(row.numbers, keys, strict=True):
        if not number:
            continue
        left, right = sorted((scale.place(so_far), scale.place(so_far + number)))
        words = number_text(number)
        room = several and right - left >= LETTER * (len(words) + 1)
        width = round(max(right - left, 0.15), 2)
        parts.append(Part(left, width, one.look, f"{one.text}: {words}", words if room else None))
        so_far += number
    below = so_far < 0
    return Bar(y, short(row.label), number_text(so_far), scale.place(so_far), "end" if below else "start", tuple(parts))


def short(label: str, letters: int = LABEL_LETTERS) -> str:
    """Return a label that fits, cut where it does not."""
    label = " ".join(label.split())
    if width_of(label) <= letters:
        return label
    found = ""
    for letter in label:
        if width_of(found + letter) >= letters or len(found) > 4 * letters:
            break
        found += letter
    return found.rstrip() + "…"


def width_of(text: str) -> float:
    """Return how many letters wide a text is: wide letters count for more, marks above letters not at all."""
    return sum(map(_letter_width, text))


def _letter_width(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return 2
    return 1.7 if letter in "WMwm@%" else 1.2 if letter.isupper() else 1

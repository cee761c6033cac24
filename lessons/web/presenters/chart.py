"""Charts as places and sizes for a template to draw: no library, no script, the same figures in a table below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.schema import NOT_STATED
from lessons.web.presenters.numbers import figure, thousands
from lessons.web.presenters.outcomes import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lessons.library.outcomes import StoredOutcome

# Units of the drawing; the style sheet scales it to the width there is.
WIDTH = 680
LABEL_WIDTH = 240
ROW = 34
TOP = 30
RANGE_LEFT, RANGE_RIGHT = 90, 560
# In the order in which the parts of a bar follow each other.
DIRECTIONS = (("better", "Better"), ("no change", "No change"), ("worse", "Worse"), (NOT_STATED, UNKNOWN))
MOST_TICKS = 5
# What fits beside a bar; the table has the whole label.
LABEL_CHARACTERS = 27


@dataclass(frozen=True)
class Part:
    """A part of a bar: where it begins, how wide it is, what it stands for."""

    x: float
    width: float
    kind: str
    text: str


@dataclass(frozen=True)
class Key:
    """An entry of the legend: how a part looks, and what it stands for."""

    kind: str
    text: str


@dataclass(frozen=True)
class Bar:
    """A bar with its label, made of parts."""

    y: int
    label: str
    total: str
    end: float
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Tick:
    """A mark on the axis."""

    x: float
    text: str


@dataclass(frozen=True)
class BarChart:
    """Stacked bars over one axis, with the row of the table that each stands for."""

    width: int
    height: int
    axis_y: int
    left: int
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    keys: tuple[Key, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def bar_chart(counts: Sequence[tuple[str, Mapping[str, int]]]) -> BarChart:
    """Return a chart of how many outcomes went which way, for each (label, counts by direction)."""
    most = max((sum(parts.values()) for _, parts in counts), default=1) or 1
    scale = (WIDTH - LABEL_WIDTH - 40) / most
    bottom = TOP + ROW * len(counts)
    shown = [(kind, text) for kind, text in DIRECTIONS if any(parts.get(kind) for _, parts in counts)]
    return BarChart(
        width=WIDTH,
        height=bottom + 40,
        axis_y=bottom,
        left=LABEL_WIDTH,
        bars=tuple(bar(label, parts, TOP + ROW * place, scale) for place, (label, parts) in enumerate(counts)),
        ticks=tuple(Tick(LABEL_WIDTH + tick * scale, thousands(tick)) for tick in ticks(most)),
        keys=tuple(Key(kind.replace(" ", "-"), text) for kind, text in shown),
        rows=tuple((label, tuple(thousands(parts.get(kind, 0)) for kind, _ in shown)) for label, parts in counts),
    )


def bar(label: str, counts: Mapping[str, int], y: int, scale: float) -> Bar:
    """Return one bar: its parts follow each other in a fixed order."""
    parts: list[Part] = []
    x = float(LABEL_WIDTH)
    for kind, text in DIRECTIONS:
        if counts.get(kind):
            parts.append(Part(x, counts[kind] * scale, kind.replace(" ", "-"), f"{text}: {counts[kind]}"))
            x += counts[kind] * scale
    short = label if len(label) <= LABEL_CHARACTERS else label[: LABEL_CHARACTERS - 1].rstrip() + "…"
    return Bar(y, short, thousands(sum(counts.values())), x, tuple(parts))


def ticks(most: int) -> list[int]:
    """Return whole numbers from 0 to ``most``, at most a handful, evenly apart."""
    step = next(
        step * power
        for power in (1, 10, 100, 1000, 10**4, 10**5)
        for step in (1, 2, 5)
        if step * power * MOST_TICKS >= most
    )
    return list(range(0, most + 1, step))


@dataclass(frozen=True)
class Range:
    """One outcome on its own scale from 0 (or its lowest figure) to its highest: before, target, after."""

    before: float | None
    target: float | None
    after: float | None
    before_text: str | None
    target_text: str | None
    after_text: str | None
    direction: str
    name: str


def range_of(outcome: StoredOutcome) -> Range | None:
    """Return where the figures of an outcome lie on its own scale; None when there is only one to show."""
    figures = [value for value in (outcome.baseline, outcome.target, outcome.result) if value is not None]
    if len(figures) < 2:
        return None
    low, high = min(0.0, *figures), max(0.0, *figures)
    span = (high - low) or 1.0

    def x(value: float | None) -> float | None:
        return None if value is None else round(RANGE_LEFT + (value - low) / span * (RANGE_RIGHT - RANGE_LEFT), 1)

    unit = f" {outcome.unit}" if outcome.unit else ""
    named = (("before", outcome.baseline), ("target", outcome.target), ("after", outcome.result))
    return Range(
        x(outcome.baseline),
        x(outcome.target),
        x(outcome.result),
        figure(outcome.baseline),
        figure(outcome.target),
        figure(outcome.result),
        (outcome.direction or NOT_STATED).replace(" ", "-"),
        f"{outcome.measure}: "
        + ", ".join(f"{name} {figure(value)}{unit}" for name, value in named if value is not None),
    )

"""A chart as a page shows it: the question, the drawing, what the drawing leaves out, the table, and the same as SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.library.charts import one_figure
from lessons.library.figure_words import figure, names
from lessons.web.presenters.bars import BarChart, BarRow, Key, bar_chart
from lessons.web.presenters.columns import ColumnChart, column_chart, slots_of
from lessons.web.presenters.numbers import counted, thousands
from lessons.web.presenters.said import LINKED_CHARACTERS
from lessons.words import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lessons.library.charts import ChartQuery, ChartRow, Narrowing
    from lessons.library.outcomes import StoredOutcome
    from lessons.web.ask import Ask

# What the statements, and vocabularies, call it.
NOT_STATED = "Not stated"
MOST_BARS = 12
MOST_TABLE_ROWS = 100
# A table of so few rows stands open below its chart.
FEW_ROWS = 8
LOOK_OF_DIRECTION = {"better": "good", "worse": "bad", "no change": "soft"}
# Of a figure that has none before it, by whether it reached the target.
LOOK_OF_TARGET = {1: "good", 0: "bad", None: "plain"}


@dataclass(frozen=True)
class ChartShown:
    """A chart on a page; one of ``bars`` and ``columns`` is the drawing. ``said`` is what the drawing leaves out."""

    anchor: str
    title: str
    note: str | None
    described: str
    bars: BarChart | None
    columns: ColumnChart | None
    said: str | None
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    more_rows: str | None
    opened: bool
    unit: str
    sql: str | None


def charts_shown(
    found: Sequence[tuple[ChartQuery, Sequence[ChartRow]]], narrowing: Narrowing, ask: Ask
) -> tuple[ChartShown, ...]:
    """Return charts as shown, without those that would show nothing; ``narrowing`` is what their statements are narrowed by."""
    return tuple(
        chart_shown(query, rows, sql_address(ask, narrowing.statement(query), narrowing.values))
        for query, rows in found
        if any(any(row.numbers) and row.label not in (None, NOT_STATED) for row in rows)
    )


def sql_address(ask: Ask, sql: str, values: Mapping[str, str]) -> str | None:
    """Return where a reader may run a statement; None for readers who may not, and for one too long for an address."""
    if not ask.config.analyst or not ask.may_query or len(sql) > LINKED_CHARACTERS:
        return None
    return ask.addresses.path("/data/sql", [("sql", sql), *values.items()])


def chart_shown(query: ChartQuery, rows: Sequence[ChartRow], sql: str | None) -> ChartShown:
    """Return the chart of one question."""
    labels = [
        gettext("charts.not_stated") if row.label is None or row.label == NOT_STATED else row.label for row in rows
    ]
    columns, bars, said = None, None, None
    if query.by_year and (drawn := [row for row in rows if row.label is not None]):
        columns = _over_time(query, drawn)
    if columns:
        said = " ".join(filter(None, (columns.said, _undated(query, rows)))) or None
    else:
        bar_rows = [BarRow(label, row.numbers) for label, row in zip(labels, rows, strict=True)]
        drawn_rows, said = most_important(bar_rows, whole=query.whole)
        keys = [Key(one.text, one.look, one.always) for one in query.series]
        bars = bar_chart(drawn_rows, keys, query.unit)
    more = len(rows) - MOST_TABLE_ROWS
    shown = [place for place, one in enumerate(query.series) if one.always or any(row.numbers[place] for row in rows)]
    return ChartShown(
        anchor=query.name,
        title=query.title,
        note=query.note,
        described=gettext("charts.described.columns" if columns else "charts.described.bars", unit=query.unit.lower()),
        bars=bars,
        columns=columns,
        said=said,
        heads=(query.first, *(query.series[place].text for place in shown)),
        rows=tuple(
            (label, tuple(thousands(row.numbers[place]) for place in shown))
            for label, row in zip(labels, rows[:MOST_TABLE_ROWS], strict=False)
        ),
        more_rows=gettext("charts.more_rows", number=MOST_TABLE_ROWS, all=thousands(len(rows))) if more > 0 else None,
        opened=len(rows) <= FEW_ROWS,
        unit=query.unit,
        sql=sql,
    )


def _over_time(query: ChartQuery, rows: Sequence[ChartRow]) -> ColumnChart | None:
    placed = slots_of([f"{row.label:0>4}" for row in rows])
    return column_chart(*placed, [row.numbers[0] for row in rows], query.unit) if placed else None


def _undated(query: ChartQuery, rows: Sequence[ChartRow]) -> str | None:
    left_out = sum(row.numbers[0] for row in rows if row.label is None)
    return gettext("charts.undated", count=counted(left_out, query.counts.removesuffix("s"))) if left_out else None


def most_important(rows: Sequence[BarRow], *, whole: bool) -> tuple[list[BarRow], str | None]:
    """Return the rows that a chart has room for, the largest, in the order in which they came, and what became of the others.

    Where the rows are parts of a ``whole``, the others are one row together; elsewhere they must not be added up.
    """
    if len(rows) <= MOST_BARS:
        return list(rows), None
    size = [abs(sum(row.numbers)) for row in rows]
    largest = sorted(sorted(range(len(rows)), key=lambda place: -size[place])[: MOST_BARS - 1 if whole else MOST_BARS])
    drawn = [rows[place] for place in largest]
    left_out = len(rows) - len(drawn)
    if not whole:
        return drawn, gettext("charts.drawn", number=len(drawn), all=thousands(len(rows)), others=thousands(left_out))
    others = [row for place, row in enumerate(rows) if place not in set(largest)]
    together = BarRow(
        gettext("charts.others", number=thousands(left_out)),
        tuple(map(sum, zip(*(row.numbers for row in others), strict=True))),
    )
    return [*drawn, together], gettext("charts.others.said", number=len(drawn), all=thousands(len(rows)))


@dataclass(frozen=True)
class FigureChart:
    """One figure before and after, with its target as a line, on a scale of its own that includes zero. Its unit stands above it."""

    anchor: str
    title: str
    described: str
    bars: BarChart
    sql: str | None


def figure_chart(outcome: StoredOutcome, anchor: str, ask: Ask) -> FigureChart | None:
    """Return the chart of one figure; None when there is only one number to show."""
    look = LOOK_OF_DIRECTION.get(outcome.direction or "", LOOK_OF_TARGET[outcome.target_met])
    points = names(outcome.method)
    # The target is a line and has no look.
    named = (
        (points.baseline, outcome.baseline, "empty"),
        (gettext("charts.figure.target"), outcome.target, None),
        (points.result, outcome.result, look),
    )
    stated = [(name, number, look) for name, number, look in named if number is not None]
    if len(stated) < 2:
        return None
    unit = f" {outcome.unit}" if outcome.unit else ""
    bars = [(name, number, look) for name, number, look in stated if look]
    keys = tuple(Key(name, look) for name, _, look in bars)
    rows = [
        BarRow(name, tuple(number if place == own else 0.0 for place in range(len(bars))))
        for own, (name, number, _) in enumerate(bars)
    ]
    target = (gettext("charts.figure.target"), outcome.target) if outcome.target is not None else None
    return FigureChart(
        anchor,
        outcome.measure,
        ", ".join(f"{name.lower()} {figure(number)}{unit}" for name, number, _ in stated),
        bar_chart(rows, keys, "", target),
        sql_address(ask, *one_figure(outcome.id)),
    )

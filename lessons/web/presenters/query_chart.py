"""The chart of a query of two columns: a text or a date, and a number."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lessons.library.canned_queries import CANNED_QUERIES
from lessons.library.charts import CHARTS, Narrowing, Series
from lessons.web.presenters.bars import BarChart, BarRow, bar_chart
from lessons.web.presenters.chart import most_important
from lessons.web.presenters.columns import ColumnChart, column_chart, slots_of
from lessons.web.presenters.numbers import counted, thousands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lessons.library.query import Answer

EMPTY = "(empty)"
QUOTED_CHARACTERS = 40


@dataclass(frozen=True)
class QueryChart:
    """The chart of a query; one of ``bars`` and ``columns`` is the drawing, or neither, and ``said`` is why there is none."""

    title: str
    described: str = ""
    bars: BarChart | None = None
    columns: ColumnChart | None = None
    said: tuple[str, ...] = ()
    anchor: str = "chart"


def query_chart(sql: str, answer: Answer) -> QueryChart | None:
    """Return the chart of the rows of a query; None for rows that are no two columns, or for no rows."""
    if len(answer.columns) != 2 or not answer.rows:
        return None
    title = question_of(sql) or f"{answer.columns[1]} by {answer.columns[0]}"
    refused = why_not(answer.rows)
    if refused:
        return QueryChart(title, said=(refused,))
    rows = [(label_of(label), float(number)) for label, number in answer.rows if number is not None]
    said = [f"The chart is of the first {thousands(len(answer.rows))} rows; there are more."] if answer.cut else []
    if len(rows) < len(answer.rows):
        said.append(f"{counted(len(answer.rows) - len(rows), 'row')} without a number: not drawn.")
    number = answer.columns[1]
    columns = over_time(answer.columns[0], [label for label, _ in rows], [value for _, value in rows], number)
    if columns:
        return QueryChart(title, _described("Columns over time"), columns=columns, said=tuple(said))
    drawn, left_out = most_important([BarRow(label, (value,)) for label, value in rows], whole=False)
    if left_out:
        said.append(left_out)
    return QueryChart(
        title, _described("Bar chart"), bars=bar_chart(drawn, (Series(number, number),), number), said=tuple(said)
    )


def _described(kind: str) -> str:
    return f"{kind}. The same numbers are in the table below."


def question_of(sql: str) -> str | None:
    """Return the question that a query is known to answer."""
    known = {one.sql: one.title for one in CANNED_QUERIES} | {Narrowing().statement(one): one.title for one in CHARTS}
    return known.get(sql)


def why_not(rows: Sequence[tuple[Any, ...]]) -> str | None:
    """Return why rows of two columns cannot be drawn, with what was found and what would be right; None when they can."""
    for place, (label, number) in enumerate(rows, 1):
        if isinstance(label, bytes) or isinstance(number, bytes):
            return f"No chart: row {thousands(place)} holds binary data. A chart needs a text or a date, and then a number."
        if isinstance(number, str):
            found = number if len(number) <= QUOTED_CHARACTERS else number[: QUOTED_CHARACTERS - 1] + "…"
            return f"No chart: the second column has the text “{found}” in row {thousands(place)}. A chart needs a text or a date, and then a number."
        if number is not None and not math.isfinite(number):
            return f"No chart: the number in row {thousands(place)} is too large to be drawn."
    if all(number is None for _, number in rows):
        return "No chart: the second column is empty. A chart needs a text or a date, and then a number."
    return None


def label_of(label: object) -> str:
    """Return the label of a row as text."""
    return EMPTY if label is None or label == "" else str(label)


def over_time(column: str, labels: Sequence[str], numbers: Sequence[float], unit: str) -> ColumnChart | None:
    """Return columns over time where all labels are dates; four digits are a year only where the column is called one."""
    if all(len(label) == 4 for label in labels) and "year" not in column.casefold():
        return None
    placed = slots_of(labels)
    return column_chart(*placed, numbers, unit) if placed else None

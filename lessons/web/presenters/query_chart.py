"""The chart of a query of two columns: a text or a date, and a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.library.canned_queries import CANNED_QUERIES
from lessons.library.charts import CHARTS, Narrowing, Series
from lessons.web.presenters.bars import BarChart, BarRow, bar_chart
from lessons.web.presenters.chart import most_important
from lessons.web.presenters.columns import ColumnChart, column_chart, slots_of
from lessons.web.presenters.numbers import counted, thousands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lessons.library.query import Answer


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
    found = answer.charted
    if found is None:
        return None
    name, number = answer.columns
    title = question_of(sql) or f"{number} by {name}"
    if found.refused:
        return QueryChart(title, said=(found.refused,))
    said = [f"The chart is of the first {thousands(found.rows)} rows; there are more."] if found.more else []
    if found.numbered < found.rows:
        said.append(f"{counted(found.rows - found.numbered, 'row')} without a number: not drawn.")
    whole = found.numbered == len(found.pairs)
    labels, numbers = [label for label, _ in found.pairs], [value for _, value in found.pairs]
    columns = over_time(name, labels, numbers, number) if whole else None
    where = "CSV and JSON have all numbers" if answer.cut else "The same numbers are in the table below"
    if columns:
        return QueryChart(title, f"Columns over time. {where}.", columns=columns, said=tuple(said))
    drawn, left_out = most_important([BarRow(label, (value,)) for label, value in found.pairs], whole=False)
    if not whole or (left_out and answer.cut):
        others = found.numbered - len(drawn)
        left_out = f"Drawn are the {len(drawn)} largest of {thousands(found.numbered)}; CSV and JSON have the other {thousands(others)} too."
    if left_out:
        said.append(left_out)
    return QueryChart(
        title, f"Bar chart. {where}.", bars=bar_chart(drawn, (Series(number, number),), number), said=tuple(said)
    )


def question_of(sql: str) -> str | None:
    """Return the question that a query is known to answer."""
    known = {one.sql: one.title for one in CANNED_QUERIES} | {Narrowing().statement(one): one.title for one in CHARTS}
    return known.get(sql)


def over_time(column: str, labels: Sequence[str], numbers: Sequence[float], unit: str) -> ColumnChart | None:
    """Return columns over time where all labels are dates; four digits are a year only where the column is called one."""
    if all(len(label) == 4 for label in labels) and "year" not in column.casefold():
        return None
    placed = slots_of(labels)
    return column_chart(*placed, numbers, unit) if placed else None

"""The chart of a query of two columns: a text or a date, and a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.library.canned_queries import CANNED_QUERIES
from lessons.library.charts import CHARTS, Narrowing
from lessons.web.presenters.bars import BarChart, BarRow, Key, bar_chart
from lessons.web.presenters.chart import most_important
from lessons.web.presenters.columns import ColumnChart, column_chart, slots_of
from lessons.web.presenters.numbers import counted, thousands
from lessons.words import gettext

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
    title = question_of(sql) or gettext("charts.query.title", number=number, name=name)
    if found.refused:
        return QueryChart(title, said=(found.refused,))
    said = [gettext("charts.query.first_rows", number=thousands(found.rows))] if found.more else []
    if found.numbered < found.rows:
        said.append(gettext("charts.query.without_number", rows=counted(found.rows - found.numbered, "row")))
    whole = found.numbered == len(found.pairs)
    labels, numbers = [label for label, _ in found.pairs], [value for _, value in found.pairs]
    columns = over_time(name, labels, numbers, number) if whole else None
    if columns:
        said += [columns.said] if columns.said else []
        return QueryChart(
            title,
            gettext("charts.query.columns.cut" if answer.cut else "charts.query.columns"),
            columns=columns,
            said=tuple(said),
        )
    drawn, left_out = most_important([BarRow(label, (value,)) for label, value in found.pairs], whole=False)
    if not whole or (left_out and answer.cut):
        others = found.numbered - len(drawn)
        left_out = gettext(
            "charts.query.drawn", number=len(drawn), all=thousands(found.numbered), others=thousands(others)
        )
    if left_out:
        said.append(left_out)
    described = gettext("charts.query.bars.cut" if answer.cut else "charts.query.bars")
    return QueryChart(title, described, bars=bar_chart(drawn, (Key(number),), number), said=tuple(said))


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

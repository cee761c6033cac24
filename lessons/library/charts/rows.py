"""Run the statement of a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.library.charts.model import ALL, ChartRow

if TYPE_CHECKING:
    import sqlite3

    from lessons.library.charts.model import ChartQuery, Narrowing


def rows_of(connection: sqlite3.Connection, query: ChartQuery, narrowing: Narrowing = ALL) -> list[ChartRow]:
    """Return the rows of a chart in its own order."""
    found = connection.execute(narrowing.statement(query), narrowing.values)
    return [ChartRow(None if label is None else str(label), tuple(numbers)) for label, *numbers in found]

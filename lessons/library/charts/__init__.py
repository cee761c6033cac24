"""Charts: questions that are answered by counting, each with the one statement that draws it and that a reader may run for himself."""

from __future__ import annotations

from lessons.library.charts.model import ChartQuery, ChartRow, Narrowing, Series
from lessons.library.charts.narrowing import of_figures, of_found
from lessons.library.charts.queries import (
    BARRIERS,
    BY_METHOD,
    BY_SECTOR,
    CHARTS,
    DECISIONS,
    LESSONS_BY_YEAR,
    RESULTS,
    STANDING,
    TARGETS,
    one_figure,
)
from lessons.library.charts.rows import rows_of

__all__ = [
    "BARRIERS",
    "BY_METHOD",
    "BY_SECTOR",
    "CHARTS",
    "DECISIONS",
    "LESSONS_BY_YEAR",
    "RESULTS",
    "STANDING",
    "TARGETS",
    "ChartQuery",
    "ChartRow",
    "Narrowing",
    "Series",
    "of_figures",
    "of_found",
    "one_figure",
    "rows_of",
]

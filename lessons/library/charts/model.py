"""What a chart asks of the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

# What a chart counts, and so which records a search narrows it to.
Counted = Literal["figures", "reviews", "lessons", "uses"]
# Where the conditions of a narrowing go into a statement: one of its conditions, which holds always.
EVERYTHING = "1 = 1"


@dataclass(frozen=True)
class Series:
    """One number of each row of a chart: its column in the statement, what it is called, and the look of what is drawn for it.

    One that is 0 everywhere is shown only if ``always``.
    """

    column: str
    text: str
    look: str = "plain"
    always: bool = False


@dataclass(frozen=True)
class ChartQuery:
    """A question as its title and the statement that answers it: a label first, then a number for each of the ``series``.

    ``name`` is its anchor on a page; ``unit`` says what the numbers are, ``first`` what the labels are. ``whole`` says that each
    record is in one row only, so that rows may be added up; ``by_year`` that the labels are years. ``note`` is said below the title.
    """

    name: str
    title: str
    counts: Counted
    first: str
    unit: str
    sql: str
    series: tuple[Series, ...]
    whole: bool = True
    by_year: bool = False
    note: str | None = None


@dataclass(frozen=True)
class ChartRow:
    """One row of a chart: its label, None where none is stated, and a number for each series."""

    label: str | None
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Narrowing:
    """What of the library a chart counts: what stands before its statement, the condition for each kind of record, and their values."""

    conditions: dict[Counted, str] = field(default_factory=dict)
    before: str = ""
    values: dict[str, str] = field(default_factory=dict)

    def statement(self, query: ChartQuery) -> str:
        """Return the statement of a chart, narrowed."""
        condition = self.conditions.get(query.counts)
        if condition:
            return self.before + query.sql.replace(EVERYTHING, condition, 1)
        return self.before + query.sql.replace(f"WHERE {EVERYTHING}\n", "", 1).replace(f" AND {EVERYTHING}", "", 1)


ALL = Narrowing()

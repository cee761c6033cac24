"""What a chart asks of the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from lessons.words import gettext

# What a chart counts, and so which records a search narrows it to.
Counted = Literal["figures", "reviews", "lessons", "uses"]
# Where the conditions of a narrowing go into a statement: one of its conditions, which holds always.
EVERYTHING = "1 = 1"


@dataclass(frozen=True)
class Series:
    """One number of each row of a chart: its column in the statement, the key of what it is called, and the look of what is drawn for it.

    One that is 0 everywhere is shown only if ``always``.
    """

    column: str
    text_key: str
    look: str = "plain"
    always: bool = False

    @property
    def text(self) -> str:
        """What it is called."""
        return gettext(self.text_key)


@dataclass(frozen=True)
class ChartQuery:
    """A question and the statement that answers it: a label first, then a number for each of the ``series``; with the keys of its words.

    ``name`` is its anchor on a page. ``whole`` says that each record is in one row only, so that rows may be added up; ``by_year``
    that the labels are years.
    """

    name: str
    title_key: str
    counts: Counted
    first_key: str
    unit_key: str
    sql: str
    series: tuple[Series, ...]
    whole: bool = True
    by_year: bool = False
    note_key: str | None = None

    @property
    def title(self) -> str:
        """The question."""
        return gettext(self.title_key)

    @property
    def first(self) -> str:
        """What the labels are."""
        return gettext(self.first_key)

    @property
    def unit(self) -> str:
        """What the numbers are."""
        return gettext(self.unit_key)

    @property
    def note(self) -> str | None:
        """What is said below the title."""
        return gettext(self.note_key) if self.note_key else None


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

"""The entries that an audience gets, ready to be exported, with what exports say of themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lessons.building.history import Dates
from lessons.building.outputs.newest import newest_day
from lessons.building.outputs.shared import Row
from lessons.building.outputs.tables import Rows, all_rows
from lessons.building.selection import Selection
from lessons.library.audience import Audience, audience_of
from lessons.record.vocabulary import Vocabulary
from lessons.schema.paragraphs import paragraphs

# As many digits of a digest as commits are usually told apart by.
DIGITS = 12


@dataclass(frozen=True)
class Exported:
    """The entries that an audience gets, with all that the rows of the tables are made from.

    ``dates_unknown`` says why git gave no dates, where it should have known them. Where they are those of a ``database``, ``stored`` are the rows
    of its tables.
    """

    selection: Selection
    vocabulary: Vocabulary
    facts: Mapping[str, str]
    history: Mapping[str, Dates]
    paths: Mapping[str, str]
    dates_unknown: str | None = None
    database: Path | None = None
    stored: Rows | None = None

    @property
    def audience(self) -> Audience:
        """Return whom it is for."""
        return audience_of(self.facts)

    @cached_property
    def units(self) -> dict[str, Row]:
        """Return the units of a library of several, by slug; none where it is one unit's own."""
        own = self.vocabulary.words.unit.slug
        return {row["id"]: row for row in self.rows["units"] if row["id"] != own}

    @cached_property
    def day(self) -> str:
        """Return the newest day on which anything in it happened, YYYY-MM-DD, empty where none is known."""
        return newest_day(self.rows)

    @property
    def version(self) -> str:
        """Return which version it is: its newest day, and of the digest of what it is made from as much as tells versions apart."""
        numbers = [str(int(part)) for part in self.day.split("-")] if self.day else ["0"] * 3
        return f"{'.'.join(numbers)}+{self.facts['content_digest'][:DIGITS]}"

    @cached_property
    def rows(self) -> Rows:
        """Return the rows of each table, as readers of the database have them."""
        if self.stored is not None:
            return self.stored
        found = all_rows(self.selection, self.vocabulary, self.facts, self.history, self.paths)
        for table, text in (("sections", "text"), ("lesson_text", "prose")):
            for row in found[table]:
                row["html"] = paragraphs(row[text]) if row["markup"] is None else row["markup"]
        return found

"""What every export is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from lessons.building.history import Dates
from lessons.building.outputs.tables import Rows, all_rows
from lessons.building.selection import Selection
from lessons.record.vocabulary import Vocabulary


@dataclass(frozen=True)
class Exported:
    """The entries that an audience gets, with all that the rows of the tables are made from.

    ``dates_unknown`` says why git gave no dates, where it should have known them.
    """

    selection: Selection
    vocabulary: Vocabulary
    facts: Mapping[str, str]
    history: Mapping[str, Dates]
    paths: Mapping[str, str]
    dates_unknown: str | None = None

    @cached_property
    def rows(self) -> Rows:
        """Return the rows of each table, as the database has them."""
        return all_rows(self.selection, self.vocabulary, self.facts, self.history, self.paths)

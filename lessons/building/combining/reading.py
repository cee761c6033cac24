"""The rows of all units, one table after the other, in the order in which they are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter

from lessons.building.combining.rows import UnitRows
from lessons.building.outputs.misfits import misfit
from lessons.building.outputs.shared import Row
from lessons.building.outputs.tables import OWNED
from lessons.problems import LessonsError

# The tables whose rows are numbered: the column with the id that the number goes with, and whose id that is.
_NUMBERED = {
    "reviews": ("id", 0),
    "review_files": ("review_id", 0),
    "lessons": ("id", 1),
    "lesson_text": ("lesson_id", 1),
}


class EveryUnit:
    """The rows of the units in ``parts``, with the numbers that reviews and lessons have among those of all, by their ids."""

    def __init__(self, parts: Mapping[str, UnitRows], numbers: Sequence[Mapping[str, int]]) -> None:
        self._parts, self._numbers = parts, numbers

    def rows(self, table: str, *only: str) -> Iterator[Row]:
        """Yield the rows of a table of all units, those with numbers in the order of these; ``only`` these columns, without numbers, where some are named."""
        if table in _NUMBERED and not only:
            yield from self._in_order(table)
        else:
            for part in self._parts.values():
                yield from part.of(table, *only)

    def misfit(self) -> tuple[str, str] | None:
        """Return the file of the first unit whose rows a database cannot hold even by themselves, and their table; ``None`` where each unit's fit."""
        for part in self._parts.values():
            rows = {table: ({**row, "number": place} for place, row in enumerate(part.of(table), 1)) for table in OWNED}
            if table := misfit(rows):
                return part.file.shown, table
        return None

    def _in_order(self, table: str) -> Iterator[Row]:
        """Yield the rows of a table in the order of their numbers, in which search reads them: in another, each would be sought elsewhere in a file that may be large."""
        column, kind = _NUMBERED[table]
        numbers = self._numbers[kind]
        places: list[tuple[int, UnitRows, int]] = []
        for part in self._parts.values():
            for id_, place in part.places(table, column):
                if id_ not in numbers:
                    raise LessonsError(
                        f'{part.file.shown}: has a text of "{id_}", which it does not have; build that database again'
                    )
                places.append((numbers[id_], part, place))
        places.sort(key=itemgetter(0))
        for number, part, place in places:
            yield {**part.at(table, place), "number": number}

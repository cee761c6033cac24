"""What refers across units, resolved, and what follows from it: which lessons recurred, and how strong their evidence is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from lessons.building.combining.names import Everywhere
from lessons.building.outputs import strengths
from lessons.building.outputs.shared import Row

# The tables in which a reference may lead to another unit, with the columns of the review and of the lesson that it means.
REFERRING = {
    "lesson_links": (None, "to_lesson_id"),
    "review_links": ("to_review_id", "to_lesson_id"),
    "uses": (None, "lesson_id"),
}
_REFERRER = {"lesson_links": "from_review_id", "review_links": "from_review_id", "uses": "id"}


@dataclass
class Across:
    """What became of the references between units.

    ``recurred`` are lessons that a review of another unit repeats, ``used`` those that another unit used, with these uses; ``unresolved``
    are references whose end is not here; ``strengths`` has term and reason of each lesson that another unit used or repeats.
    """

    recurred: set[str] = field(default_factory=set)
    used: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    unresolved: list[tuple[str, str]] = field(default_factory=list)
    strengths: dict[str, tuple[str, str | None]] = field(default_factory=dict)

    @property
    def touched(self) -> set[str]:
        """Return the lessons that another unit used or repeats."""
        return self.recurred | self.used.keys() | self.strengths.keys()


def resolve(
    rows: Mapping[str, list[Row]], everywhere: Everywhere, organisation_of: Callable[[str], str | None]
) -> Across:
    """Write the ends of references to other units into the rows of the tables :data:`REFERRING`, and return what came of it.

    ``organisation_of`` gives the organisation of a review by its full id.
    """
    across = Across()
    for table, (to_review, to_lesson) in REFERRING.items():
        for row in rows[table]:
            if row[to_lesson] or (to_review and row[to_review]):
                continue
            found = everywhere.found(row["cited_as"])
            if found is None:
                across.unresolved.append((row[_REFERRER[table]], row["cited_as"]))
                continue
            row["cited_as"] = found
            if to_review:
                row[to_review] = found.partition("#")[0]
            if "#" in found:
                row[to_lesson] = found
            if table != "review_links":
                _note(across, table, row, found, organisation_of)
    return across


def _note(across: Across, table: str, row: Row, found: str, organisation_of: Callable[[str], str | None]) -> None:
    if table == "lesson_links" and row["link_type"] == "repeats":
        across.recurred.add(found)
    user = row["organisation_id"] if table == "uses" else organisation_of(row["from_review_id"])
    owner = organisation_of(found.partition("#")[0])
    row["independent"] = None if user is None or owner is None else int(user != owner)
    across.strengths[found] = ("", None)
    if table == "uses":
        across.used[found].append(row)


def weigh(
    across: Across,
    rows: Mapping[str, list[Row]],
    outcomes: Iterable[Row],
    reviews: Mapping[str, strengths.ReviewResult],
) -> None:
    """Work out the strength of evidence of the lessons that another unit used or repeats.

    ``outcomes`` are those of their reviews and of their uses; ``reviews`` say how each turned out, and when.
    """
    found = strengths.of_lessons(across.strengths, reviews, outcomes, rows["uses"], rows["lesson_links"])
    across.strengths = {**found}

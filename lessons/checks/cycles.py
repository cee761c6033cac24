"""No review builds on, repeats or supersedes itself by way of others.

What is right: a review builds on lessons of earlier reviews; following `builds_on` (or `repeats`, or `supersedes`) from one
to the next never leads back.

Why: a circle means that at least one link is the wrong way round.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.checks.collection import Collection, Target
from lessons.entries import Entry
from lessons.problems import Place, Problem

ID = "cycles"
_FIELDS = (("builds_on", "lesson"), ("repeats",), ("supersedes",))


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for each circle, once, at the entry whose id sorts first in it."""
    for path in _FIELDS:
        for place, circle in _circles(entry, collection, path):
            if min(circle) == entry.id:
                shown = " → ".join([*circle, entry.id])
                yield Problem(
                    place, f"`{path[0]}` runs in a circle: {shown}; one of these links is the wrong way round", ID
                )


def _circles(entry: Entry, collection: Collection, path: tuple[str, ...]) -> Iterator[tuple[Place, list[str]]]:
    for review, place in _targets(entry, collection, path):
        way = _way_back(review, entry.id, collection, path)
        if way is not None:
            yield place, [entry.id, *way]
            return


def _targets(entry: Entry, collection: Collection, path: tuple[str, ...]) -> list[tuple[str, Place]]:
    targets = [(collection.local(Target.parse(scalar.text)), scalar.place) for scalar in entry.scalars(*path)]
    return [
        (target.review, place)
        for target, place in targets
        if target.unit is None
        and (target.review != entry.id or path[0] != "supersedes")
        and target.review in collection.by_id
    ]


def _way_back(start: str, goal: str, collection: Collection, path: tuple[str, ...]) -> list[str] | None:
    """Return the reviews from ``start`` on the way to ``goal`` (without it), or ``None``; breadth first, no recursion."""
    if start == goal:
        return []
    came: dict[str, str | None] = {start: None}
    queue = [start]
    for current in queue:
        for following, _ in _targets(collection.by_id[current], collection, path):
            if following == goal:
                way: list[str] = []
                step: str | None = current
                while step is not None:
                    way.append(step)
                    step = came[step]
                return way[::-1]
            if following not in came:
                came[following] = current
                queue.append(following)
    return None

"""Nothing builds on, repeats or replaces itself by way of others.

What is right: a review builds on lessons of earlier reviews; following `builds_on` (or `repeats`, `supersedes`, or "Superseded
by" from lesson to lesson) from one to the next never leads back.

Why: a circle means that at least one link is the wrong way round.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.entries import Entry
from lessons.entries.collection import IN_TEXT, SUPERSEDED_BY, Collection
from lessons.problems import Place, Problem
from lessons.text.graphs import circles

ID = "cycles"
_MOST_SHOWN = 6


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for each circle, once, at the entry whose id sorts first in it."""
    if collection.by_id[entry.id] is not entry:
        return
    for name, circle in collection.once(_circles).get(entry.id, ()):
        field = '"Superseded by"' if name == SUPERSEDED_BY else f"`{name}`"
        message = (
            f"{field} is circular: {_shown(circle)}; one of these links is the wrong way round"
            if len(circle) > 1
            else f"{field} names a lesson of this review itself; name one of an earlier review, or leave it out"
        )
        yield Problem(_place(entry, collection, name, circle), message, ID)


def _circles(collection: Collection) -> dict[str, list[tuple[str, list[str]]]]:
    """Return the circles of references, as (field, ids), by the id of the review that each begins with."""
    graphs: dict[str, dict[str, list[str]]] = {}
    for entry in collection.by_id.values():
        if entry.is_use:
            continue  # nothing builds on a use
        for reference in collection.references(entry):
            target = reference.target
            if reference.field in (IN_TEXT, "related") or target.unit is not None:
                continue
            start = entry.id
            if reference.lesson is not None:
                start = f"{entry.id}#{reference.lesson.get('id')}"
            end = target.id if reference.lesson is not None else target.review
            # What refers to itself outright is a matter for the rule `links`.
            if start != end or reference.field in ("builds_on", "repeats"):
                graphs.setdefault(reference.field, {}).setdefault(start, []).append(end)
    found: dict[str, list[tuple[str, list[str]]]] = {}
    for name, graph in graphs.items():
        for circle in circles(graph):
            found.setdefault(circle[0].partition("#")[0], []).append((name, circle))
    return found


def _place(entry: Entry, collection: Collection, name: str, circle: list[str]) -> Place:
    """Return the place of the circle's first link."""
    following = circle[1] if len(circle) > 1 else circle[0]
    for reference in collection.references(entry):
        if reference.field == name and following in (reference.target.id, reference.target.review):
            return reference.place
    return Place(entry.path)


def _shown(circle: list[str]) -> str:
    left_out = len(circle) - _MOST_SHOWN
    middle = [*circle[: _MOST_SHOWN - 1], f"… {left_out:,} more …", circle[-1]] if left_out > 0 else circle
    return " → ".join([*middle, circle[0]])

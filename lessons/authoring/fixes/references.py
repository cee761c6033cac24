"""References by file or address become the id of the review, or of its lesson, where there is one of that id here."""

from __future__ import annotations

from collections.abc import Iterator

from lessons.authoring.fixes.edits import Edit, field_value, front_value
from lessons.entries import Entry
from lessons.entries.collection import SUPERSEDED_BY, Collection, Target
from lessons.record import meant
from lessons.text import nodes


def edits(entry: Entry, collection: Collection) -> Iterator[Edit]:
    """Yield an edit for each reference whose target is here."""
    lines = entry.text.split("\n")
    for error in entry.errors:
        node = nodes.walk(entry.front, error.path) if entry.front else None
        if error.rule == "links" and isinstance(node, nodes.Scalar) and _is_here(error.right, collection):
            edit = front_value(lines, node, error.right or "")
            if edit is not None:
                yield edit
    for lesson in entry.body.lessons:
        for value in lesson.values(SUPERSEDED_BY):
            right = meant.reference(value.text)
            if right != value.text and _is_here(right, collection):
                edit = field_value(lines, value, value.text, right or "")
                if edit is not None:
                    yield edit


def _is_here(right: str | None, collection: Collection) -> bool:
    target = Target.parse(right or "")
    known = collection.lessons.get(target.review)
    return known is not None and (target.lesson is None or target.lesson in known)

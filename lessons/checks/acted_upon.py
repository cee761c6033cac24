"""Implemented means that somebody acted upon the lesson.

What is right: a lesson that the work taught by doing the right thing is to sustain, and identified. It is implemented when somebody carried
it out afterwards because of the lesson: its Owner, or a team that states it in `builds_on` or as a use.

Why: if every case that went well counts as a lesson implemented, nobody can tell whether lessons are acted upon at all.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.checks.judging import judged
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Problem

ID = "acted-upon"


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield advice for each lesson to sustain that is said to be implemented, though nobody is known to have acted upon it."""
    if not judged(entry):
        return
    for lesson in entry.body.lessons:
        if (lesson.get("kind"), lesson.get("status")) != ("sustain", "implemented") or lesson.get("owner"):
            continue
        if not collection.builders.get(f"{entry.id}#{lesson.get('id')}"):
            message = (
                f'the status "implemented" says that somebody acted upon the lesson "{lesson.get("id")}", but it has no Owner and nobody is known '
                'to have used it; if the work did this by itself, write "identified"'
            )
            yield Problem(lesson.values("status")[0].value_place, message, ID, "advice")

"""A review has at least one lesson.

What is right: under `## Lessons`, each lesson is a level-3 heading of one sentence that says what to do, then prose,
then its labelled fields.

Why: a review without a lesson is a story; the next team needs to know what to do.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.checks.collection import Collection
from lessons.entries import Entry
from lessons.problems import Problem

ID = "lessons-present"


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for a section Lessons without a lesson, and for a lesson without its sentence."""
    section = next((section for section in entry.body.sections if section.kind and section.kind.key == "lessons"), None)
    if section is not None and not entry.body.lessons:
        yield Problem(
            section.place,
            "no lesson stands here; write each as a level-3 heading: `### One sentence that says what to do`",
            ID,
        )
    for lesson in entry.body.lessons:
        if not lesson.statement:
            yield Problem(lesson.place, "this lesson has no sentence; write after `###` what to do", ID)

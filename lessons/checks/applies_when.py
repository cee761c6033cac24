"""A lesson says when it applies.

What is right: `- Applies when: A service works only if users do something new every week.`; and, where it is known,
`- Does not apply when:`.

Why: a lesson without conditions is either followed everywhere, and does harm, or nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.checks.judging import judged
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Problem

ID = "applies-when"


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield advice for each lesson that does not say when it applies."""
    if not judged(entry):
        return
    for lesson in entry.body.lessons:
        if not any(lesson.get(key) or key in lesson.misread for key in ("applies_when", "does_not_apply_when")):
            # Such as after a bullet of Word, which is no mark of a list.
            found = "Applies when:" in lesson.text
            words = (
                'found "Applies when:" in its text, but fields are list items at its end' if found else "add at its end"
            )
            message = f"the lesson does not say when it applies; {words}: `- Applies when: …`"
            yield Problem(lesson.place, message, ID, "advice")

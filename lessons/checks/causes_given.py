"""A failure has a cause.

What is right: where the result is failure or no-effect, a section "Why it happened" that gives the causes, or at least
`barriers:` from the vocabulary. Where the cause is not known, say so and say what was looked at.

Why: what went wrong without why it went wrong teaches only that things go wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.checks.judging import judged
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Problem

ID = "causes-given"
# "Not known." is no cause.
_FEW_WORDS = 6


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield advice for a failure that gives no cause."""
    if not judged(entry) or entry.stated("result") not in ("failure", "no-effect") or entry.scalars("barriers"):
        return
    if any(lesson.get("barriers") for lesson in entry.body.lessons):
        return
    why = next(
        (section for section in entry.body.sections if section.kind and section.kind.key == "why-it-happened"), None
    )
    if why is None or len(why.text.split()) < _FEW_WORDS:
        message = f'the result is "{entry.stated("result")}", but no cause is given; write it under "Why it happened", or list `barriers:`'
        yield Problem(why.place if why else entry.place("result"), message, ID, "advice")

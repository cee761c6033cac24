"""A lesson says what it teaches, and does not only point elsewhere.

What is right: a few sentences of your own about what happened and what follows from it; a pointer to a report may
come after them. "See section 4 of the report" is no lesson.

Why: the next team reads this page and nothing else. Reports move, are withdrawn, or are four hundred pages long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lessons.checks.collection import Collection
from lessons.checks.judging import english, judged
from lessons.entries import Entry
from lessons.problems import Problem

ID = "empty-lessons"
# A sentence that says something and then points has more words than this.
_FEW_WORDS = 20
_POINTER = re.compile(
    r"\b(?:see|refer to|read|consult|as (?:described|explained|set out|stated|noted|mentioned) (?:in|above|below)|details (?:are|can be found)|attached|"
    r"appendix|annex|link below|same as|as above|ditto|to be (?:confirmed|completed|added|written)|tb[cda]\b|n/?a\b|none\.?$)",
    re.IGNORECASE,
)


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield advice for each lesson whose few words point elsewhere, or that has none."""
    if not judged(entry) or not english(entry):
        return
    for lesson in entry.body.lessons:
        if not lesson.text:
            yield Problem(
                lesson.place,
                "the lesson has no text; say in two or three sentences what happened that teaches it",
                ID,
                "advice",
            )
        elif len(lesson.text.split()) < _FEW_WORDS and (pointer := _POINTER.search(lesson.text)):
            found = f'"{pointer.group()}" points elsewhere, and there is little else'
            yield Problem(lesson.place, f"{found}; say here what happened and what follows from it", ID, "advice")
        for value in lesson.values("recommendation"):
            if _POINTER.match(value.text):
                yield Problem(
                    value.value_place, "the recommendation points elsewhere; say here what to do", ID, "advice"
                )

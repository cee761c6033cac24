"""A lesson says what it teaches, and does not only point elsewhere.

What is right: a few sentences of your own about what happened and what follows from it; a pointer to a report may
come after them. "See section 4 of the report" is not a lesson.

Why: the next team reads this page and nothing else. Reports move, are withdrawn, or are four hundred pages long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lessons.checks.judging import english, judged
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Problem
from lessons.record.types import shorten

ID = "empty-lessons"
# A lesson says something of its own in at least so many words.
_FEW_WORDS = 5
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
# What points elsewhere: a sentence that begins so, or says so anywhere. "Consult the users" is something to do.
_BEGINS = re.compile(
    r"[\W_]*(?:please )?(?:(?:see(?! (?:that|to|if|whether)\b)|refer to|same as|as above|ditto|to be (?:confirmed|completed|added|written)|tb[acd]|n/?a"
    r"|(?:read|consult) (?:[\w’'-]+ ){0,3}(?:report|section|chapter|appendix|annex|document|paper|article|page|file|link|attachment)s?)\b|none[.!]?$)",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"\b(?:as (?:described|explained|set out|stated|noted|mentioned) (?:in|above|below)|(?:details|more) (?:are|is|can be found) (?:in|on|at|here|there|above|below|available)|see (?:attached|appendix|annex|section|above|below)"
    r"|(?:is|are) attached|link below)\b",
    re.IGNORECASE,
)


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield advice for each lesson that says nothing of its own."""
    if not judged(entry) or not english(entry):
        return
    for lesson in entry.body.lessons:
        if not lesson.text:
            message = "the lesson has no text; say in two or three sentences what happened and what it teaches"
            yield Problem(lesson.place, message, ID, "advice")
        elif pointer := only_points(lesson.text):
            message = f'"{shorten(pointer, 40)}" points elsewhere and says little itself; say here what happened and what follows from it'
            yield Problem(lesson.place, message, ID, "advice")
        for value in lesson.values("recommendation"):
            if _BEGINS.match(value.text):
                yield Problem(
                    value.value_place, "the recommendation points elsewhere; say here what to do", ID, "advice"
                )


def only_points(text: str) -> str | None:
    """Return the first sentence that points elsewhere when the others say next to nothing, else ``None``."""
    first, own = None, 0
    for match in _SENTENCE.finditer(text):
        sentence = match.group().strip()
        if _BEGINS.match(sentence) or _SAYS.search(sentence):
            first = first or sentence
        else:
            own += len(sentence.split())
            if own >= _FEW_WORDS:
                return None
    return first

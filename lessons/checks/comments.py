"""A note that is not for readers does not stand in a comment: `<!-- … -->` is shown on the page.

What is right: delete the comment, or write what readers should know as ordinary text. In code, between backticks, it may stand.

Why: HTML is shown as plain text here, comments too. What somebody took for a private note would be public.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.checks.judging import judged, lines
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Problem
from lessons.record.refusing import shorten

ID = "comments"
OPENING = "<!--"


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for each comment that the writer meant to hide."""
    if OPENING not in entry.text or not judged(entry):
        return
    for line in lines(entry):
        at = line.text.find(OPENING)
        while at >= 0:
            # Behind a backslash it is meant to be seen.
            if not line.text[:at].endswith("\\"):
                note, closing, _ = line.text[at:].partition("-->")
                note = shorten(note + closing, 40)
                words = f"this will be public: comments are shown on the page (`{note}`); delete it"
                yield Problem(line.place(at), words, ID)
            at = line.text.find(OPENING, at + 1)

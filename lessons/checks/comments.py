"""A note that is not for readers does not stand in a comment: `<!-- … -->` is shown on the page, and what the page does not show everybody can read in the text that it offers.

What is right: delete the comment, or write what readers should know as ordinary text. In code, between backticks, it may stand. The same holds for a note
as `[//]: # (…)`. There is advice for an address that no link uses (`[name]: https://…`), for words behind the language of a block of code, and for cells of a table that has no column for them.

Why: HTML is shown as plain text here, comments too, and the text of a review can be had as it was written. What somebody took for a private note would be public.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.checks.judging import judged, lines, parsed
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Place, Problem
from lessons.record.refusing import shorten
from lessons.text.not_shown import ADDRESS, CELLS, NOTE, WORDS, not_shown

ID = "comments"
OPENING = "<!--"
# One of these is in every text of which a part is not shown.
_HIDING = ("]:", "```", "~~~", "|")
_WHY = {
    NOTE: "the page does not show this note",
    ADDRESS: "no link uses this address, so the page does not show it",
    WORDS: "the page does not show what follows the language of a block of code",
    CELLS: "the table has no column for this, so the page does not show it",
}


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for each comment that the writer meant to hide."""
    if not judged(entry):
        return
    if OPENING in entry.text:
        yield from _comments(entry)
    if any(mark in entry.text for mark in _HIDING):
        for one in not_shown(*parsed(entry)):
            words = f"this will be public: {_WHY[one.kind]}, but it stands in the text that the page offers (`{shorten(one.text, 40)}`); delete it"
            # What was meant for readers, and is not shown by mistake, holds up nobody.
            severity = "error" if one.kind == NOTE else "advice"
            yield Problem(Place(entry.path, one.line + 1, one.column + 1), words, ID, severity)


def _comments(entry: Entry) -> Iterator[Problem]:
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

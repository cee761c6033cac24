"""Each footnote has a mark in the text, `[^1]`, and a note on a line of its own, `[^1]: …`.

What is right: put the mark where the note belongs, and the note anywhere below, with an empty line before it; a mark is a number or a word without spaces.
The note is shown below the section or the lesson that refers to it, and in a lesson's fields, which are plain text, in parentheses. A source that the
whole review rests on belongs under `sources:`.

Why: a mark without a note is shown as it is written, and a note that nothing refers to is not shown at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lessons.checks.judging import judged, lines
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Place, Problem

ID = "footnotes"
_MARK = re.compile(r"(?<!\\)\[\^([^\[\]\n]{1,60})\]")
# Where it begins a line, also of a list or a quotation.
_NOTE = re.compile(r"(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t]){0,20}\[\^([^\]\s]{1,60})\]:")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]")


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield advice for marks without a note, notes without a mark, notes that are there twice, and marks that are not shown."""
    if "[^" not in entry.text or not judged(entry):
        return
    notes: dict[str, Place] = {}
    marks: dict[str, Place] = {}
    for line in lines(entry):
        note = _NOTE.match(line.text)
        if note:
            place = line.place(note.start(1) - 2)
            if note[1] in notes:
                words = f"the note `[^{note[1]}]` is there twice, and only the one on line {notes[note[1]].line} is shown; give each a mark of its own"
                yield Problem(place, words, ID, "advice")
            notes.setdefault(note[1], place)
        for match in _MARK.finditer(line.text, note.end() if note else 0):
            marks.setdefault(match[1], line.place(match.start()))
            if _HEADING.match(line.text):
                words = f"the mark `{match[0]}` is not shown in a heading; put it into the text below"
                yield Problem(line.place(match.start()), words, ID, "advice")
    yield from _alone(notes, marks)


def _alone(notes: dict[str, Place], marks: dict[str, Place]) -> Iterator[Problem]:
    """Yield advice for marks without a note and notes without a mark."""
    for label, place in marks.items():
        if " " in label or "\t" in label:
            words = f"`[^{label}]` is shown as it is written, for a mark has no spaces; write `[^{'-'.join(label.split())}]`"
            yield Problem(place, words, ID, "advice")
        elif label not in notes:
            words = (
                f"the mark `[^{label}]` has no note; write it on a line of its own, `[^{label}]: …`, or delete the mark"
            )
            yield Problem(place, words, ID, "advice")
    for label, place in notes.items():
        if label not in marks:
            words = f"nothing refers to the note `[^{label}]`, so it is not shown; put `[^{label}]` where it belongs, or delete it"
            yield Problem(place, words, ID, "advice")

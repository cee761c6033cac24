"""A success says what to sustain.

What is right: where the result is success, at least one lesson with `- Kind: sustain`, or a section "What went well".

Why: what worked is forgotten faster than what failed, and is then cut by people who never knew that it mattered.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.checks.judging import judged
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Problem

ID = "sustain-named"


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield advice for a success that names nothing to sustain."""
    # Where no lesson can be read, or a kind is written in capitals, other rules speak.
    if not judged(entry) or entry.stated("result") != "success" or not entry.body.lessons:
        return
    well = any(section.kind and section.kind.key == "what-went-well" for section in entry.body.sections)
    if not well and not any((lesson.get("kind") or "").lower() == "sustain" for lesson in entry.body.lessons):
        message = 'the result is "success", but nothing is named that should be sustained; give a lesson `- Kind: sustain`, or add a section "What went well"'
        yield Problem(entry.place("result"), message, ID, "advice")

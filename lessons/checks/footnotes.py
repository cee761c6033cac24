"""A note stands where it belongs: footnotes (`[^1]`) are not read.

What is right: put the note in parentheses where it belongs, or name its source under `sources:`; a link is written `[its words](https://…)`.

Why: `[^1]` would be shown to readers as it is, and the note below it as text or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lessons.checks.judging import judged, lines
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Problem

ID = "footnotes"
MARK = re.compile(r"(?<!\\)\[\^([^\]\s]{1,40})\]")


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield advice for the first place of each note."""
    if "[^" not in entry.text or not judged(entry):
        return
    told: set[str] = set()
    for line in lines(entry):
        for match in MARK.finditer(line.text):
            if match[1] not in told:
                told.add(match[1])
                words = f'found the footnote "{match[0]}", and footnotes are shown as they stand; put the note in parentheses, or its source under `sources:`'
                yield Problem(line.place(match.start()), words, ID, "advice")

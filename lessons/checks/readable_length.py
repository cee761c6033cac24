"""Text is short enough to be read.

What is right: a lesson's sentence has at most 30 words, its text at most 300, its recommendation at most 60, a paragraph at
most 200, and the whole review at most 5,000.

Why: people read a lesson between two meetings. These limits are ours: 300 words are about a minute and a half, 5,000 about
twenty-five minutes of reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lessons.checks.judging import Line, judged, lines
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Place, Problem

ID = "readable-length"
MAX_STATEMENT, MAX_LESSON, MAX_RECOMMENDATION, MAX_PARAGRAPH, MAX_REVIEW = 30, 300, 60, 200, 5_000
_NEW_BLOCK = re.compile(r"\s*(?:[-*+]|\d+[.)]|>|\|)\s")
_HEADING = re.compile(r" {0,3}#{1,6}\s")


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield advice for what is too long."""
    if not judged(entry):
        return
    read = [(line, len(line.text.split())) for line in lines(entry)]
    words = sum(number for _, number in read)
    if words > MAX_REVIEW:
        yield _advice(
            Place(entry.path),
            f"the review has {words:,} words, more than {MAX_REVIEW:,}; shorten it, or split it in two",
        )
    for lesson in entry.body.lessons:
        for text, most, what in (
            (lesson.statement, MAX_STATEMENT, "lesson's sentence"),
            (lesson.text, MAX_LESSON, "lesson's text"),
        ):
            if (number := len(text.split())) > most:
                yield _advice(lesson.place, f"the {what} has {number} words, more than {most}; shorten it")
        for value in lesson.values("recommendation"):
            if (number := len(value.text.split())) > MAX_RECOMMENDATION:
                yield _advice(
                    value.value_place,
                    f"the recommendation has {number} words, more than {MAX_RECOMMENDATION}; say what to do, and move the rest to the text",
                )
    yield from _paragraphs(read)


def _paragraphs(read: list[tuple[Line, int]]) -> Iterator[Problem]:
    """Yield advice for each paragraph that is too long; ``read`` are the lines, each with the number of its words."""
    start: Line | None = None
    words = 0
    for line, number in [*read, (Line(0, "", ""), 0)]:
        inside = number and not _HEADING.match(line.text)
        if not inside or _NEW_BLOCK.match(line.text):
            if start is not None and words > MAX_PARAGRAPH:
                yield _advice(
                    start.place(0),
                    f"the paragraph has {words} words, more than {MAX_PARAGRAPH}; split it in two, or make it a list",
                )
            start, words = None, 0
        if inside:
            start = start or line
            words += number


def _advice(place: Place, message: str) -> Problem:
    return Problem(place, message, ID, "advice")

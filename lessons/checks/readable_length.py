"""Text is short enough to be read.

What is right: a lesson's sentence has at most 30 words, its text at most 300, its recommendation at most 60, a paragraph at
most 200, and the whole review at most 5,000.

Why: people read a lesson between two meetings. These limits are ours: 300 words are about a minute and a half, 5,000 about
twenty-five minutes of reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

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
    read = lines(entry)
    if words := _words_beyond(MAX_REVIEW, [line.text for line in read]):
        yield _advice(
            Place(entry.path),
            f"the review has {words:,} words, more than {MAX_REVIEW:,}; shorten it, or split it in two",
        )
    for lesson in entry.body.lessons:
        for text, most, what in (
            (lesson.statement, MAX_STATEMENT, "lesson's sentence"),
            (lesson.text, MAX_LESSON, "lesson's text"),
        ):
            if number := _words_beyond(most, text.split("\n")):
                yield _advice(lesson.place, f"the {what} has {number} words, more than {most}; shorten it")
        for value in lesson.values("recommendation"):
            if number := _words_beyond(MAX_RECOMMENDATION, [value.text]):
                yield _advice(
                    value.value_place,
                    f"the recommendation has {number} words, more than {MAX_RECOMMENDATION}; say what to do, and move the rest to the text",
                )
    yield from _paragraphs(read)


def _paragraphs(read: Iterable[Line]) -> Iterator[Problem]:
    """Yield advice for each paragraph that is too long."""
    paragraph: list[Line] = []
    for line in (*read, Line(0, "", "")):
        inside = line.text and not line.text.isspace() and not _HEADING.match(line.text)
        if paragraph and (not inside or _NEW_BLOCK.match(line.text)):
            if words := _words_beyond(MAX_PARAGRAPH, [one.text for one in paragraph]):
                yield _advice(
                    paragraph[0].place(0),
                    f"the paragraph has {words} words, more than {MAX_PARAGRAPH}; split it in two, or make it a list",
                )
            paragraph = []
        if inside:
            paragraph.append(line)


def _words_beyond(most: int, texts: list[str]) -> int:
    """Return the number of words of some lines if it is more than ``most``, else 0."""
    # Most texts are so short that they cannot have as many: a word takes a letter and a space at least, and what divides words is seldom more than one space.
    if sum(map(len, texts)) + len(texts) <= 2 * most:
        return 0
    spaced = all(text.isascii() and "\t" not in text for text in texts)
    if spaced and sum(text.count(" ") for text in texts) + len(texts) <= most:
        return 0
    words = sum(len(text.split()) for text in texts)
    return words if words > most else 0


def _advice(place: Place, message: str) -> Problem:
    return Problem(place, message, ID, "advice")

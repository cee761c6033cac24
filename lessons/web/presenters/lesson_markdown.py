"""A lesson as Markdown: its statement, prose and fields as plain text, with where it comes from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lessons.words import gettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lessons.library.lessons import StoredLesson
    from lessons.library.reviews import StoredReview

FENCE = re.compile(r"^ {0,3}(```+|~~~+)")
# A footnote's mark, and the line with which its note begins.
MARK = re.compile(r"(?<!\\)\[\^([^\]\s]+)\]")
NOTE = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:")
# What begins a block of its own also without an empty line before it.
BLOCK = re.compile(r" {0,3}(?:#{1,6}[ \t]|[-*+][ \t]|1[.)][ \t]|>|```|~~~)")
HEADING = re.compile(r"^ {0,3}(#{1,3})[ \t]+(.*?)[ \t]*#*[ \t]*$")


def lesson_markdown_of(text: str, review: StoredReview, lesson: StoredLesson, address: str) -> str:
    """Return the part of the review's file that holds the lesson, followed by its source.

    The lesson is the ``position``-th level-3 heading of the section "Lessons"; when the file cannot be cut so, the
    lesson is written anew from its fields.
    """
    body = cut(text, lesson) or written(lesson)
    source = gettext(
        "lesson.markdown.from", review=f"{review.title}, {review.organisation}" if review.organisation else review.title
    )
    return f"{body.rstrip()}\n\n{source}. {address}\n"


def cut(text: str, lesson: StoredLesson) -> str | None:
    """Return the lines from the lesson's heading to the next one with the notes that it refers to, or None without such a heading."""
    taken: list[str] = []
    notes: dict[str, list[str]] = {}
    fence, note, before, over = "", "", "", False
    for line in text.splitlines():
        opened = FENCE.match(line)
        if opened and (not fence or opened[1].startswith(fence)):
            fence = "" if fence else opened[1]
        if not fence:
            note = _note(line, before, note)
        before = line
        heading = None if fence or note else HEADING.match(line)
        over = over or bool(heading and taken)
        if note:
            # Of two with one mark the first counts.
            notes.setdefault(note, []).append(line)
        elif not over and (
            taken or (heading and len(heading[1]) == 3 and plain(heading[2]) == plain(lesson.statement))
        ):
            taken.append(line)
    return "\n\n".join(["\n".join(taken).rstrip(), *_referred(taken, notes)]) if taken else None


def _note(line: str, before: str, note: str) -> str:
    """Return the mark of the note that a line belongs to, when the line ``before`` it belonged to ``note``, or nothing."""
    if begun := NOTE.match(line):
        return begun[1]
    inside = not line.strip() or line.startswith(("    ", "\t")) or (before.strip() and not BLOCK.match(line))
    return note if inside else ""


def _referred(lines: list[str], notes: dict[str, list[str]]) -> Iterator[str]:
    """Yield the notes that lines refer to, and those that these refer to."""
    waiting, done = [match[1] for line in lines for match in MARK.finditer(line)], set[str]()
    while waiting:
        mark = waiting.pop(0)
        if mark not in done and mark in notes:
            done.add(mark)
            waiting += [match[1] for line in notes[mark] for match in MARK.finditer(line)]
            yield "\n".join(notes[mark]).rstrip()


def plain(text: str) -> str:
    """Return text without the signs of emphasis, links and code, for comparing a heading with a statement."""
    return re.sub(r"[\W_]+", " ", re.sub(r"\]\([^)]*\)", "]", text)).strip().casefold()


def written(lesson: StoredLesson) -> str:
    """Return the lesson's sentence and fields as Markdown."""
    fields = (
        ("Id", lesson.local_id),
        ("Kind", lesson.kind),
        ("Basis", lesson.basis),
        ("Recommendation", lesson.recommendation),
        ("Applies when", lesson.applies_when),
        ("Does not apply when", lesson.does_not_apply_when),
        ("Status", lesson.status),
    )
    return "\n".join([f"### {lesson.statement}", "", *(f"- {label}: {value}" for label, value in fields if value)])

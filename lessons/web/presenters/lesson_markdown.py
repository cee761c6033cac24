"""A lesson as Markdown: its statement, prose and fields as plain text, with where it comes from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lessons.library.lessons import StoredLesson
    from lessons.library.reviews import StoredReview

FENCE = re.compile(r"^ {0,3}(```+|~~~+)")
HEADING = re.compile(r"^ {0,3}(#{1,3})[ \t]+(.*?)[ \t]*#*[ \t]*$")


def lesson_markdown_of(text: str, review: StoredReview, lesson: StoredLesson, address: str) -> str:
    """Return the part of the review's file that holds the lesson, followed by its source.

    The lesson is the ``position``-th level-3 heading of the section "Lessons"; when the file cannot be cut so, the
    lesson is written anew from its fields.
    """
    body = cut(text, lesson) or written(lesson)
    source = f"From: {review.title}" + (f", {review.organisation}" if review.organisation else "")
    return f"{body.rstrip()}\n\n{source}. {address}\n"


def cut(text: str, lesson: StoredLesson) -> str | None:
    """Return the lines from the lesson's heading to the next one, or None when its heading is not found."""
    taken: list[str] = []
    fence = ""
    for line in text.splitlines():
        opened = FENCE.match(line)
        if opened and (not fence or opened[1].startswith(fence)):
            fence = "" if fence else opened[1]
        heading = None if fence else HEADING.match(line)
        if heading and taken:
            break
        if taken or (heading and len(heading[1]) == 3 and plain(heading[2]) == plain(lesson.statement)):
            taken.append(line)
    return "\n".join(taken) if taken else None


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

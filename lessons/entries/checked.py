"""Entries whose front matter has no errors, so that their records are there: what is selected and written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from lessons.entries import Entry
from lessons.entries.body import Body
from lessons.record.review import Review
from lessons.record.use import LessonUse
from lessons.text import nodes

Stated = TypeVar("Stated", Review, LessonUse)


@dataclass(frozen=True, slots=True)
class CheckedEntry(Generic[Stated]):
    """An entry and its record."""

    entry: Entry
    record: Stated

    @property
    def id(self) -> str:
        """Return the entry's id."""
        return self.entry.id

    @property
    def path(self) -> str:
        """Return the entry's path, as messages show it."""
        return self.entry.path

    @property
    def text(self) -> str:
        """Return the whole file as text."""
        return self.entry.text

    @property
    def front(self) -> nodes.Mapping | None:
        """Return the front matter as read."""
        return self.entry.front

    @property
    def body(self) -> Body:
        """Return the text below the front matter."""
        return self.entry.body

    def scalars(self, *path: str) -> list[nodes.Scalar]:
        """Return the values at a path of field names, entering lists."""
        return self.entry.scalars(*path)


CheckedReview = CheckedEntry[Review]
CheckedUse = CheckedEntry[LessonUse]


def checked_review(entry: Entry) -> CheckedReview:
    """Return the review as a checked one. Raises :class:`ValueError` when its front matter has errors."""
    return CheckedEntry(entry, _sound(entry, entry.record))


def checked_use(entry: Entry) -> CheckedUse:
    """Return the use as a checked one. Raises :class:`ValueError` when its front matter has errors."""
    return CheckedEntry(entry, _sound(entry, entry.use))


def _sound(entry: Entry, record: Stated | None) -> Stated:
    if record is None:
        raise ValueError(f"the front matter of {entry.path} has errors")
    return record

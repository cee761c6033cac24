"""What a change to the entries brings: reviews and lessons that are new, changed or gone since a git revision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lessons.authoring import against
from lessons.entries import Entry
from lessons.entries.body import Lesson
from lessons.entries.collection import Collection
from lessons.entries.resembling import Lookalikes, key_of
from lessons.text.duplicates import Resemblance

# Lessons less alike than near-duplicates, but with enough in common to be worth a look.
_RELATED = 0.12
_MOST_RELATED = 3


@dataclass(frozen=True)
class NewLesson:
    """A lesson that was not there: its review, itself, and the lessons of other reviews that it has most in common with."""

    entry: Entry
    lesson: Lesson
    related: tuple[Resemblance, ...]


@dataclass(frozen=True)
class Changes:
    """What is different since ``revision``. Reviews and lessons that are gone are given by their ids; ``uses`` are new or changed."""

    revision: str
    new_reviews: tuple[Entry, ...]
    changed_reviews: tuple[Entry, ...]
    gone_reviews: tuple[str, ...]
    new_lessons: tuple[NewLesson, ...]
    gone_lessons: tuple[str, ...]
    statements: Mapping[str, str]
    uses: tuple[Entry, ...] = ()

    @property
    def paths(self) -> frozenset[str]:
        """Return the paths of the reviews and uses that are new or changed."""
        return frozenset(entry.path for entry in (*self.new_reviews, *self.changed_reviews, *self.uses))


def since(collection: Collection, folder: Path, revision: str) -> Changes:
    """Return what is different in ``folder`` since ``revision``. Raises :class:`~lessons.problems.LessonsError` as git does."""
    everything = against.entries_at(folder, revision)
    before = {id_: entry for id_, entry in everything.items() if not entry.is_use}
    now = {id_: entry for id_, entry in collection.by_id.items() if not entry.is_use}
    uses = tuple(
        entry
        for id_, entry in collection.by_id.items()
        if entry.is_use and not (id_ in everything and everything[id_].text == entry.text)
    )
    new = tuple(entry for id_, entry in now.items() if id_ not in before)
    changed = tuple(entry for id_, entry in now.items() if id_ in before and before[id_].text != entry.text)
    old_lessons = {key_of(entry, lesson) for entry in before.values() for lesson in entry.body.lessons}
    new_lessons = tuple(
        NewLesson(entry, lesson, tuple(_related(collection, entry, lesson)))
        for entry in (*new, *changed)
        for lesson in entry.body.lessons
        if key_of(entry, lesson) not in old_lessons
    )
    present = {key_of(entry, lesson) for entry in now.values() for lesson in entry.body.lessons}
    statements = {key_of(entry, lesson): lesson.statement for entry in now.values() for lesson in entry.body.lessons}
    return Changes(
        revision, new, changed, tuple(sorted(before.keys() - now.keys())), new_lessons,
        tuple(sorted(old_lessons - present)), statements, uses,
    )  # fmt: skip


def _related(collection: Collection, entry: Entry, lesson: Lesson) -> list[Resemblance]:
    found = collection.once(Lookalikes.of).near_lesson(key_of(entry, lesson), _RELATED)
    return [one for one in found if one.other.partition("#")[0] != entry.id][:_MOST_RELATED]

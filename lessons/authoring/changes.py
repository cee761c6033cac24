"""What a change to the entries brings: reviews and lessons that are new, changed, renamed or gone since a git revision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lessons.authoring import against, renames
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
    """What is different since ``revision``. Entries and lessons that are gone are given by their ids; ``uses`` are new or changed.

    Of what was renamed, an entry is given with its former id, a lesson by its former id and its present one; it is neither new nor gone.
    """

    revision: str
    new_reviews: tuple[Entry, ...] = ()
    changed_reviews: tuple[Entry, ...] = ()
    uses: tuple[Entry, ...] = ()
    renamed: tuple[tuple[str, Entry], ...] = ()
    gone: tuple[str, ...] = ()
    new_lessons: tuple[NewLesson, ...] = ()
    renamed_lessons: tuple[tuple[str, str], ...] = ()
    gone_lessons: tuple[str, ...] = ()
    statements: Mapping[str, str] = field(default_factory=dict)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Return the reviews and uses that are new, changed or renamed."""
        return (*self.new_reviews, *self.changed_reviews, *(entry for _, entry in self.renamed), *self.uses)

    @property
    def paths(self) -> frozenset[str]:
        """Return the paths of the reviews and uses that are new, changed or renamed."""
        return frozenset(entry.path for entry in self.entries)


def since(collection: Collection, folder: Path, revision: str) -> Changes:
    """Return what is different in ``folder`` since ``revision``. Raises :class:`~lessons.problems.LessonsError` as git does."""
    before, now = against.entries_at(folder, revision), collection.by_id
    gone = before.keys() - now.keys()
    became = renames.stated(gone, collection.former_reviews, now)
    # Whoever did not say that it was renamed is asked to; what became of it is told all the same.
    became |= renames.likely(
        [before[id_] for id_ in sorted(gone - became.keys())],
        [entry for id_, entry in now.items() if id_ not in before and entry not in became.values()],
    )
    others = {entry.id for entry in became.values()}
    different = [
        entry
        for id_, entry in now.items()
        if id_ not in others and not (id_ in before and before[id_].text == entry.text)
    ]
    reviews = [entry for entry in different if not entry.is_use]
    lessons = _LessonChanges.of(before, now, became)
    return Changes(
        revision,
        new_reviews=tuple(entry for entry in reviews if entry.id not in before),
        changed_reviews=tuple(entry for entry in reviews if entry.id in before),
        uses=tuple(entry for entry in different if entry.is_use),
        renamed=tuple(sorted(became.items())),
        gone=tuple(sorted(gone - became.keys())),
        new_lessons=tuple(
            NewLesson(entry, lesson, tuple(_related(collection, entry, lesson)))
            for entry in (*reviews, *became.values())
            for lesson in entry.body.lessons
            if key_of(entry, lesson) in lessons.new
        ),
        renamed_lessons=tuple(sorted(lessons.renamed.items())),
        gone_lessons=tuple(sorted(lessons.gone)),
        statements={key_of(entry, lesson): lesson.statement for entry in now.values() for lesson in entry.body.lessons},
    )


@dataclass(frozen=True)
class _LessonChanges:
    """The full ids of lessons that are new, that are gone, and that have become others."""

    new: frozenset[str]
    gone: frozenset[str]
    renamed: Mapping[str, str]

    @classmethod
    def of(cls, before: Mapping[str, Entry], now: Mapping[str, Entry], became: Mapping[str, Entry]) -> _LessonChanges:
        """Compare two states; ``became`` gives what entries are now that have another id."""
        # A lesson of a review that was renamed goes by the new id already.
        old = {
            key_of(became.get(entry.id, entry), lesson) for entry in before.values() for lesson in entry.body.lessons
        }
        present = {key_of(entry, lesson): (entry, lesson) for entry in now.values() for lesson in entry.body.lessons}
        gone = old - present.keys()
        new = present.keys() - old
        renamed = {
            former: key
            for key in sorted(new)
            for entry, lesson in (present[key],)
            for id_, _ in lesson.former_ids
            if (former := f"{entry.id}#{id_}") in gone
        }
        return cls(frozenset(new - set(renamed.values())), frozenset(gone - renamed.keys()), renamed)


def _related(collection: Collection, entry: Entry, lesson: Lesson) -> list[Resemblance]:
    found = collection.once(Lookalikes.of).near_lesson(key_of(entry, lesson), _RELATED)
    return [one for one in found if one.other.partition("#")[0] != entry.id][:_MOST_RELATED]

"""All entries of one check together: what a rule may look at beyond the entry before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from lessons.entries import Entry, linked_entry
from lessons.entries.body import Lesson
from lessons.problems import Place
from lessons.record.vocabulary import Vocabulary

# The fields of the front matter that refer to reviews or lessons, each as its path.
REFERENCES: tuple[tuple[str, ...], ...] = (
    ("related",),
    ("supersedes",),
    ("builds_on", "lesson"),
    ("repeats",),
    ("lesson",),
)
SUPERSEDED_BY = "superseded_by"
IN_TEXT = "text"
Made = TypeVar("Made")


@dataclass(frozen=True)
class Target:
    """What a reference points to: unit (``None``: this one), review id, and lesson id where one is meant."""

    unit: str | None
    review: str
    lesson: str | None

    @classmethod
    def parse(cls, text: str) -> Target:
        """Split ``unit:review#lesson``; unit and lesson may be missing."""
        unit, colon, rest = text.strip().rpartition(":")
        review, _, lesson = rest.partition("#")
        return cls(unit if colon else None, review, lesson or None)

    @property
    def id(self) -> str:
        """Return the id without its unit."""
        return f"{self.review}#{self.lesson}" if self.lesson else self.review


@dataclass(frozen=True)
class Reference:
    """One reference of an entry: the field it stands in (or ``text``), the lesson that makes it, its text, target and place."""

    field: str
    text: str
    target: Target
    place: Place
    lesson: Lesson | None = None


@dataclass(frozen=True)
class Collection:
    """The entries of one folder, reviews and uses, with its vocabulary; ``given`` are the paths that are asked about, or ``None`` for all."""

    entries: tuple[Entry, ...]
    vocabulary: Vocabulary
    given: frozenset[str] | None = None
    _made: dict[Callable[[Collection], Any], Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def by_id(self) -> dict[str, Entry]:
        """Return each entry by its id; of entries that share one, the first that is no draft, else the first."""
        found: dict[str, Entry] = {}
        for entry in self._drafts_last:
            found.setdefault(entry.id, entry)
        return found

    @property
    def _drafts_last(self) -> list[Entry]:
        # A draft takes nothing away from others.
        return sorted(self.entries, key=lambda entry: entry.editorial_status == "draft")

    @cached_property
    def lessons(self) -> dict[str, dict[str, Lesson]]:
        """Return the lessons of each review by review id and lesson id; of lessons that share an id, the first."""
        found: dict[str, dict[str, Lesson]] = {}
        for id_, entry in self.by_id.items():
            lessons = found.setdefault(id_, {})
            for lesson in entry.body.lessons:
                if local := lesson.get("id"):
                    lessons.setdefault(local, lesson)
        return found

    @cached_property
    def former_reviews(self) -> dict[str, str]:
        """Return the present id of each former review id; of reviews that claim the same, the first that is no draft, else the first."""
        found: dict[str, str] = {}
        for entry in self._drafts_last:
            for former in entry.scalars("formerly"):
                found.setdefault(former.text, entry.id)
        return found

    @cached_property
    def builders(self) -> dict[str, list[Entry]]:
        """Return, for each lesson's full id, the reviews that build on it and the uses of it."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            for scalar in entry.scalars(*(("lesson",) if entry.is_use else ("builds_on", "lesson"))):
                found.setdefault(self.target(scalar.text).id, []).append(entry)
        return found

    def once(self, make: Callable[[Collection], Made]) -> Made:
        """Return what ``make`` makes of this collection, made when it is first asked for: what one rule needs of all entries."""
        if make not in self._made:
            self._made[make] = make(self)
        made: Made = self._made[make]
        return made

    def target(self, text: str) -> Target:
        """Return the target of a reference as written, without its unit when that is this unit."""
        target = Target.parse(text)
        return Target(None, target.review, target.lesson) if target.unit == self.vocabulary.words.unit.slug else target

    def references(self, entry: Entry) -> Iterator[Reference]:
        """Yield every reference of an entry to a review or lesson, in the front matter, in lessons and in the text."""
        for path in REFERENCES:
            for scalar in entry.scalars(*path):
                yield Reference(path[0], scalar.text, self.target(scalar.text), scalar.place)
        for lesson in entry.body.lessons:
            for value in lesson.values(SUPERSEDED_BY):
                yield Reference(SUPERSEDED_BY, value.text, self.target(value.text), value.value_place, lesson)
        for link in entry.body.links:
            found = linked_entry(link.address, entry.id)
            if found is not None:
                yield Reference(IN_TEXT, link.address, Target(None, *found), link.place)

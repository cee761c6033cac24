"""All entries of one check together: what a rule may look at beyond the entry before it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from lessons.entries import Entry
from lessons.entries.body import Lesson
from lessons.vocabulary import Vocabulary


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
class Collection:
    """The entries of one folder with its vocabulary."""

    entries: tuple[Entry, ...]
    vocabulary: Vocabulary

    @cached_property
    def by_id(self) -> dict[str, Entry]:
        """Return each entry by its id; of entries that share one, the first."""
        found: dict[str, Entry] = {}
        for entry in self.entries:
            found.setdefault(entry.id, entry)
        return found

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
        """Return the present id of each former review id."""
        return {former.text: entry.id for entry in self.entries for former in entry.scalars("formerly")}

    @cached_property
    def builders(self) -> dict[str, list[Entry]]:
        """Return, for each lesson's full id, the entries that build on it."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            for scalar in entry.scalars("builds_on", "lesson"):
                found.setdefault(self.local(Target.parse(scalar.text)).id, []).append(entry)
        return found

    def local(self, target: Target) -> Target:
        """Return the target without its unit when that is this unit."""
        own = self.vocabulary.words.unit.slug
        return Target(None, target.review, target.lesson) if target.unit == own else target

"""Which reviews and lessons of a collection resemble each other: for the near-duplicate rule, and for what is related to a change."""

from __future__ import annotations

from collections.abc import Iterable

from lessons.entries import Entry
from lessons.entries.body import Lesson
from lessons.entries.collection import Collection
from lessons.text.duplicates import Index, Resemblance

# How alike lessons and whole reviews must be. Of the planted cases, edited lessons are at least 0.62 alike, nine of twelve told again
# 0.36 to 0.52, and none about the same thing with another message more than 0.25; of the founding lessons no two reach 0.31.
LESSONS = 0.35
REVIEWS = 0.6
# A shorter text has too few words to tell a copy from a common beginning.
FEWEST_OF_A_LESSON = 12
FEWEST_OF_A_REVIEW = 60
# Characters: two reviews of the same case are alike from their first pages on.
LONGEST = 3_000


def key_of(entry: Entry, lesson: Lesson) -> str:
    """Return a lesson's full id; one without an Id is known by its line."""
    return f"{entry.id}#{lesson.get('id') or f'line {lesson.place.line}'}"


class Lookalikes:
    """The lessons and the reviews of a collection, each looked up when it is asked for; of ``few`` of them it will be, or of many."""

    def __init__(self, entries: Iterable[Entry], *, few: bool = True) -> None:
        everything = tuple(entries)
        self._lessons = _index(
            (
                (
                    key_of(entry, lesson),
                    text_of(lesson),
                    FEWEST_OF_A_LESSON,
                )
                for entry in everything
                for lesson in entry.body.lessons
            ),
            few=few,
        )
        self._reviews = _index(((entry.id, told(entry), FEWEST_OF_A_REVIEW) for entry in everything), few=few)

    @staticmethod
    def of(collection: Collection) -> Lookalikes:
        """Return those of a collection; ``collection.once(Lookalikes.of)`` reads its texts once."""
        return Lookalikes(collection.by_id.values(), few=collection.given is not None)

    def of_lesson(self, key: str) -> list[Resemblance]:
        """Return the lessons that the one of this full id resembles, the most alike first."""
        return self._lessons.resembling(key, LESSONS)

    def near_lesson(self, key: str, least: float) -> list[Resemblance]:
        """Return the lessons that are at least ``least`` alike to the one of this full id, the most alike first."""
        return self._lessons.resembling(key, least)

    def of_review(self, id_: str) -> list[Resemblance]:
        """Return the reviews that the one of this id resembles as a whole, the most alike first."""
        return self._reviews.resembling(id_, REVIEWS)


def text_of(lesson: Lesson) -> str:
    """Return what a lesson is compared by."""
    return f"{lesson.statement} {lesson.get('recommendation') or ''} {lesson.text}"


def told(entry: Entry) -> str:
    """Return what a review is compared by."""
    return " ".join((entry.stated("title") or "", *(section.text for section in entry.body.sections)))[:LONGEST]


def _index(texts: Iterable[tuple[str, str, int]], *, few: bool) -> Index:
    """Return the index of the texts, given as key, text and fewest words, that are long enough to be compared."""
    return Index({key: text for key, text, fewest in texts if len(text.split(None, fewest)) >= fewest}, few=few)

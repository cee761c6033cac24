"""A lesson that may tell of an earlier mistake again says whether it does.

What is right: where the same thing went wrong again, `repeats: other-review#its-lesson` in the front matter; where it did not, any other
link between the two reviews, such as `related: other-review`, ends the advice.

Why: a mistake that comes back is told in other words, so that nobody notices by reading alone. Only the link shows it, and the earlier
lesson is then open again.

How: two lessons that say what to improve are put side by side when both state the same *Barrier* themselves and few lessons of the library
state it; of the two reviews the later one is told, of at most two earlier lessons for each of its own. It is a suggestion: of the pairs that it makes
on test cases half to three quarters are right, and most that are to be found it misses, above all where no barrier is stated. Advice is
given only for files that are named, or that changed; the site lists the suggestions for the whole library.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.checks.judging import judged
from lessons.entries import Entry
from lessons.entries.body import Lesson
from lessons.entries.collection import Collection
from lessons.entries.resembling import Lookalikes, key_of
from lessons.learning.recurrence_candidates import Mistake, Mistakes
from lessons.problems import Problem
from lessons.schemes import NOT_STATED

ID = "perhaps-repeated"


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield advice for each lesson of a given entry that may tell of an earlier mistake and is not linked with it."""
    if collection.given is None or not judged(entry):
        return
    mistakes = collection.once(_mistakes)
    for local, lesson in collection.lessons[entry.id].items():
        if not _tells_of_a_mistake(lesson):
            continue
        # Where the words are alike as well, the rule for near-duplicates has said so.
        alike = {found.other for found in collection.once(Lookalikes.of).of_lesson(key_of(entry, lesson))}
        for found in mistakes.earlier_than(_mistake(entry, local, lesson)):
            if found.earlier in alike:
                continue
            review = found.earlier.partition("#")[0]
            yield Problem(
                lesson.place,
                f'both this lesson and "{found.earlier}" name what stood in the way: {" and ".join(found.barriers)}; '
                f"if the same thing went wrong again, write `repeats: {found.earlier}`; if not, `related: {review}` ends this advice",
                ID,
                "advice",
            )


def _tells_of_a_mistake(lesson: Lesson) -> bool:
    return lesson.get("kind") == "improve"


def _mistakes(collection: Collection) -> Mistakes:
    reviews = [entry for entry in collection.by_id.values() if judged(entry)]
    links, repeats = [], []
    for entry in reviews:
        for reference in collection.references(entry):
            if reference.target.unit is None:
                links.append((entry.id, reference.target.review))
                if reference.field == "repeats":
                    repeats.append((entry.id, reference.target.review))
    return Mistakes(
        (
            _mistake(entry, local, lesson)
            for entry in reviews
            for local, lesson in collection.lessons[entry.id].items()
            if _tells_of_a_mistake(lesson)
        ),
        links,
        repeats,
    )


def _mistake(entry: Entry, local: str, lesson: Lesson) -> Mistake:
    day = entry.stated("date")
    return Mistake(
        "" if day is None or day == NOT_STATED else day,
        entry.id,
        f"{entry.id}#{local}",
        _terms(lesson, "barriers"),
        _terms(lesson, "change"),
    )


def _terms(lesson: Lesson, label: str) -> frozenset[str]:
    return frozenset(term for value in lesson.values(label) for term, _ in value.parts)

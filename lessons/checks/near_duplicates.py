"""A lesson that was learnt before says so.

What is right: where the same thing went wrong again, `repeats: other-review#its-lesson` in the front matter; where this team used
the earlier lesson, `builds_on:` with the lesson and the decision; where the two only overlap, `related:`; and where it is the same
case told twice, keep only one. Any such link, in either of the two, ends the advice.

Why: the same lesson learnt again and again is the surest sign that a collection is not read. Only the link shows it: a
lesson that others repeat counts as recurred, and one that others build on as used.

How: texts that share rare words are compared by the cosine similarity of their tf-idf weights. Of the test cases, every lesson
that was copied and edited is found, and nine of twelve that were retold in other words; none that is about the same thing but
says something else is reported. A lesson that shares only common words with another is not found.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.checks.judging import imported
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.entries.resembling import Lookalikes, key_of
from lessons.problems import Problem
from lessons.text.duplicates import Resemblance

ID = "near-duplicates"


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield advice for the entry, or each of its lessons, that resembles an earlier one and is not linked with it."""
    if not _asked(entry):
        return
    lookalikes = collection.once(Lookalikes.of)
    alike = lookalikes.of_review(entry.id)
    whole = {found.other for found in alike}
    for found in alike:
        if _to_report(entry, found.other, collection):
            yield Problem(entry.place("title"), _of_review(found), ID, "advice")
    before: set[str] = set()
    for lesson in entry.body.lessons:
        key = key_of(entry, lesson)
        for found in lookalikes.of_lesson(key):
            other = found.other.partition("#")[0]
            if other == entry.id:
                # Of two lessons of one review, the later one is told.
                if found.other in before:
                    yield Problem(lesson.place, _within(found), ID, "advice")
            elif other not in whole and _to_report(entry, other, collection):
                yield Problem(lesson.place, _of_lesson(found, entry), ID, "advice")
                break
        before.add(key)


def _asked(entry: Entry) -> bool:
    return entry.front is not None and entry.editorial_status != "withdrawn"


def _to_report(entry: Entry, other_id: str, collection: Collection) -> bool:
    """Return whether the resemblance is this entry's to resolve: unlinked, and of the two the one that is asked about, or the later."""
    # A file whose name has a "#" may be called by the beginning of it here; of the name the rule `file-names` speaks.
    other = collection.by_id.get(other_id)
    if other is None or not _asked(other) or (imported(entry) and imported(other)):
        return False
    if other_id in _linked(entry, collection) or entry.id in _linked(other, collection):
        return False
    given = collection.given
    if given is not None and (entry.path in given) != (other.path in given):
        return entry.path in given
    return (entry.stated("date") or "", entry.id) > (other.stated("date") or "", other.id)


def _linked(entry: Entry, collection: Collection) -> set[str]:
    """Return the ids of the reviews that an entry refers to in any way."""
    return {reference.target.review for reference in collection.references(entry)} | {
        former.text for former in entry.scalars("formerly")
    }


def _how(found: Resemblance) -> str:
    return f"{found.similarity:.0%} similar; both use {', '.join(f'“{word}”' for word in found.words[:4])}"


def _of_review(found: Resemblance) -> str:
    return (
        f'the review resembles "{found.other}" ({_how(found)}); if it is the same case, keep one of them; if not, link them: '
        f"`repeats:` or `builds_on:` with its lessons, or `related: {found.other}`"
    )


def _of_lesson(found: Resemblance, entry: Entry) -> str:
    again = f"`repeats: {found.other}`"
    used = f"`builds_on:` with `lesson: {found.other}`"
    ways = (
        f"if the same thing went wrong again, write {again}; if the team used that lesson, {used}"
        if entry.stated("result") in ("failure", "no-effect", "mixed")
        else f"if the team used that lesson, write {used}; if the same thing went wrong again, {again}"
    )
    return f'the lesson resembles "{found.other}" ({_how(found)}); {ways}'


def _within(found: Resemblance) -> str:
    return f'the lesson resembles "{found.other}" in the same review ({_how(found)}); say it once'

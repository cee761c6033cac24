"""What the lessons of an entry read like, by their own words and those of the review around them."""

from __future__ import annotations

from functools import cache

from lessons.entries import Entry
from lessons.entries.body import Body, Lesson
from lessons.learning.causes import FeatureReader, Features, causes

# What a lesson to improve is told from: the event, and why it came to it.
_STORY, _WHY = "what-happened", "why-it-happened"


def causes_of(entry: Entry) -> list[bytes]:
    """Return for each lesson of a review how much it reads like each cause, as :meth:`lessons.learning.causes.Causes.of` does; nothing where it tells of no mistake.

    They are told once, and kept with the entry.
    """
    if entry.causes is None:
        entry.causes = _told(entry.stated("title") or "", entry.stated("result"), entry.body)
    return entry.causes


def tells_of_a_mistake(lesson: Lesson, result: str | None) -> bool:
    """Return whether a lesson of a review with some result says what to improve.

    Where it does not say its kind, as in most imports, only success makes it one to sustain. For one that is superseded the lesson in its place speaks.
    """
    kind = lesson.get("kind")
    return (kind == "improve" or (kind is None and result != "success")) and lesson.get("status") != "superseded"


def _told(title: str, result: str | None, body: Body) -> list[bytes]:
    if not any(tells_of_a_mistake(lesson, result) for lesson in body.lessons):
        return [b"" for _ in body.lessons]
    told: dict[str, list[str]] = {_STORY: [title], _WHY: []}
    for section in body.sections:
        if section.kind and section.kind.key in told:
            told[section.kind.key].append(section.text)
    read = _reader().read
    happened, why = read(["\n".join(told[_STORY]), "\n".join(told[_WHY])])
    only = len(body.lessons) == 1
    review = causes().spoken(happened if only else happened | why)
    found = []
    for lesson in body.lessons:
        if tells_of_a_mistake(lesson, result):
            own, prose = read([f"{lesson.statement}\n{lesson.get('recommendation') or ''}", lesson.text])
            # Why it happened is told of all lessons of a review, so that of several none can be told by it.
            shared = review | causes().spoken(prose - review.features) if only else review
            found.append(causes().of(shared, own | why if only else own, Features() if only else prose))
        else:
            found.append(b"")
    return found


@cache
def _reader() -> FeatureReader:
    """Return what stems each word of a collection once."""
    return FeatureReader()

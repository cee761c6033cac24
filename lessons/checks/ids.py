"""Ids are unique, well formed, and never reused.

What is right: every file has a name of its own, whichever folder it is in; lesson ids are lower-case letters, digits and
hyphens, unique in their review; a former id (`formerly`) is the id of nothing else.

Why: an id is a permanent address. If two things share one address, one of them cannot be found.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Place, Problem
from lessons.record.types import LESSON_ID, shorten
from lessons.record.vocabulary import ascii_slug
from lessons.text import lookalikes

ID = "ids"


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for each id that is taken or malformed."""
    first = collection.by_id[entry.id]
    if first is not entry:
        yield Problem(Place(entry.path), f'the id "{entry.id}" is already used by {_taken_by(first, entry)}', ID)
    elif _is_draft(entry):
        owner = collection.former_reviews.get(entry.id, entry.id)
        # Another draft that says so is told of it itself.
        if owner != entry.id and not _is_draft(collection.by_id[owner]):
            message = f'the id "{entry.id}" is a former id of "{owner}"; give this file another name'
            yield Problem(Place(entry.path), message, ID)
    yield from _lesson_ids(entry)
    yield from _former_reviews(entry, collection)
    yield from _former_lessons(entry)


def _taken_by(first: Entry, entry: Entry) -> str:
    one, other = (unicodedata.normalize("NFC", path) for path in (first.path, entry.path))
    if one != other:
        return f"{first.path}; give this file another name"
    # File systems that tell the two apart show them alike.
    return (
        "another file whose path reads the same: there are two folders of one name, an accented letter of which is one character in the one and "
        "a letter with an accent behind it in the other; put their files into one of the two"
    )


def _lesson_ids(entry: Entry) -> Iterator[Problem]:
    lines: dict[str, int] = {}
    for lesson in entry.body.lessons:
        for value in lesson.values("id")[:1]:  # a second one is a matter for the rule `lesson-fields`
            if not LESSON_ID.fullmatch(value.text):
                yield Problem(value.value_place, _malformed("Id", value.text), ID)
            elif value.text in lines:
                message = (
                    f'the Id "{value.text}" is already used by the lesson on line {lines[value.text]}; choose another'
                )
                yield Problem(value.value_place, message, ID)
            lines.setdefault(value.text, lesson.place.line)


def _former_reviews(entry: Entry, collection: Collection) -> Iterator[Problem]:
    seen: set[str] = set()
    for former in entry.scalars("formerly"):
        name = shorten(former.text)
        holder = collection.by_id.get(former.text)
        if holder is not None and (_is_draft(entry) or not _is_draft(holder)):
            message = f'"{name}" is the id of {holder.path}, so it cannot be a former id'
            yield Problem(former.place, message, ID)
        elif (owner := collection.former_reviews.get(former.text, entry.id)) != entry.id:
            yield Problem(former.place, f'"{name}" is also a former id of "{owner}"; an id has one successor', ID)
        elif former.text in seen:
            yield Problem(former.place, f'"{name}" is listed twice; delete one', ID)
        seen.add(former.text)


def _is_draft(entry: Entry) -> bool:
    return entry.editorial_status == "draft"


def _former_lessons(entry: Entry) -> Iterator[Problem]:
    present = {lesson.get("id"): lesson.place.line for lesson in entry.body.lessons}
    seen: dict[str, int] = {}
    for lesson in entry.body.lessons:
        for former, place in lesson.former_ids:
            if not LESSON_ID.fullmatch(former):
                yield Problem(place, _malformed("former Id", former), ID)
            elif former in present:
                message = f'"{former}" is the Id of the lesson on line {present[former]}, so it cannot be a former one'
                yield Problem(place, message, ID)
            elif former in seen:
                yield Problem(place, f'"{former}" is a former Id on line {seen[former]} already; delete one', ID)
            seen.setdefault(former, place.line)


def _malformed(what: str, text: str) -> str:
    better = ascii_slug(text)
    hint = f', such as "{better}"' if LESSON_ID.fullmatch(better) else ""
    return f'found the {what} "{shorten(text)}"{lookalikes.named(text)}; an Id has at most 80 lower-case letters, digits and hyphens{hint}'

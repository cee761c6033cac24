"""Ids are unique, well formed, and never used twice, not even one after the other.

What is right: every file has a name of its own, wherever in the folder it stands; lesson ids are small letters, digits and
hyphens, unique in their review; a former id (`formerly`) is the id of nothing else.

Why: an id is a permanent address. Two things at one address means that one of them cannot be found.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.checks.collection import Collection
from lessons.entries import Entry
from lessons.field_types import LESSON_ID, shorten
from lessons.problems import Place, Problem
from lessons.vocabulary import slugified

ID = "ids"


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for each id that is taken or malformed."""
    first = collection.by_id[entry.id]
    if first is not entry:
        yield Problem(
            Place(entry.path), f'the id "{entry.id}" is taken by {first.path}; give this file another name', ID
        )
    yield from _lesson_ids(entry)
    for former in entry.scalars("formerly"):
        if former.text in collection.by_id:
            yield Problem(
                former.place,
                f'"{shorten(former.text)}" is the id of {collection.by_id[former.text].path}, so it cannot be a former id',
                ID,
            )
        elif collection.former_reviews.get(former.text, entry.id) != entry.id:
            yield Problem(
                former.place,
                f'"{shorten(former.text)}" is also a former id of "{collection.former_reviews[former.text]}"',
                ID,
            )


def _lesson_ids(entry: Entry) -> Iterator[Problem]:
    lines: dict[str, int] = {}
    for lesson in entry.body.lessons:
        for value in lesson.values("id"):
            if not LESSON_ID.fullmatch(value.text):
                better = slugified(value.text).encode("ascii", "ignore").decode().strip("-")
                hint = f', such as "{better}"' if better else ""
                yield Problem(
                    value.place,
                    f'found the Id "{shorten(value.text)}"; an Id has small letters, digits and hyphens{hint}',
                    ID,
                )
            elif value.text in lines:
                yield Problem(
                    value.place,
                    f'the Id "{value.text}" is taken by the lesson on line {lines[value.text]}; choose another',
                    ID,
                )
            lines.setdefault(value.text, lesson.place.line)
    for lesson in entry.body.lessons:
        for value in lesson.values("formerly"):
            if value.text in lines:
                yield Problem(
                    value.place, f'"{shorten(value.text)}" is the Id of a lesson here, so it cannot be a former one', ID
                )

"""Links between reviews lead somewhere.

What is right: `related`, `supersedes`, `builds_on`, `repeats` and "Superseded by" name a review or `<review>#<lesson>` that
exists; links in the text may name the file (`kirklees-recycling.md`, `kirklees-recycling.md#prepare-crews`). A former
id must be replaced by the present one. `unit:review#lesson` points into another unit and is not looked up.

Why: who used a lesson, and where it came back, is the most telling thing that the collection knows.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from lessons import markdown
from lessons.checks.collection import Collection, Target
from lessons.checks.faults import field_errors
from lessons.entries import Entry, linked_entry
from lessons.field_types import shorten
from lessons.problems import Place, Problem

ID = "links"
_FIELDS = (("related",), ("supersedes",), ("builds_on", "lesson"), ("repeats",))


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for each reference that leads nowhere, or to the entry itself."""
    malformed = set()
    for error in field_errors(entry, ID):
        malformed.add(error.place)
        yield Problem(error.place, error.message, ID)
    for path in _FIELDS:
        for scalar in entry.scalars(*path):
            if scalar.place not in malformed:
                yield from _resolve(entry, collection, Target.parse(scalar.text), scalar.place, path[0])
    for lesson in entry.body.lessons:
        for value in lesson.values("superseded_by"):
            yield from _resolve(entry, collection, Target.parse(value.text), value.place, "superseded_by")
    for link in entry.body.links:
        target = linked_entry(link.address, entry.id)
        if target is not None:
            yield from _resolve(entry, collection, Target(None, *target), link.place, "text")
        elif not markdown.scheme_of(link.address) and not link.address.startswith("//"):
            message = f'the link "{shorten(link.address)}" leads nowhere; link to an entry (`name.md`, `name.md#lesson`) or to a full address (https://…)'
            yield Problem(link.place, message, ID)


def _resolve(entry: Entry, collection: Collection, target: Target, place: Place, where: str) -> Iterator[Problem]:
    target = collection.local(target)
    if target.unit is not None:
        return
    if target.review == entry.id and target.lesson is None and where != "superseded_by":
        yield Problem(place, "a review cannot refer to itself", ID)
    elif target.review not in collection.by_id:
        now = collection.former_reviews.get(target.review)
        hint = f', which is now called "{now}"' if now else _close(target.review, collection.by_id)
        yield Problem(place, f'there is no review "{shorten(target.review)}"{hint}', ID)
    elif target.lesson is not None and target.lesson not in collection.lessons[target.review]:
        known = collection.lessons[target.review]
        hint = _close(target.lesson, known) or (
            f"; its lessons are: {', '.join(known)}" if known else "; it has no lesson with an Id"
        )
        yield Problem(place, f'the review "{target.review}" has no lesson "{shorten(target.lesson)}"{hint}', ID)


def _close(text: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(text, known, n=1, cutoff=0.7)
    return f', did you mean "{close[0]}"?' if close else ""

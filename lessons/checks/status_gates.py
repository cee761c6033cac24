"""A lesson's status is earned.

What is right: the status says what was done because of the lesson, after it was identified. Work that did the right thing by
itself is a lesson to sustain, and identified. endorsed needs an Owner; in-progress an Owner and a Due; implemented needs
Evidence; learned needs Evidence, and an outcome with `measures: outcome`, a result, and the method before-after, comparison or trial.
The outcome stands in a use of the lesson, or in a review that builds on it, whose decision was to try, adopt or adapt it and
which is not earlier than the lesson's own review and not withdrawn. What the lesson's own review measured came before the lesson. rejected, superseded and
closed-not-implemented need a Reason. "recurred" is never written by hand.

Why: "learned" is the claim that something changed because of the lesson. Systems that count lessons as learned because
somebody wrote them down are the ones that see the same mistake again.
"""

from __future__ import annotations

from collections.abc import Container, Iterator

from lessons.entries import Entry
from lessons.entries.body import Lesson
from lessons.entries.collection import Collection, Target
from lessons.problems import Place, Problem
from lessons.record.meant import is_unknown
from lessons.record.types import certainly_earlier
from lessons.schemes import FIXED, NOT_STATED
from lessons.text import nodes

ID = "status-gates"
_NEEDS: dict[str, tuple[str, ...]] = {
    "endorsed": ("owner",),
    "in-progress": ("owner", "due"),
    "implemented": ("evidence",),
    "learned": ("evidence",),
    "rejected": ("reason",),
    "superseded": ("reason",),
    "closed-not-implemented": ("reason",),
}
_LABELS = {"owner": "an Owner (a role)", "due": "a Due (a date)", "evidence": "Evidence", "reason": "a Reason"}
_NOT_USED = frozenset({"considered", "declined", "abandoned"})
_MEASURED = frozenset({"before-after", "comparison", "trial"})


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for each status whose gate is not passed."""
    return unearned(entry, collection)


def unearned(entry: Entry, collection: Collection, without: Container[str] = frozenset()) -> Iterator[Problem]:
    """Yield a problem for each status whose gate is not passed; entries at the paths ``without`` do not count."""
    for lesson in entry.body.lessons:
        status, place = _status(lesson)
        missing = [_LABELS[key] for key in _NEEDS.get(status, ()) if not _given(lesson, key)]
        if missing:
            yield Problem(place, f'the status "{status}" needs {" and ".join(missing)}', ID)
        if status == "learned" and not _measured(entry, lesson, collection, without):
            yield Problem(
                place,
                'the status "learned" needs an outcome (`measures: outcome`) with a result and the method before-after, comparison or '
                "trial, in a use of the lesson or in a review that builds on it, neither earlier nor withdrawn",
                ID,
            )


def _given(lesson: Lesson, key: str) -> bool:
    """Return whether a field is there; of one that is misspelt or empty the rule `lesson-fields` speaks."""
    return key in lesson.misread or not is_unknown(lesson.get(key) or NOT_STATED)


def _status(lesson: Lesson) -> tuple[str, Place]:
    return next(((value.text, value.value_place) for value in lesson.values("status")), ("identified", lesson.place))


def _measured(entry: Entry, lesson: Lesson, collection: Collection, without: Container[str]) -> bool:
    """Return whether somebody who used the lesson measured an outcome: what the lesson's own review measured came before it."""
    full = f"{entry.id}#{lesson.get('id')}"
    return any(
        _has_result(one)
        and _used(one, full, collection)
        and not certainly_earlier(one.stated("date"), entry.stated("date"))
        for one in collection.builders.get(full, ())
        if one.path not in without and one is not entry and one.editorial_status != "withdrawn"
    )


def _used(entry: Entry, lesson: str, collection: Collection) -> bool:
    """Return whether the entry's team put the lesson into practice: who declined it cannot show that it works."""
    if entry.is_use:
        links: list[nodes.Mapping] = [entry.front] if entry.front else []
    else:
        links = list(nodes.mappings(entry.written("builds_on")))
    return any(
        _text(link, "decision") not in _NOT_USED and collection.target(_text(link, "lesson")) == Target.parse(lesson)
        for link in links
    )


def _has_result(entry: Entry) -> bool:
    outcomes = nodes.mappings(entry.written("outcomes"))
    return any(_text(outcome, "result") and _is_measured(outcome) for outcome in outcomes)


def _is_measured(outcome: nodes.Mapping) -> bool:
    """Return whether it is an outcome and the method shows an effect; of misspelt ones the rule `known-terms` speaks, and no other."""
    method, measures = _text(outcome, "method"), _text(outcome, "measures")
    shows = method in _MEASURED or (bool(method) and method not in FIXED["method"])
    return shows and (measures == "outcome" or (bool(measures) and measures not in FIXED["measures"]))


def _text(node: nodes.Mapping, name: str) -> str:
    value = node.fields.get(name)
    return value.text if isinstance(value, nodes.Scalar) else ""

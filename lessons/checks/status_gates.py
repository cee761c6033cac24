"""A lesson's status is earned.

What is right: endorsed needs an Owner; in-progress an Owner and a Due; implemented needs Evidence; learned needs Evidence and
an outcome with a result whose method is before-after, comparison or trial, in this review, in one that builds on the
lesson, or in a use of it (which did not only consider it, decline or abandon it); rejected, superseded and
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
from lessons.schemes import FIXED
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
        missing = [_LABELS[key] for key in _NEEDS.get(status, ()) if not lesson.get(key)]
        if missing:
            yield Problem(place, f'the status "{status}" needs {" and ".join(missing)}', ID)
        if status == "learned" and not _measured(entry, lesson, collection, without):
            yield Problem(
                place,
                'the status "learned" needs an outcome with a result and the method before-after, comparison or trial, '
                "in this review, in one that builds on the lesson, or in a use of it",
                ID,
            )


def _status(lesson: Lesson) -> tuple[str, Place]:
    return next(((value.text, value.value_place) for value in lesson.values("status")), ("identified", lesson.place))


def _measured(entry: Entry, lesson: Lesson, collection: Collection, without: Container[str]) -> bool:
    full = f"{entry.id}#{lesson.get('id')}"
    return _has_result(entry) or any(
        _has_result(one) and _used(one, full, collection)
        for one in collection.builders.get(full, ())
        if one.path not in without
    )


def _used(entry: Entry, lesson: str, collection: Collection) -> bool:
    """Return whether the entry's team put the lesson into practice: who declined it cannot show that it works."""
    if entry.is_use:
        links: list[nodes.Mapping] = [entry.front] if entry.front else []
    else:
        links = list(nodes.mappings(entry.front.fields.get("builds_on") if entry.front else None))
    return any(
        _text(link, "decision") not in _NOT_USED and collection.target(_text(link, "lesson")) == Target.parse(lesson)
        for link in links
    )


def _has_result(entry: Entry) -> bool:
    outcomes = entry.front.fields.get("outcomes") if entry.front else None
    return any(_text(outcome, "result") and _is_measured(outcome) for outcome in nodes.mappings(outcomes))


def _is_measured(outcome: nodes.Mapping) -> bool:
    """Return whether the method shows an effect; of a misspelt method the rule `known-terms` speaks, and no other."""
    method = _text(outcome, "method")
    return method in _MEASURED or (bool(method) and method not in FIXED["method"])


def _text(node: nodes.Mapping, name: str) -> str:
    value = node.fields.get(name)
    return value.text if isinstance(value, nodes.Scalar) else ""

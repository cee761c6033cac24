"""A lesson's status is earned.

What is right: endorsed needs an Owner; in-progress an Owner and a Due; implemented needs Evidence; learned needs Evidence and
an outcome with a result whose method is before-after, comparison or trial, in this review or in one that builds on the
lesson; rejected, superseded and closed-not-implemented need a Reason. "recurred" is never typed.

Why: "learned" is the claim that something changed because of the lesson. Systems that count lessons as learned because
somebody wrote them down are the ones that see the same mistake again.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons import nodes
from lessons.checks.collection import Collection
from lessons.entries import Entry
from lessons.entries.body import Lesson
from lessons.problems import Place, Problem

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
_MEASURED = frozenset({"before-after", "comparison", "trial"})


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for each status whose gate is not passed."""
    for lesson in entry.body.lessons:
        status, place = _status(lesson)
        missing = [_LABELS[key] for key in _NEEDS.get(status, ()) if not lesson.get(key)]
        if missing:
            yield Problem(place, f'the status "{status}" needs {" and ".join(missing)}', ID)
        if status == "learned" and not _measured(entry, lesson, collection):
            yield Problem(
                place,
                'the status "learned" needs an outcome with a result and the method before-after, comparison or trial, '
                "in this review or in one that builds on the lesson",
                ID,
            )


def _status(lesson: Lesson) -> tuple[str, Place]:
    return next(((value.text, value.place) for value in lesson.values("status")), ("identified", lesson.place))


def _measured(entry: Entry, lesson: Lesson, collection: Collection) -> bool:
    return any(_has_result(one) for one in (entry, *collection.builders.get(f"{entry.id}#{lesson.get('id')}", ())))


def _has_result(entry: Entry) -> bool:
    outcomes = entry.front.fields.get("outcomes") if entry.front else None
    return any(
        isinstance(outcome.fields.get("result"), nodes.Scalar) and _method(outcome) in _MEASURED
        for outcome in nodes.mappings(outcomes)
    )


def _method(outcome: nodes.Mapping) -> str:
    method = outcome.fields.get("method")
    return method.text if isinstance(method, nodes.Scalar) else ""

"""What an audit tells of lessons that were used or decided about, by an organisation and by others of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.learning.audit_summary import times_in_words
from lessons.learning.days import in_words
from lessons.learning.report import Item, ReportSection, capital
from lessons.words import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lessons.learning.audit_data import Audit, Decisions, Used

LISTED = 10
DID = {
    "considered": "considered",
    "trialled": "tried out",
    "adopted": "adopted",
    "adapted": "adapted",
    "declined": "decided against",
    "abandoned": "abandoned",
}


def uses_section(audit: Audit) -> ReportSection:
    """Return what was decided about lessons, those decisions that count most first."""
    decided, lent = _use_items(audit.used[:LISTED]), _use_items(audit.lent[:LISTED])
    known, of_others = audit.decisions, audit.decisions_of_others
    sentences = [
        f"{'It' if audit.name else 'Teams'} {_decided(known)}" if known.count else "No use of a lesson is known."
    ]
    if audit.name:
        sentences.append(
            f"Others {_decided(of_others).replace(' a lesson', ' a lesson of its own', 1)}"
            if of_others.count
            else "No other organisation is known to have used a lesson of its own."
        )
    left = max(known.count - LISTED, 0) + max(of_others.count - LISTED, 0)
    return ReportSection(
        "used",
        "What it used, and what others used of it" if audit.name else "What was used",
        tuple(map(capital, sentences)),
        decided + lent,
        more=Item(f"And {left:,} more", "/uses") if left > 0 else None,
    )


def _use_items(uses: Sequence[Used]) -> tuple[Item, ...]:
    """Return decisions as items, those about one lesson together, in the order in which the first of each stands."""
    by_lesson: dict[str, list[Used]] = {}
    for one in uses:
        by_lesson.setdefault(one.lesson_id or one.id, []).append(one)
    return tuple(
        Item(
            found[0].statement or found[0].lesson_id or "A lesson of another library",
            _lesson_path(found[0]) if len(found) > 1 else found[0].path,
            tuple(f"{_did(one)}{f' {one.why}' if one.why else ''}" for one in found),
        )
        for found in by_lesson.values()
    )


def _lesson_path(use: Used) -> str | None:
    return "/reviews/" + use.lesson_id.replace("#", "/", 1) if use.lesson_id and use.statement else None


def _did(use: Used) -> str:
    whose = {1: "a lesson of " + (use.lesson_of or "another organisation"), 0: "its own lesson", None: "a lesson"}[
        use.independent
    ]
    when = f", {in_words(use.date)}" if use.date else ""
    return f"{use.organisation or 'A team'} {DID.get(use.decision, 'used')} {whose}{when}."


def _decided(known: Decisions) -> str:
    """Return what became of the lessons that were decided about."""
    parts = [
        f"{times_in_words(number)} {words}"
        for number, words in (
            (known.used, "to use it"),
            (known.refused, "against it or to give it up, which is an answer too"),
            (known.count - known.used - known.refused, "to think about it"),
        )
        if number
    ]
    if known.used == known.count:
        return f"decided {times_in_words(known.count)} to use a lesson."
    return f"decided {times_in_words(known.count)} about a lesson: {listed(parts)}."

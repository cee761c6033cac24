"""What an audit tells of lessons that were used or decided about, by an organisation and by others of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.learning.audit_summary import times_in_words
from lessons.learning.days import in_words
from lessons.learning.report import Item, ReportSection
from lessons.words import gettext, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lessons.learning.audit_data import Audit, Decisions, Used

LISTED = 10
DID = {
    "considered": "audit.did.considered",
    "trialled": "audit.did.trialled",
    "adopted": "audit.did.adopted",
    "adapted": "audit.did.adapted",
    "declined": "audit.did.declined",
    "abandoned": "audit.did.abandoned",
}
# Of whose decisions: where all were to use a lesson, and where not.
IT = ("audit.used.it.all", "audit.used.it")
TEAMS = ("audit.used.teams.all", "audit.used.teams")
OTHERS = ("audit.used.others.all", "audit.used.others")


def uses_section(audit: Audit) -> ReportSection:
    """Return what was decided about lessons, those decisions that count most first."""
    decided, lent = _use_items(audit.used[:LISTED]), _use_items(audit.lent[:LISTED])
    known, of_others = audit.decisions, audit.decisions_of_others
    sentences = [_decided(IT if audit.name else TEAMS, known) if known.count else gettext("audit.used.none")]
    if audit.name:
        sentences.append(_decided(OTHERS, of_others) if of_others.count else gettext("audit.used.none_lent"))
    left = max(known.count - LISTED, 0) + max(of_others.count - LISTED, 0)
    return ReportSection(
        "used",
        gettext("audit.used.organisation" if audit.name else "audit.used.library"),
        tuple(sentences),
        decided + lent,
        more=Item(gettext("audit.more", number=f"{left:,}"), "/uses") if left > 0 else None,
    )


def _use_items(uses: Sequence[Used]) -> tuple[Item, ...]:
    """Return decisions as items, those about one lesson together, in the order in which the first of each stands."""
    by_lesson: dict[str, list[Used]] = {}
    for one in uses:
        by_lesson.setdefault(one.lesson_id or one.id, []).append(one)
    return tuple(
        Item(
            found[0].statement or found[0].lesson_id or gettext("audit.used.elsewhere"),
            _lesson_path(found[0]) if len(found) > 1 else found[0].path,
            tuple(f"{_did(one)}{f' {one.why}' if one.why else ''}" for one in found),
        )
        for found in by_lesson.values()
    )


def _lesson_path(use: Used) -> str | None:
    return "/reviews/" + use.lesson_id.replace("#", "/", 1) if use.lesson_id and use.statement else None


def _did(use: Used) -> str:
    when = f", {in_words(use.date)}" if use.date else ""
    who = use.organisation or gettext("audit.used.a_team")
    return f"{gettext(DID.get(use.decision, 'audit.did.used'), who=who, lesson=_whose(use))}{when}."


def _whose(use: Used) -> str:
    if use.independent is None:
        return gettext("audit.used.a_lesson")
    if not use.independent:
        return gettext("audit.used.own")
    if use.lesson_of:
        return gettext("audit.used.lesson_of", organisation=use.lesson_of)
    return gettext("audit.used.lesson_of_another")


def _decided(keys: tuple[str, str], known: Decisions) -> str:
    """Return what became of the lessons that were decided about."""
    all_used, some = keys
    if known.used == known.count:
        return gettext(all_used, times=times_in_words(known.count))
    parts = [
        gettext(key, times=times_in_words(number))
        for number, key in (
            (known.used, "audit.used.to_use"),
            (known.refused, "audit.used.against"),
            (known.count - known.used - known.refused, "audit.used.to_think"),
        )
        if number
    ]
    return gettext(some, times=times_in_words(known.count), parts=listed(parts))

"""What organisations answered to lessons that are addressed to them, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.library.audience import AUDIENCES
from lessons.web.presenters.dates import date
from lessons.web.presenters.decisions import did
from lessons.web.presenters.links import Link
from lessons.words import gettext

if TYPE_CHECKING:
    from lessons.library.answers import Asked
    from lessons.library.audience import Audience
    from lessons.web.ask import Addresses

# Where no day was set for the answer, where it is past, and where it is to come.
UNANSWERED = ("uses.answer.none", "uses.answer.late", "uses.answer.waiting")
UNANSWERED_IN_PUBLIC = (
    "uses.answer.none_published",
    "uses.answer.none_published.late",
    "uses.answer.none_published.waiting",
)


@dataclass(frozen=True)
class AnswerShown:
    """One organisation that was asked, what it answered or that it did not, and where that is told."""

    who: Link
    words: str
    source: Link | None


def answer_shown(asked: Asked, addresses: Addresses, audience: Audience) -> AnswerShown:
    """Return what an organisation answered, as far as an ``audience`` may know it."""
    source = Link(gettext("uses.answer.source"), addresses.path(asked.path)) if asked.path else None
    return AnswerShown(
        Link(asked.organisation, addresses.path(f"/organisations/{asked.organisation_id}")),
        answered(asked, audience),
        source,
    )


def answered(asked: Asked, audience: Audience) -> str:
    """Return in words what was answered and when, or by when an answer is due, or was.

    Of what was answered for fewer readers' eyes a public database knows nothing, and says no more than that nothing was published.
    """
    if asked.decision:
        return dated(did(asked.decision), asked.date)
    none, late, waiting = UNANSWERED_IN_PUBLIC if audience.name == AUDIENCES[0] else UNANSWERED
    if not asked.respond_by:
        return gettext(none)
    return gettext(late if asked.late else waiting, date=date(asked.respond_by).text)


def dated(done: str, day: str | None) -> str:
    """Return what was done, with its day where that is known."""
    return gettext("uses.answer.dated", did=done, date=date(day).text) if day else done

"""What organisations answered to lessons that are addressed to them, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.web.presenters.dates import date
from lessons.web.presenters.decisions import did
from lessons.web.presenters.links import Link
from lessons.words import gettext

if TYPE_CHECKING:
    from lessons.library.answers import Asked
    from lessons.web.ask import Addresses


@dataclass(frozen=True)
class AnswerShown:
    """One organisation that was asked, what it answered or that it did not, and where that is told."""

    who: Link
    words: str
    source: Link | None


def answer_shown(asked: Asked, addresses: Addresses) -> AnswerShown:
    """Return what an organisation answered."""
    source = Link(gettext("uses.answer.source"), addresses.path(asked.path)) if asked.path else None
    return AnswerShown(
        Link(asked.organisation, addresses.path(f"/organisations/{asked.organisation_id}")), answered(asked), source
    )


def answered(asked: Asked) -> str:
    """Return in words what was answered and when, or by when an answer is due, or was."""
    if asked.decision:
        return dated(did(asked.decision), asked.date)
    if not asked.respond_by:
        return gettext("uses.answer.none")
    return gettext("uses.answer.late" if asked.late else "uses.answer.waiting", date=date(asked.respond_by).text)


def dated(done: str, day: str | None) -> str:
    """Return what was done, with its day where that is known."""
    return gettext("uses.answer.dated", did=done, date=date(day).text) if day else done

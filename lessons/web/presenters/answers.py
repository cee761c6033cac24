"""What organisations answered to lessons that are addressed to them, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.library.uses import DECIDED
from lessons.web.presenters.dates import date
from lessons.web.presenters.links import Link

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
    source = Link("what it says", addresses.path(asked.path)) if asked.path else None
    return AnswerShown(
        Link(asked.organisation, addresses.path(f"/organisations/{asked.organisation_id}")), answered(asked), source
    )


def answered(asked: Asked) -> str:
    """Return in words what was answered and when, or by when an answer is due, or was."""
    if asked.decision:
        when = f", {date(asked.date).text}" if asked.date else ""
        return f"{DECIDED.get(asked.decision, 'used it')}{when}"
    if not asked.respond_by:
        return "has not answered; no day was set"
    day = date(asked.respond_by).text
    return (
        f"has not answered by {day}, the day it was due" if asked.late else f"has not answered yet; asked to by {day}"
    )

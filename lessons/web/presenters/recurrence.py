"""Lessons that may tell of the same mistake again, as shown: suggestions, with what they have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.web.presenters.dates import Date, date
from lessons.web.presenters.links import Link
from lessons.web.presenters.review import lesson_href
from lessons.words import gettext, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lessons.learning.recurrence_suggested import SuggestedRecurrence, ToldIn
    from lessons.web.ask import Addresses


@dataclass(frozen=True)
class ToldShown:
    """A lesson with its review and the date of that."""

    lesson: Link
    review: Link
    date: Date


@dataclass(frozen=True)
class SuggestionShown:
    """Two lessons, the later first, and ``why`` they are put side by side; ``repeats`` is the line that would link them."""

    lesson: ToldShown
    earlier: ToldShown
    why: str
    repeats: str


def suggestion_shown(one: SuggestedRecurrence, addresses: Addresses) -> SuggestionShown:
    """Return a suggested recurrence as shown."""
    why = []
    if one.causes:
        why.append(gettext("learning.recurring.perhaps.causes", causes=_quoted(one.causes)))
    if one.barriers:
        why.append(gettext("learning.recurring.perhaps.barriers", barriers=_quoted(one.barriers)))
    if one.change:
        why.append(gettext("learning.recurring.perhaps.change", change=_quoted(one.change)))
    return SuggestionShown(
        _told_shown(one.lesson, addresses),
        _told_shown(one.earlier, addresses),
        " ".join(why),
        f"repeats: {one.earlier.id}",
    )


def _told_shown(told: ToldIn, addresses: Addresses) -> ToldShown:
    return ToldShown(
        Link(told.statement, lesson_href(told.id, addresses) or ""),
        Link(told.review_title, addresses.path(f"/reviews/{told.review}")),
        date(told.date),
    )


def _quoted(labels: Sequence[str]) -> str:
    return listed([f"“{label}”" for label in labels])

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
    """A lesson with the title of its review, unless that is what the lesson says as well, as it is of many imports, and the date of the review."""

    lesson: Link
    review: str | None
    date: Date


@dataclass(frozen=True)
class EarlierShown:
    """An earlier lesson, and ``why`` it is put beside a later one."""

    told: ToldShown
    why: str


@dataclass(frozen=True)
class SuggestionShown:
    """A lesson with the earlier ones that may tell of the same mistake."""

    lesson: ToldShown
    earlier: tuple[EarlierShown, ...]


def suggestions_shown(suggested: Sequence[SuggestedRecurrence], addresses: Addresses) -> list[SuggestionShown]:
    """Return suggested recurrences as shown: each later lesson once, in the order in which they first come."""
    of_lesson: dict[str, list[SuggestedRecurrence]] = {}
    for one in suggested:
        of_lesson.setdefault(one.lesson.id, []).append(one)
    return [
        SuggestionShown(
            _told_shown(own[0].lesson, addresses),
            tuple(EarlierShown(_told_shown(one.earlier, addresses), _why(one)) for one in own),
        )
        for own in of_lesson.values()
    ]


def _why(one: SuggestedRecurrence) -> str:
    why = []
    if one.causes:
        why.append(gettext("learning.recurring.perhaps.causes", causes=_quoted(one.causes)))
    if one.barriers:
        why.append(gettext("learning.recurring.perhaps.barriers", barriers=_quoted(one.barriers)))
    if one.change:
        why.append(gettext("learning.recurring.perhaps.change", change=_quoted(one.change)))
    return " ".join(why)


def _told_shown(told: ToldIn, addresses: Addresses) -> ToldShown:
    return ToldShown(
        Link(told.statement, lesson_href(told.id, addresses) or ""),
        told.review_title if told.review_title != told.statement else None,
        date(told.date),
    )


def _quoted(labels: Sequence[str]) -> str:
    return listed([f"“{label}”" for label in labels])

"""Lessons that may tell of the same mistake again, as shown: suggestions, with what they have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.web.presenters.dates import Date, date
from lessons.web.presenters.links import Link
from lessons.web.presenters.numbers import thousands
from lessons.web.presenters.review import lesson_href
from lessons.words import gettext, listed, ngettext

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
class BesideShown:
    """A lesson that is put beside another, and ``why``."""

    told: ToldShown
    why: str


@dataclass(frozen=True)
class SuggestionShown:
    """A lesson with the earlier ones that may tell of the same mistake."""

    lesson: ToldShown
    earlier: tuple[BesideShown, ...]


@dataclass(frozen=True)
class SuggestionsShown:
    """Suggestions, those for which much speaks apart from the ``fainter`` ones, with how many these are."""

    clear: tuple[SuggestionShown, ...]
    fainter: tuple[SuggestionShown, ...]
    how_many_fainter: str


@dataclass(frozen=True)
class OthersShown:
    """The ``earlier`` and the ``later`` lessons that may tell of the same mistake as one, those for which much speaks apart from the ``fainter`` ones, with how many these are."""

    earlier: tuple[BesideShown, ...]
    later: tuple[BesideShown, ...]
    fainter: tuple[BesideShown, ...]
    how_many_fainter: str


def suggestions_shown(suggested: Sequence[SuggestedRecurrence], addresses: Addresses) -> SuggestionsShown | None:
    """Return suggested recurrences as shown, if there are any: each later lesson once, in the order in which they first come."""
    clear, fainter = ([one for one in suggested if one.clear is clear] for clear in (True, False))
    if not suggested:
        return None
    return SuggestionsShown(_by_lesson(clear, addresses), _by_lesson(fainter, addresses), _how_many(len(fainter)))


def others_shown(lesson: str, suggested: Sequence[SuggestedRecurrence], addresses: Addresses) -> OthersShown | None:
    """Return as shown the lessons that are suggested for one, by its id, if there are any."""
    if not suggested:
        return None
    beside = [
        (one, BesideShown(_told_shown(one.earlier if one.lesson.id == lesson else one.lesson, addresses), _why(one)))
        for one in suggested
    ]
    fainter = tuple(shown for one, shown in beside if not one.clear)
    return OthersShown(
        tuple(shown for one, shown in beside if one.clear and one.lesson.id == lesson),
        tuple(shown for one, shown in beside if one.clear and one.earlier.id == lesson),
        fainter,
        _how_many(len(fainter)),
    )


def _by_lesson(suggested: Sequence[SuggestedRecurrence], addresses: Addresses) -> tuple[SuggestionShown, ...]:
    of_lesson: dict[str, list[SuggestedRecurrence]] = {}
    for one in suggested:
        of_lesson.setdefault(one.lesson.id, []).append(one)
    return tuple(
        SuggestionShown(
            _told_shown(own[0].lesson, addresses),
            tuple(BesideShown(_told_shown(one.earlier, addresses), _why(one)) for one in own),
        )
        for own in of_lesson.values()
    )


def _how_many(fainter: int) -> str:
    return ngettext("learning.recurring.perhaps.fainter", fainter, number=thousands(fainter))


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

"""A brief as shown: what lessons warn of and what they recommend keeping, each with why it is here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.schema import NOT_STATED
from lessons.web.presenters.dates import Date, date
from lessons.web.presenters.links import Link
from lessons.web.presenters.numbers import counted
from lessons.web.presenters.uses import UseShown, adoption_shown
from lessons.words import gettext

if TYPE_CHECKING:
    from lessons.learning.brief import Brief, BriefLesson
    from lessons.library.vocabulary import StoredVocabulary
    from lessons.web.ask import Addresses

HEADINGS = {
    "improve": ("brief.improve", "brief.improve.meaning"),
    "sustain": ("brief.sustain", "brief.sustain.meaning"),
    None: ("brief.other", "brief.other.meaning"),
}


@dataclass(frozen=True)
class BriefItem:
    """One lesson of a brief; ``rank`` is its place among those of all groups."""

    rank: int
    lesson: Link
    why: str
    passage: str
    recommendation: str | None
    applies_when: str | None
    does_not_apply_when: str | None
    recurred: bool
    evidence_strength: str | None
    evidence_reason: str | None
    review: Link
    organisation: str | None
    date: Date
    result: str | None
    used: tuple[UseShown, ...]


@dataclass(frozen=True)
class BriefGroup:
    """The lessons of one kind, best first."""

    heading: str
    words: str
    items: tuple[BriefItem, ...]


@dataclass(frozen=True)
class BriefShown:
    """A brief with its count in words, and its lessons in groups, that of the best lesson first."""

    count: str
    notices: tuple[str, ...]
    groups: tuple[BriefGroup, ...]


def brief_shown(brief: Brief, vocabulary: StoredVocabulary, addresses: Addresses) -> BriefShown:
    """Return a brief as shown."""
    groups: dict[str | None, list[BriefItem]] = {}
    for rank, lesson in enumerate(brief.lessons, 1):
        kind = lesson.card.kind if lesson.card.kind in HEADINGS else None
        groups.setdefault(kind, []).append(_item(rank, lesson, vocabulary, addresses))
    return BriefShown(
        counted(len(brief.lessons), "lesson"),
        brief.notices,
        tuple(
            BriefGroup(gettext(heading), gettext(meaning), tuple(items))
            for (heading, meaning), items in ((HEADINGS[kind], items) for kind, items in groups.items())
        ),
    )


def _item(rank: int, lesson: BriefLesson, vocabulary: StoredVocabulary, addresses: Addresses) -> BriefItem:
    card = lesson.card
    return BriefItem(
        rank=rank,
        lesson=Link(card.statement, addresses.path(card.url)),
        why=lesson.why,
        passage=lesson.passage,
        recommendation=card.recommendation,
        applies_when=card.applies_when,
        does_not_apply_when=card.does_not_apply_when,
        recurred=card.standing == "recurred",
        evidence_strength=card.evidence_strength,
        evidence_reason=card.evidence_reason,
        review=Link(card.review_title, addresses.path(f"/reviews/{card.review}")),
        organisation=card.organisation,
        date=date(card.date),
        result=vocabulary.label("result", card.result) if card.result and card.result != NOT_STATED else None,
        used=tuple(adoption_shown(one, lesson.figures, vocabulary, addresses) for one in lesson.used),
    )

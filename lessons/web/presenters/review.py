"""A review as shown: facts, what happened, lessons, evidence, who built on it, and where it comes from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from lessons.schema import NOT_STATED
from lessons.web.presenters.dates import Date, date
from lessons.web.presenters.decisions import did
from lessons.web.presenters.facts import Fact, Value, dated, filled, linked_prose, lists, people_shown
from lessons.web.presenters.links import Link
from lessons.web.presenters.numbers import counted
from lessons.words import gettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lessons.library.lessons import LessonLink
    from lessons.library.reviews import (
        ReviewCard,
        StoredLink,
        StoredReview,
        StoredReviewed,
        StoredSection,
        StoredSource,
    )
    from lessons.library.vocabulary import StoredVocabulary
    from lessons.web.ask import Addresses

# From so many lessons, or so many other parts, on a list of them helps to find one's way.
LISTED_LESSONS = 4
LISTED_PARTS = 4

BY = {"peer": "review.by.peer", "user": "review.by.user", "independent": "review.by.independent"}


@dataclass(frozen=True)
class ResultMark:
    """How something turned out: ``kind`` chooses the shape and its colour, ``text`` says it in words."""

    kind: str
    text: str


@dataclass(frozen=True)
class Card:
    """A review in a list."""

    title: str
    href: str
    summary: str
    organisation: Link | None
    date: Date
    result: ResultMark | None
    lessons: str
    published: Date | None
    apart: str | None = None


@dataclass(frozen=True)
class SectionShown:
    """A section of the review's text."""

    anchor: str
    heading: str
    html: Markup


@dataclass(frozen=True)
class PagePart:
    """A part of a page to go to, with the parts ``within`` it."""

    anchor: str
    text: str
    within: tuple[PagePart, ...] = ()


@dataclass(frozen=True)
class SourceShown:
    """A source with its section and address."""

    cite: str
    section: str | None
    url: str | None


@dataclass(frozen=True)
class Related:
    """Another review or lesson, and why it is named here."""

    link: Link
    reason: str


def card(review: ReviewCard, vocabulary: StoredVocabulary, addresses: Addresses, lessons: str) -> Card:
    """Return a review for a list; ``lessons`` is the number of its lessons in words."""
    return Card(
        title=review.title,
        href=addresses.path(f"/reviews/{review.id}"),
        summary=review.summary,
        organisation=Link(
            review.organisation,
            addresses.path(f"/organisations/{review.organisation_id}"),
            vocabulary.in_full.get(review.organisation),
        )
        if review.organisation
        else None,
        date=date(review.date),
        result=result_mark(review.result, vocabulary),
        lessons=lessons,
        published=date(review.published) if review.published else None,
    )


def cards(reviews: Sequence[ReviewCard], vocabulary: StoredVocabulary, addresses: Addresses) -> list[Card]:
    """Return reviews for a list; those that have one title are shown with their ids."""
    titles = Counter(review.title for review in reviews)
    return [
        replace(
            card(review, vocabulary, addresses, counted(review.lesson_count, "lesson")),
            apart=review.id if titles[review.title] > 1 else None,
        )
        for review in reviews
    ]


def result_mark(result: str, vocabulary: StoredVocabulary) -> ResultMark | None:
    """Return the mark of a result; none where it is not stated."""
    return ResultMark(result, vocabulary.label("result", result)) if result != NOT_STATED else None


def language(review: StoredReview) -> Markup:
    """Return the attribute that marks text in the review's language; the page itself is in English."""
    if not review.language or review.language.split("-")[0].lower() == "en":
        return Markup()
    return Markup(' lang="{}"').format(review.language)


def section_shown(section: StoredSection, number: int, addresses: Addresses) -> SectionShown:
    """Return a section with an anchor that is unique on the page."""
    return SectionShown(
        f"section-{section.section or number}",
        section.heading,
        linked_prose(section.html, addresses),
    )


def contents(lessons: PagePart, sections: Iterable[SectionShown], others: Iterable[PagePart]) -> tuple[PagePart, ...]:
    """Return the list of what a review's page holds; nothing for a short one."""
    parts = (lessons, *(PagePart(section.anchor, section.heading) for section in sections), *others)
    listed = len(lessons.within) >= LISTED_LESSONS or len(parts) > LISTED_PARTS
    return parts if listed else ()


def source_shown(source: StoredSource) -> SourceShown:
    """Return a source; its address only where a browser may follow it."""
    url = source.url if source.url and source.url.startswith(("https://", "http://", "mailto:")) else None
    return SourceShown(source.cite, source.section, url)


def used_lesson(use: LessonLink, addresses: Addresses) -> Related:
    """Return a lesson that the review's team used or saw repeated, with what they decided and why."""
    link = Link(use.statement or use.target, lesson_href(use.lesson_id, addresses) or "", use.review_title)
    if use.kind == "repeats":
        return Related(link, gettext("review.repeated"))
    done = did(use.decision)
    if use.why:
        return Related(link, gettext("uses.by_team.why", did=done, why=use.why))
    return Related(link, gettext("uses.by_team", did=done))


def lesson_href(lesson_id: str | None, addresses: Addresses) -> str | None:
    """Return the address of a lesson by its id, None when it is in another unit."""
    return addresses.path("/reviews/" + lesson_id.replace("#", "/", 1)) if lesson_id else None


def stated_link(link: StoredLink, addresses: Addresses, *, incoming: bool, mutual: bool = False) -> Related:
    """Return a link between reviews that one of them states, or, ``mutual``, both."""
    href = lesson_href(link.lesson_id, addresses) if link.lesson_id and not incoming else None
    if href is None and link.review_id:
        href = addresses.path(f"/reviews/{link.review_id}")
    reasons = {
        ("related", False): gettext("review.link.related"),
        ("related", True): gettext("review.link.related_by"),
        ("supersedes", False): gettext("review.link.replaced"),
        ("supersedes", True): gettext("review.link.replaces"),
    }
    text = (link.statement if not incoming else None) or link.title or link.target
    each = mutual and link.kind == "related"
    return Related(Link(text, href or ""), gettext("review.link.each") if each else reasons[link.kind, incoming])


def provenance(
    review: StoredReview,
    reviewed: list[StoredReviewed],
    contributors: list[tuple[str, str | None]],
    addresses: Addresses,
) -> tuple[Fact, ...]:
    """Return where the review comes from, who stands behind it, and what it may be used for."""
    imported = None
    if review.source_system:
        record = (
            gettext("review.record", system=review.source_system, record=review.source_system_id)
            if review.source_system_id
            else review.source_system
        )
        imported = (Value(record, safe_url(review.source_system_url)),)
    return (
        *filled((gettext("review.fact.author"), review.author)),
        *lists(
            (gettext("review.fact.record"), imported or ()),
            (
                gettext("review.fact.imported"),
                (dated(date(review.source_system_imported)),) if review.source_system_imported else (),
            ),
            (gettext("review.fact.published"), (dated(date(review.published)),) if review.published else ()),
            (gettext("review.fact.changed"), (dated(date(review.last_changed)),) if review.last_changed else ()),
        ),
        *lists((gettext("review.fact.contributors"), people_shown(contributors, addresses))),
        *lists((gettext("review.fact.reviewed"), tuple(Value(reviewed_words(entry)) for entry in reviewed))),
        *filled((gettext("review.fact.due"), date(review.review_due).text if review.review_due else None)),
        *filled((gettext("review.fact.contact"), review.contact)),
        *lists((gettext("review.fact.licence"), (licence(review.licence),) if review.licence else ())),
    )


def reviewed_words(entry: StoredReviewed) -> str:
    """Return in words when and by whom the review was reviewed."""
    who = gettext(BY[entry.by]) if entry.by in BY else entry.by
    words = gettext("review.reviewed", date=date(entry.date).text, who=who)
    return f"{words}: {entry.note}" if entry.note else words


def licence(identifier: str) -> Value:
    """Return a licence linked to its text in the SPDX list, where the identifier can stand in an address."""
    safe = all(c.isalnum() or c in ".-+" for c in identifier)
    return Value(identifier, f"https://spdx.org/licenses/{identifier}.html" if safe else None)


def safe_url(url: str | None) -> str | None:
    """Return an address that a browser may follow, or None."""
    return url if url and url.startswith(("https://", "http://")) else None

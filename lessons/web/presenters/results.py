"""Results of a search as a reader sees them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from markupsafe import Markup

from lessons.web.presenters.dates import Date, date
from lessons.web.presenters.links import CAME_FROM, Link
from lessons.web.presenters.review import ResultMark, result_mark
from lessons.web.shortlist import pairs_of
from lessons.words import ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lessons.library.vocabulary import StoredVocabulary
    from lessons.search.model import Hit, SearchPage
    from lessons.web.ask import Addresses

# Longest search, as its address is written, to which results lead back.
LONGEST_REMEMBERED = 1_000


@dataclass(frozen=True)
class Result:
    """One result: the sentence as the link, an excerpt, how it turned out, then where it comes from.

    ``lesson`` is the best lesson of a review, ``review`` the review of a lesson. ``more`` are the further results of the same review or
    with the same title, ``more_words`` says how many; ``in_full`` is what an organisation's abbreviated name stands for; ``apart`` tells those of one title from each other. ``id`` is what can be ``chosen`` for the shortlist.
    """

    title: str
    href: str
    excerpt: Markup
    result: ResultMark | None
    review: Link | None
    lesson: Link | None
    organisation: str | None
    in_full: str | None
    date: Date
    id: str
    chosen: bool = False
    more: tuple[Result, ...] = ()
    more_words: str | None = None
    apart: str | None = None


def results(page: SearchPage, vocabulary: StoredVocabulary, addresses: Addresses) -> tuple[Result, ...]:
    """Return the results of a page, those of one review or of one title together at the place of the first.

    Their addresses remember the search, for the way back.
    """
    remembered = came_from(page, addresses.shortlist)
    found = []
    for first, *others in together(page.hits):
        several = any(hit.review != first.review for hit in others)
        shown, *more = (result(hit, vocabulary, addresses, remembered) for hit in (first, *others))
        if several:
            shown, *more = (
                replace(one, apart=hit.review) for one, hit in zip((shown, *more), (first, *others), strict=True)
            )
        if more:
            shown = replace(shown, more=tuple(more), more_words=more_words(first, len(more), several=several))
        found.append(shown)
    return tuple(found)


def more_words(first: Hit, number: int, *, several: bool) -> str:
    """Return in words how many more there are below the first: of its review, or, with ``several`` reviews, of its title."""
    if several:
        return ngettext("search.more.title", number, number=number)
    if first.type == "lesson":
        return ngettext("search.more.review", number, number=number)
    return ngettext("search.more.lessons_of_review", number, number=number)


def together(hits: Sequence[Hit]) -> list[list[Hit]]:
    """Return the hits of one review together; records that were imported with one title for all of them too."""
    groups: dict[str, list[Hit]] = {}
    titles: dict[str, str] = {}
    for hit in hits:
        key = hit.review
        if hit.type == "review" or hit.title == hit.statement:
            key = titles.setdefault(" ".join(hit.title.casefold().split()), key)
        groups.setdefault(key, []).append(hit)
    return list(groups.values())


def came_from(page: SearchPage, shortlist: tuple[str, ...] = ()) -> tuple[tuple[str, str], ...]:
    """Return the parameter that leads back to this search and its shortlist; the plain list of everything needs none.

    Of a long search there is none either: every result would carry it, with its signs escaped twice.
    """
    asked = page.request.to_params()
    pairs = [*asked, *pairs_of(shortlist)]
    if not pairs or len(urlencode(asked)) > LONGEST_REMEMBERED:
        return ()
    return ((CAME_FROM, urlencode(pairs)),)


def result(
    hit: Hit, vocabulary: StoredVocabulary, addresses: Addresses, remembered: tuple[tuple[str, str], ...]
) -> Result:
    """Return one hit as shown. Its snippet is escaped HTML already: the search engine marks the words."""
    is_lesson = hit.type == "lesson"
    return Result(
        title=hit.statement if is_lesson else hit.title,
        href=addresses.path(hit.url, remembered),
        excerpt=Markup(hit.snippet),  # noqa: S704
        result=result_mark(hit.result, vocabulary),
        # An import may take one title for both.
        review=Link(hit.title, addresses.path(f"/reviews/{hit.review}"))
        if is_lesson and hit.title != hit.statement
        else None,
        lesson=None
        if is_lesson or not hit.lesson_url or hit.title == hit.statement
        else Link(hit.statement, addresses.path(hit.lesson_url, remembered)),
        organisation=hit.organisation,
        in_full=vocabulary.in_full.get(hit.organisation or ""),
        date=date(hit.date),
        id=hit.id,
        chosen=hit.id in addresses.shortlist,
    )

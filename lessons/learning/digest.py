"""A digest: what happened to the lessons between two days, for everybody or for those who follow some searches."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from lessons.learning.days import in_words
from lessons.learning.events import Event, events, superfluous
from lessons.learning.report import Item, LearningReport, ReportSection, capital
from lessons.library.uses import DECIDED, DECIDED_OTHERWISE
from lessons.problems import LessonsError
from lessons.search import Request, SearchIndex, results, search
from lessons.search.filters import resolved
from lessons.words import gettext, listed, ngettext

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Container, Sequence

    from lessons.search.facets import FacetIndex

# In the order of how much they ask of a reader: heading, and the message that counts them.
KINDS = {
    "unanswered": ("learning.digest.heading.unanswered", "learning.digest.unanswered"),
    "overdue": ("learning.digest.heading.overdue", "learning.digest.overdue"),
    "repeated": ("learning.digest.heading.repeated", "learning.digest.repeated"),
    "asked": ("learning.digest.heading.asked", "learning.digest.asked"),
    "due": ("learning.digest.heading.due", "learning.digest.due"),
    "published": ("learning.digest.heading.published", "learning.digest.published"),
    "answered": ("learning.digest.heading.answered", "learning.digest.answered"),
    "used": ("learning.digest.heading.used", "learning.digest.used"),
    "moved": ("learning.digest.heading.moved", "learning.digest.moved"),
    "changed": ("learning.digest.heading.changed", "learning.digest.changed"),
}


# Of what is due, and what was: with an owner, and without.
DUE = {
    "due": ("learning.digest.due_owner", "learning.digest.due_nobody"),
    "overdue": ("learning.digest.was_due_owner", "learning.digest.was_due_nobody"),
}


# Addresses of a page of results, in any of its forms, and of what a term or an organisation has, on a site or in its static copy.
_RESULTS = re.compile(r"\S*/search(\.[a-z.]+)?")
_TERM = re.compile(r"\S*/(browse/(?P<facet>[^/\s]+)|organisations)/(?P<value>[^/\s]+?)(\.html)?")
# The page of a term shows what its narrower terms have as well.
_FAMILY = """
    WITH RECURSIVE family(slug) AS (
        SELECT ? UNION SELECT terms.slug FROM terms JOIN family ON terms.broader = family.slug WHERE terms.scheme = ?)
    SELECT slug FROM family
"""


@dataclass(frozen=True)
class Digest:
    """The events of a digest and the days that it is about; ``searches`` in words, empty for everything.

    ``passed_over`` are the keys of events of which another said more; they count as told. ``without_results`` are the searches, as given, that
    find nothing in the library as it is.
    """

    since: str
    until: str
    searches: tuple[str, ...]
    events: tuple[Event, ...]
    passed_over: frozenset[str] = frozenset()
    without_results: tuple[str, ...] = ()


def digest(
    connection: sqlite3.Connection, since: str, until: str, searches: Sequence[str] = (), told: Container[str] = ()
) -> Digest:
    """Return what happened from one day to another, both included, but for what was ``told`` already (the keys of events).

    Each search is a query as typed, or the address of a page of results. Raises :class:`LessonsError` when the days are the wrong
    way round, or a search asks for what there is not.
    """
    if since > until:
        raise LessonsError(f"the digest would begin on {since}, after its end on {until}")
    every = events(connection, since, until)
    passed_over = superfluous(every, told)
    found = [one for one in every if one.key not in told and one.key not in passed_over]
    if not searches:
        return Digest(since, until, (), tuple(found), passed_over)
    index = SearchIndex.load(connection)
    requests = [request_of(one, connection, index) for one in searches]
    ids = [_ids(connection, index, request) for request in requests]
    matching = {id_ for found_by in ids for id_ in found_by}
    words = tuple(in_short(request, index.facets) for request in requests)
    chosen = tuple(one for one in found if (one.lesson_id or one.review_id) in matching)
    empty = tuple(one for one, found_by in zip(searches, ids, strict=True) if not found_by)
    return Digest(since, until, words, chosen, passed_over, empty)


def request_of(search: str, connection: sqlite3.Connection, index: SearchIndex) -> Request:
    """Return the search that a query, or the address of results, of a term or of an organisation, means.

    Raises :class:`LessonsError` when something in it means nothing.
    """
    asked = _shown_by_address(search, connection, index.facets)
    if asked is not None:
        request = resolved(index.facets, asked)[0]
        if request.problems:
            raise LessonsError(
                f"--search {search}: {' '.join(f'{name}: {words}' for name, words in request.problems.items())}"
            )
        return request
    if not search.strip():
        raise LessonsError("--search: there are no words to search for")
    return Request(text=search)


def _shown_by_address(search: str, connection: sqlite3.Connection, facets: FacetIndex) -> Request | None:
    """Return the search whose results an address of our site shows; None for what is no such address."""
    try:
        parts = urlsplit(search.strip())
    except ValueError:
        return None
    # Without what stands before it, and what is asked, it may be words: "buses/search".
    if _RESULTS.fullmatch(parts.path) and (parts.path.startswith("/") or parts.query):
        return Request.from_params(parse_qsl(parts.query))
    if found := _TERM.fullmatch(parts.path):
        facet, value = unquote(found["facet"] or "organisation"), unquote(found["value"])
        family = [slug for (slug,) in connection.execute(_FAMILY, (value, facet)) if (facet, slug) in facets.code]
        return Request(filters={facet: tuple(family) or (value,)})
    return None


def in_short(request: Request, facets: FacetIndex) -> str:
    """Return a search in a few words: what was typed, and the labels of the chosen values."""
    chosen = [
        facets.values[facets.code[name, value]][2] for name, values in request.filters.items() for value in values
    ]
    return ", ".join([*([f"“{request.text}”"] if request.text else []), *chosen]) or "everything"


def _ids(connection: sqlite3.Connection, index: SearchIndex, request: Request) -> set[str]:
    """Return the ids of the lessons and reviews that have all the words of a search, and of the reviews that such a lesson is in.

    What a search finds besides, since it is near in meaning, would make news of what nobody asked to follow.
    """
    found: set[str] = set()
    for result_type in ("lessons", "reviews"):
        one = replace(request, result_type=result_type, sort=None, page=1, size=1)
        whole = search(connection, index, one).all_words_count
        for hit in islice(results(connection, index, one), whole):
            found |= {hit.id, hit.id.partition("#")[0]}
    return found


def digest_report(about: Digest, unit: str) -> LearningReport:
    """Return a digest as a report; ``unit`` is the library's name."""
    days = (
        gettext("learning.digest.from", since=in_words(about.since), until=in_words(about.until))
        if about.since != about.until
        else gettext("learning.digest.on", day=in_words(about.until))
    )
    sections = []
    numbers = []
    for kind, (heading, count) in KINDS.items():
        members = [event for event in about.events if event.kind == kind]
        if members:
            sections.append(ReportSection(kind, gettext(heading), (), tuple(map(_item, members))))
            numbers.append(ngettext(count, len(members), number=f"{len(members):,}"))
    told = f"{capital(listed(numbers))}." if numbers else gettext("learning.digest.nothing")
    title = (
        gettext("learning.digest.title.on", unit=unit, searches=listed(about.searches))
        if about.searches
        else gettext("learning.digest.title", unit=unit)
    )
    return LearningReport(title, f"{days} {told}", tuple(sections))


def _item(event: Event) -> Item:
    """Return an event as a line with what a reader needs to know before going there."""
    said = _said(event)
    where = event.about if event.kind not in ("published", "changed") else ""
    return Item(
        event.text,
        event.path,
        tuple(
            part
            for part in (
                said,
                gettext("learning.digest.of", about=where) if where else "",
                f"{capital(in_words(event.day))}.",
            )
            if part
        ),
    )


def _said(event: Event) -> str:
    """Return what an event comes to, beside the sentence of the lesson or the title of the review."""
    who = event.organisation or gettext("learning.person.a_team")
    match event.kind:
        case "published":
            return gettext("learning.digest.new_lesson", review=event.about) if event.lesson_id else event.about
        case "moved":
            status = event.what.lower() if event.what else gettext("learning.digest.without_status")
            if event.why:
                return gettext("learning.digest.now_before", status=status, before=event.why.lower())
            return gettext("learning.digest.now", status=status)
        case "used" | "answered":
            did = gettext(DECIDED.get(event.what or "", DECIDED_OTHERWISE))
            return f"{who} {did}{f': {event.why}' if event.why else '.'}"
        case "repeated":
            if event.organisation:
                return gettext("learning.digest.happened_at", review=event.what, organisation=event.organisation)
            return gettext("learning.digest.happened", review=event.what)
        case "due" | "overdue":
            owned, nobody = DUE[event.kind]
            day = in_words(event.what)
            return gettext(owned, day=day, owner=event.why) if event.why else gettext(nobody, day=day)
        case "asked" | "unanswered":
            key = "learning.digest.is_asked" if event.kind == "asked" else "learning.digest.was_asked"
            return gettext(key, who=who, day=in_words(event.what))
    return ""

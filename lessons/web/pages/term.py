"""A page for each term: what it means, what else it is called, and its lessons."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from lessons.learning.days import newest_day
from lessons.library.people import contacts_of_term
from lessons.schema import NOT_STATED
from lessons.search import Request
from lessons.search.model import MAX_PAGE_SIZE
from lessons.web.answers import Answer, Missing, Page, Redirect
from lessons.web.ask import within
from lessons.web.pages.browse import crumbs, label_of
from lessons.web.pages.search import find
from lessons.web.presenters.browsing import tree
from lessons.web.presenters.contacts import MOST_CONTACTS, contacts_shown
from lessons.web.presenters.digest import digest_help
from lessons.web.presenters.links import Link, search_href
from lessons.web.presenters.numbers import counted
from lessons.web.presenters.paging import page_number, paging
from lessons.web.presenters.results import results
from lessons.words import gettext

if TYPE_CHECKING:
    from lessons.search.model import SearchPage
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask


def term_page(reader: SiteReader, ask: Ask) -> Answer:
    """Return the page of one term: what it means, what else it is called, and its lessons."""
    name, value = ask.variables["scheme"], ask.variables["term"]
    if name == "organisation" and value == NOT_STATED:
        return Redirect("/search", ((name, value),))
    if name == "organisation":
        return Redirect(within("organisations", value), status=301)
    terms = tree(reader.vocabulary, name)
    term = terms.terms.get(value)
    request = request_of(reader, name, value, terms.family(value))
    shown = request
    if request and ask.config.as_files:
        # There is no other list of its lessons.
        shown = replace(request, size=MAX_PAGE_SIZE, page=page_number(ask))
    page = find(reader, shown) if shown else None
    # The engine leaves out values that it does not know: then the results are not those of this value.
    if not term and not (page and page.count and value in page.request.filters.get(name, ())):
        preferred = preferred_term(reader, name, value)
        return Redirect(within("browse", name, preferred)) if preferred else Missing()
    label = term.label if term else label_in(page, name, value) if page else value
    scheme_label = label_of(reader, name)
    path, own = ask.addresses.path, within("browse", name, value)
    feed = search_href(ask.addresses, request, ".atom") if request else None
    lessons = counted(page.count, "lesson") if page else None
    return Page(
        "term.html",
        gettext("browse.term.title", scheme=scheme_label, label=label),
        {
            "label": label,
            "scheme": Link(scheme_label, path(f"/browse/{name}")),
            "definition": term.definition if term else None,
            "synonyms": term.synonyms if term else (),
            "broader": [
                Link(terms.terms[t].label, path(within("browse", name, t)))
                for t in ([term.broader] if term and term.broader in terms.terms else [])
            ],
            "narrower": [Link(terms.terms[t].label, path(within("browse", name, t))) for t in terms.narrower(value)],
            "count": lessons,
            "first": (page.request.page - 1) * page.request.size + 1 if page else 1,
            "paging": paging(page.request.page, page.pages, lambda n: path(own, [("page", str(n))] if n > 1 else []))
            if page and ask.config.as_files
            else None,
            "results": results(page, reader.vocabulary, ask.addresses) if page else (),
            "all": Link(gettext("browse.term.all", count=lessons), search_href(ask.addresses, request))
            if page and request and page.count
            else None,
            "feed": feed,
            "digest": digest_help(ask.addresses, request, newest_day(reader.connection)) if request else None,
            "newest": Link(gettext("browse.term.newest"), search_href(ask.addresses, request, sort="newest"))
            if request and page and page.count
            else None,
            "contacts": contacts_shown(
                contacts_of_term(reader.connection, name, json.dumps(terms.family(value)), MOST_CONTACTS), ask.addresses
            ),
            "crumbs": crumbs(ask, Link(scheme_label, path(f"/browse/{name}"))),
        },
        description=term.definition
        if term and term.definition
        else gettext("browse.term.description", scheme=scheme_label.lower(), label=label),
        canonical=own,
        section="/browse",
        feeds=((gettext("browse.term.feed_title", label=label), feed),) if feed else (),
    )


def request_of(reader: SiteReader, name: str, value: str, family: list[str]) -> Request | None:
    """Return the search that finds a term's lessons: by the facet, or by the word where the scheme is none."""
    if name in reader.index.facets.declared:
        return Request(filters={name: tuple(family)})
    term = reader.vocabulary.terms.get((name, value))
    return Request(text=term.label) if term and name == "words" else None


def label_in(page: SearchPage, name: str, value: str) -> str:
    """Return the label of a value that no vocabulary has."""
    found = (v.label for facet in page.facets if facet.name == name for v in facet.values if v.value == value)
    return next(found, value)


def preferred_term(reader: SiteReader, scheme: str, word: str) -> str | None:
    """Return the term of which ``word`` (or its slug) is a synonym."""
    slug_of_word = slugged(word)
    for term in reader.vocabulary.of_scheme(scheme):
        if slug_of_word in {slugged(other) for other in (*term.synonyms, term.label)}:
            return term.slug
    return None


def slugged(text: str) -> str:
    """Return text as a slug, for comparing."""
    return re.sub(r"[^\w]+", "-", text.casefold()).strip("-")

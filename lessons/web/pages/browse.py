"""Browsing: all facets, and every value of one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lessons.library.vocabulary import lessons_by
from lessons.search import Request
from lessons.search.facets import MOST_VALUES
from lessons.web.answers import Answer, Missing, Page
from lessons.web.ask import within
from lessons.web.pages.search import find, meant
from lessons.web.presenters.browsing import (
    LETTERS_FROM,
    Counted,
    entries,
    last_not_stated,
    letters,
    named,
    part,
    synonyms,
    tree,
)
from lessons.web.presenters.facets import labelled, leading, selectable
from lessons.web.presenters.links import Link, search_href
from lessons.web.presenters.numbers import counted, thousands
from lessons.web.presenters.paging import page_number, paging
from lessons.words import gettext

if TYPE_CHECKING:
    from lessons.search.model import Facet
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask
    from lessons.web.presenters.browsing import IndexEntry

COMMONEST = 8
FIND_CHARACTERS = 80
# Definitions of the facets that no vocabulary describes.
DEFINITIONS = {
    "organisation": "browse.definition.organisation",
    "year": "browse.definition.year",
    "tag": "browse.definition.tag",
}


def index(reader: SiteReader, ask: Ask) -> Answer:
    """Return the page of all facets, each with its definition and its commonest values."""
    facets = find(reader, Request(size=1)).facets
    path = ask.addresses.path
    sections = [
        {
            "label": facet.label,
            "definition": definition(reader, facet.name),
            "all": Link(all_words(facet), path(f"/browse/{facet.name}")),
            "values": [
                Link(
                    labelled(facet.name, value.label, reader.vocabulary),
                    path(within("browse", facet.name, value.value)),
                    thousands(value.count),
                )
                for value in commonest(facet)
            ],
        }
        for facet in facets
    ]
    words = [scheme for scheme in reader.vocabulary.schemes.values() if scheme.slug == "words"]
    return Page(
        "browse.html",
        gettext("frame.link.browse"),
        {
            "sections": sections,
            "words": [Link(scheme.label, path(f"/browse/{scheme.slug}"), scheme.definition) for scheme in words],
            "outcomes": path("/outcomes") if "outcomes" in reader.kinds else None,
        },
        description=gettext("browse.description"),
        canonical="/browse",
        section="/browse",
    )


def all_words(facet: Facet) -> str:
    """Return what the link to all values says; from some number on a search page counts only the commonest."""
    if len(facet.values) < MOST_VALUES:
        return gettext("browse.all.number", number=len(facet.values))
    return gettext("browse.all")


def definition(reader: SiteReader, facet: str) -> str | None:
    """Return the definition of a facet."""
    scheme = reader.vocabulary.schemes.get(facet)
    if scheme and scheme.definition:
        return scheme.definition
    return gettext(DEFINITIONS[facet]) if facet in DEFINITIONS else None


def commonest(facet: Facet) -> list[Counted]:
    """Return the commonest values of a facet that say something, of years the latest, of a scale the first."""
    return [Counted(value.value, value.label, value.count) for value in leading(facet, COMMONEST)]


def scheme_page(reader: SiteReader, ask: Ask) -> Answer:
    """Return every value of one facet with its count; within a search, when the address holds one."""
    name = ask.variables["scheme"]
    if name not in reader.index.facets.declared:
        return glossary(reader, ask, name)
    searched = [(key, value) for key, value in meant(reader, ask) if key != "find"]
    request = replace(Request.from_params(searched), size=1, page=1)
    narrowed = bool(request.text.strip() or request.filters)
    values = values_of(reader, request, name, narrowed=narrowed)
    terms = tree(reader.vocabulary, name)

    def href(value: str) -> str:
        if narrowed:
            chosen = {**request.filters, name: tuple(terms.family(value))}
            return search_href(ask.addresses, request, filters=chosen, size=20)
        return ask.addresses.path(within("browse", name, value))

    def family_count(family: list[str]) -> int:
        return find(reader, replace(request, filters={**request.filters, name: tuple(family)})).count

    found = entries(values, terms, href=href, family_count=family_count)
    ordered = reader.index.facets.declared[name].ordered
    if not ordered and not narrowed:
        found += synonyms(terms, href, [value.value for value in values])
    label = label_of(reader, name)
    pairs = replace(request, size=20).to_params() if narrowed else []
    shown = listed(ask, name, found, pairs, ordered=ordered)
    return Page(
        "scheme.html",
        gettext("browse.scheme.title", label=label, count=counted(len(values), "value")),
        {
            "label": label,
            "definition": definition(reader, name),
            "count": counted(len(values), "value"),
            **shown,
            "back": Link(gettext("browse.scheme.back"), search_href(ask.addresses, request, size=20))
            if narrowed
            else None,
            "crumbs": crumbs(ask),
            "unit": gettext("browse.scheme.unit"),
        },
        description=gettext("browse.scheme.description", label=label.lower()),
        canonical=within("browse", name) if shown["number"] == 1 else None,
        section="/browse",
        indexed=not narrowed and not shown["find"],
    )


def listed(
    ask: Ask, name: str, found: list[IndexEntry], pairs: list[tuple[str, str]], *, ordered: bool
) -> dict[str, Any]:
    """Return what the page of a list shows of its entries: those whose name has what is asked for, one page of them, and ways to the others.

    ``pairs`` are the parameters of the search that the list belongs to.
    """
    find = " ".join(ask.first("find").split())[:FIND_CHARACTERS]
    kept = named(found, find) if find else found
    one = part(letters(kept, ordered=ordered), page_number(ask))
    number = min(page_number(ask), one.pages)
    asked = [*pairs, *([("find", find)] if find else [])]

    def href(page: int, anchor: str = "") -> str:
        more = [("page", str(page))] if page > 1 else []
        return ask.addresses.path(within("browse", name), [*asked, *more], fragment=anchor)

    return {
        "letters": one.letters,
        "jumps": [
            Link(letter.letter, f"#{letter.anchor}" if page == number else href(page, letter.anchor))
            for letter, page in one.begins
        ],
        "paging": paging(number, one.pages, href),
        "number": number,
        "find": find,
        "found": counted(len(kept), "name") if find else None,
        "kept": pairs,
        # On one page, a script narrows the list while one types; where the site is files, nobody answers a form.
        "long": len(found) >= LETTERS_FROM and not ask.config.as_files,
        "whole": one.pages == 1 and not find,
        "all": ask.addresses.path(within("browse", name), pairs),
    }


def values_of(reader: SiteReader, request: Request, name: str, *, narrowed: bool) -> list[Counted]:
    """Return the values of a facet with the number of lessons that each finds.

    A search page counts only the commonest; without a search, the library counts all of those that may be many.
    """
    facet = next((facet for facet in find(reader, request).facets if facet.name == name), None)
    found = [Counted(v.value, v.label, v.count) for v in selectable(facet.values)] if facet else []
    complete = None if narrowed else lessons_by(reader.connection, name)
    if complete and len(complete) > len(found):
        found = [Counted(*row) for row in complete]
    return last_not_stated([replace(one, label=labelled(name, one.label, reader.vocabulary)) for one in found])


def label_of(reader: SiteReader, name: str) -> str:
    """Return the label of a facet."""
    facet = reader.index.facets.declared.get(name)
    return facet.label if facet else reader.vocabulary.scheme_label(name)


def crumbs(ask: Ask, *more: Link) -> tuple[Link, ...]:
    """Return the way from home to a page under Browse."""
    path = ask.addresses.path
    return (
        Link(gettext("frame.link.home"), path("/")),
        Link(gettext("frame.navigation.browse"), path("/browse")),
        *more,
    )


def glossary(reader: SiteReader, ask: Ask, name: str) -> Answer:
    """Return the terms of a scheme that is no facet, with their definitions and other words."""
    if name not in reader.vocabulary.schemes:
        return Missing()
    terms = tree(reader.vocabulary, name)

    def href(slug: str) -> str:
        return ask.addresses.path(within("browse", name, slug))

    values = [Counted(term.slug, term.label, 0) for term in terms.terms.values()]
    found = [replace(entry, count=None) for entry in entries(values, terms, href=href, family_count=len)]
    found += synonyms(terms, href, terms.terms)
    label = reader.vocabulary.scheme_label(name)
    return Page(
        "scheme.html",
        label,
        {
            "label": label,
            "definition": definition(reader, name),
            "count": counted(len(values), "term"),
            **listed(ask, name, found, [], ordered=False),
            "crumbs": crumbs(ask),
            "unit": None,
        },
        description=gettext("browse.glossary.description", label=label.lower()),
        canonical=within("browse", name),
        section="/browse",
    )

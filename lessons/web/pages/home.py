"""The first page: what this is, a search box, ways in, the newest reviews."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.library import outcomes, uses
from lessons.library import reviews as library
from lessons.search import Request
from lessons.web.answers import Page
from lessons.web.pages.search import find
from lessons.web.presenters.dates import date
from lessons.web.presenters.facets import labelled, leading
from lessons.web.presenters.links import Link, search_href, term_href
from lessons.web.presenters.numbers import counted, thousands
from lessons.web.presenters.review import cards
from lessons.words import gettext

if TYPE_CHECKING:
    from lessons.library.vocabulary import StoredVocabulary
    from lessons.search.model import Facet
    from lessons.web.answers import Answer, SiteReader
    from lessons.web.ask import Addresses, Ask

NEWEST = 6
ROUTES = 4
VALUES = 6
EXAMPLES = 2
# Facets whose values are words that one would type, best first.
SPOKEN = ("tag", "barriers", "enablers", "sector", "organisation")
FAILURE = "failure"
# Facets that make good ways in, best first; the first four with at least two values are shown.
PREFERRED = ("sector", "barriers", "enablers", "organisation", "result", "event", "tag", "year", "type")


@dataclass(frozen=True)
class Route:
    """A way in: a facet with its commonest values, each linked to its results."""

    label: str
    all_href: str
    values: tuple[Link, ...]


def home(reader: SiteReader, ask: Ask) -> Answer:
    """Return the first page."""
    build, path = reader.build, ask.addresses.path
    page = find(reader, Request(size=1))
    newest = library.listed(reader.connection, library.Listing(), NEWEST)
    return Page(
        "home.html",
        build.name,
        {
            "build": build,
            "action": path("/search"),
            "reviews": counted(build.review_count, "review"),
            "lessons": counted(build.lesson_count, "lesson"),
            "newest_published": date(build.newest_published) if build.newest_published else None,
            "examples": examples(page.facets, ask.addresses),
            "doors": doors(reader, page.facets, ask.addresses),
            "routes": routes(page.facets, reader.vocabulary, ask.addresses),
            "cards": cards(newest, reader.vocabulary, ask.addresses),
            "links": {
                "reviews": path("/reviews"),
                "new": path("/new") if "news" in reader.kinds else None,
                "search": path("/search"),
                "outcomes": path("/outcomes") if "outcomes" in reader.kinds else None,
                "charts": path("/charts"),
                "brief": path("/brief"),
                "contribute": path("/contribute"),
            },
        },
        description=build.description,
        canonical="/",
        search_box=False,
        feeds=((gettext("shared.feed.reviews"), path("/reviews.atom")),),
    )


def doors(reader: SiteReader, facets: tuple[Facet, ...], addresses: Addresses) -> tuple[Link, ...]:
    """Return the ways in by what came of it, each with how much stands behind it; none with nothing behind it."""
    failed = next(
        (value.count for facet in facets if facet.name == "result" for value in facet.values if value.value == FAILURE),
        0,
    )
    better = outcomes.tally(reader.connection, outcomes.OutcomeFilters(measures="outcome", direction="better")).figures
    used = uses.used_count(reader.connection)
    newest = date(reader.build.newest_published).text if reader.build.newest_published else None
    able = (
        (failed, Link(gettext("home.door.failed"), term_href(addresses, "result", FAILURE), counted(failed, "lesson"))),
        (
            better,
            Link(
                gettext("home.door.worked"),
                addresses.path("/outcomes", [("measures", "outcome"), ("direction", "better")]),
                counted(better, "figure"),
            ),
        ),
        (used, Link(gettext("frame.link.uses"), addresses.path("/uses"), counted(used, "lesson"))),
        (newest, Link(gettext("frame.link.new"), addresses.path("/new"), gettext("home.door.newest", date=newest))),
    )
    return tuple(link for behind, link in able if behind)


def examples(facets: tuple[Facet, ...], addresses: Addresses) -> tuple[Link, ...]:
    """Return searches to try, in words that this library itself uses."""
    named = {facet.name: facet for facet in facets}
    facet = next((named[name] for name in SPOKEN if name in named and leading(named[name], VALUES)), None)
    labels = [value.label for value in leading(facet, EXAMPLES)] if facet else []
    return tuple(Link(label, search_href(addresses, Request(text=label))) for label in labels)


def routes(facets: tuple[Facet, ...], vocabulary: StoredVocabulary, addresses: Addresses) -> tuple[Route, ...]:
    """Return the ways in."""
    by_name = {facet.name: facet for facet in facets}
    chosen = [by_name[name] for name in PREFERRED if name in by_name and len(by_name[name].values) > 1]
    return tuple(
        Route(
            facet.label,
            addresses.path(f"/browse/{facet.name}"),
            tuple(
                Link(
                    labelled(facet.name, value.label, vocabulary),
                    term_href(addresses, facet.name, value.value),
                    thousands(value.count),
                )
                for value in leading(facet, VALUES)
            ),
        )
        for facet in chosen[:ROUTES]
    )

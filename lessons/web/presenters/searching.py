"""The search page: form, count, filters, results, and ways on when there is little or nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lessons.search.model import PAGE_SIZE, RESULT_TYPES
from lessons.web.presenters.digest import DigestHelp, digest_help
from lessons.web.presenters.facets import Chip, FacetGroup, chips, groups
from lessons.web.presenters.links import Link, search_href
from lessons.web.presenters.numbers import counted, thousands
from lessons.web.presenters.paging import Paging, paging
from lessons.web.presenters.results import Result, results
from lessons.web.presenters.said import TYPE_WORDS, StatementShown, by_meaning, fewer_words, statement, understood
from lessons.words import gettext, ngettext

if TYPE_CHECKING:
    from lessons.library.vocabulary import StoredVocabulary
    from lessons.search.model import SearchPage
    from lessons.web.ask import Addresses, Ask

TYPE_LABELS = {"lessons": "search.type.lessons", "reviews": "search.type.reviews", "all": "search.type.all"}
SORT_LABELS = {
    "relevance": "search.sort.relevance",
    "newest": "search.sort.newest",
    "event": "search.sort.event",
    "oldest": "search.sort.oldest",
}
PARAMETER_LABELS = {
    "q": "shared.search",
    "in": "search.show",
    "sort": "search.parameter.sort",
    "page": "search.parameter.page",
    "size": "search.parameter.size",
}
# Text of the query in the title and headings; the box holds all of it.
TITLE_CHARACTERS = 80


@dataclass(frozen=True)
class Choice:
    """One entry of a selection list."""

    value: str
    label: str
    selected: bool


@dataclass(frozen=True)
class Fault:
    """Something in the address that could not be understood: which field, what is wrong, where on the page it is."""

    field: str
    label: str
    message: str
    anchor: str


@dataclass(frozen=True)
class NothingFound:
    """Ways on when nothing matches: filters to remove, and how many match without any."""

    without_filters: Link | None
    removals: tuple[Chip, ...]
    browse: str


@dataclass(frozen=True)
class Searching:
    """Everything that the search page shows."""

    title: str
    text: str
    short_text: str
    action: str
    types: tuple[Choice, ...]
    sorts: tuple[Choice, ...]
    size: int | None
    exact: tuple[str, ...]
    count_words: str
    heading: str
    understood: str | None
    synonyms: tuple[Link, ...]
    faults: tuple[Fault, ...]
    query_fault: str | None
    partial: bool
    fewer_words: str | None
    by_meaning: str | None
    suggestions: tuple[Link, ...]
    chips: tuple[Chip, ...]
    clear: str | None
    filter_label: str
    groups: tuple[FacetGroup, ...]
    results: tuple[Result, ...]
    first: int
    paging: Paging | None
    nothing: NothingFound | None
    downloads: tuple[Link, ...]
    statement: StatementShown | None
    charts: str
    feed: str
    digest: DigestHelp
    # Those on other pages of results, which the form keeps; the number is of all.
    kept: tuple[str, ...]
    shortlisted: int


def searching(page: SearchPage, vocabulary: StoredVocabulary, ask: Ask, csv_rows: int, newest_day: str) -> Searching:
    """Return what the search page shows for ``page``; ``csv_rows`` is how many rows a CSV download holds at most, ``newest_day`` that of the library."""
    request, addresses = page.request, ask.addresses
    count = counted(page.count, TYPE_WORDS[request.result_type])
    short = shortened(request.text)
    chosen = sum(len(values) for values in request.filters.values())
    feed = search_href(addresses, request, ".atom", size=PAGE_SIZE, sort=None)
    return Searching(
        title=title(page, count, short),
        text=request.text,
        short_text=short,
        action=addresses.path("/search"),
        # The default has no value of its own: then the address stays short, and a new query gets its own default order.
        types=tuple(
            Choice("" if value == RESULT_TYPES[0] else value, gettext(label), value == request.result_type)
            for value, label in TYPE_LABELS.items()
        ),
        sorts=sorts(page),
        size=request.size if request.size != PAGE_SIZE else None,
        exact=request.exact,
        count_words=count,
        heading=heading(page, count, short),
        understood=understood(page),
        synonyms=tuple(
            Link(synonym, search_href(addresses, request, exact=(*request.exact, synonym)), word)
            for word, synonym in page.understood.synonyms
        ),
        faults=faults(page),
        query_fault=page.request.problems.get("q"),
        partial=page.partial,
        fewer_words=fewer_words(page),
        by_meaning=by_meaning(page),
        suggestions=tuple(
            Link(text, search_href(addresses, request, text=text, exact=())) for text in page.suggestions
        ),
        chips=chips(page, addresses),
        clear=search_href(addresses, request, filters={}) if chosen else None,
        filter_label=gettext("search.filter_label.chosen", number=chosen) if chosen else gettext("search.filter_label"),
        groups=groups(page, vocabulary, addresses),
        results=results(page, vocabulary, addresses),
        first=(page.page - 1) * page.size + 1,
        paging=paging(page.page, page.pages, lambda number: search_href(addresses, request, page=number)),
        nothing=nothing_found(page, addresses) if page.count == 0 else None,
        downloads=downloads(page, addresses, count, csv_rows) if page.count else (),
        statement=statement(page, ask),
        charts=addresses.path("/charts", replace(request, problems={}, page=1, size=PAGE_SIZE, sort=None).to_params()),
        feed=feed,
        digest=digest_help(addresses, request, newest_day),
        kept=tuple(id_ for id_ in addresses.shortlist if id_ not in {hit.id for hit in page.hits}),
        shortlisted=len(addresses.shortlist),
    )


def sorts(page: SearchPage) -> tuple[Choice, ...]:
    """Return the orders to choose from; relevance means something only with a query, and is then the default."""
    has_query = bool(page.request.text.strip())
    default = "relevance" if has_query else "newest"
    return tuple(
        Choice("" if value == default else value, gettext(label), value == page.sort)
        for value, label in SORT_LABELS.items()
        if has_query or value != "relevance"
    )


def faults(page: SearchPage) -> tuple[Fault, ...]:
    """Return what could not be understood, each with the field that it belongs to."""
    labels = {
        **{name: gettext(label) for name, label in PARAMETER_LABELS.items()},
        **{facet.name: facet.label for facet in page.facets},
    }
    facets = {facet.name for facet in page.facets}
    return tuple(
        Fault(
            name,
            labels.get(name) or gettext("search.parameter.filter"),
            message,
            f"facet-{name}" if name in facets else "q" if name == "q" else "count",
        )
        for name, message in page.request.problems.items()
    )


def shortened(text: str) -> str:
    """Return the query's text for a title, cut when it is long."""
    text = " ".join(text.split())
    return text if len(text) <= TITLE_CHARACTERS else text[: TITLE_CHARACTERS - 1].rstrip() + "…"


def title(page: SearchPage, count: str, short: str) -> str:
    """Return the page's title: the query, the count, and the page where there are several."""
    words = gettext("search.title", query=short, count=count) if short else count
    if page.pages > 1:
        words = gettext("search.title.page", title=words, page=page.page, pages=thousands(page.pages))
    return gettext("search.title.error", title=words) if page.request.problems else words


def heading(page: SearchPage, count: str, short: str) -> str:
    """Return the count in words, with what it counts."""
    if not short:
        return count if page.count or not page.request.filters else gettext("search.heading.filters", count=count)
    return ngettext("search.heading.match", page.count, count=count, query=short)


def nothing_found(page: SearchPage, addresses: Addresses) -> NothingFound:
    """Return the ways on from a search that found nothing."""
    request = page.request
    without = None
    if request.filters and page.unfiltered_count:
        words = counted(page.unfiltered_count, TYPE_WORDS[request.result_type])
        without = Link(
            gettext("search.nothing.without_filters", count=words), search_href(addresses, request, filters={})
        )
    return NothingFound(
        without_filters=without,
        removals=tuple(chip for chip in chips(page, addresses) if chip.gives and chip.gives != "0"),
        browse=addresses.path("/browse"),
    )


def downloads(page: SearchPage, addresses: Addresses, count: str, csv_rows: int) -> tuple[Link, ...]:
    """Return the same results in other forms, each named with how many it holds."""
    request = replace(page.request, size=100)
    first = min(page.count, csv_rows)
    csv_words = count if first == page.count else gettext("search.download.first", number=thousands(first), count=count)
    return (
        Link(gettext("search.download.csv", count=csv_words), search_href(addresses, request, ".csv", size=PAGE_SIZE)),
        Link(gettext("search.download.json", count=count), search_href(addresses, request, ".json")),
        Link(
            gettext("search.download.feed", count=count),
            search_href(addresses, request, ".atom", size=PAGE_SIZE, sort=None),
        ),
    )

"""What goes into a search and what comes out of it, as plain values that every door (site, JSON, CSV, feed, command) shares."""

from __future__ import annotations

from dataclasses import dataclass, field

SORTS = ("relevance", "newest", "oldest")
RESULT_TYPES = ("lessons", "reviews", "all")
PAGE_SIZE = 20
MAX_PAGE_SIZE = 100
NOT_STATED = "not-stated"


@dataclass(frozen=True)
class Request:
    """One search as asked for: the text, the chosen facet values, and how to show the results.

    ``filters`` maps a facet's name to the chosen values: OR within one facet, AND across facets. ``sort`` is
    ``None`` when not chosen: relevance with a query, newest without. ``exact`` lists synonyms that the
    reader removed. ``problems`` holds, in words and keyed by parameter, what could not be understood; such a parameter
    counts as absent.
    """

    text: str = ""
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    result_type: str = "lessons"
    sort: str | None = None
    page: int = 1
    size: int = PAGE_SIZE
    exact: tuple[str, ...] = ()
    problems: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet with the number of results that choosing it gives."""

    value: str
    label: str
    count: int
    selected: bool = False


@dataclass(frozen=True)
class Facet:
    """One facet: its values by count, then label (ordered schemes in their own order), "Not stated" last."""

    name: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True)
class Hit:
    """One result. ``type`` is ``lesson`` or ``review``; ``snippet`` is escaped HTML with ``<mark>``.

    For a review, ``statement`` is the sentence of its lesson that fits the query best and ``lesson_url`` leads to it.
    ``url`` is a path from the site's root, without base path.
    """

    type: str
    id: str
    review: str
    title: str
    statement: str
    url: str
    organisation: str | None
    date: str | None
    result: str
    snippet: str
    score: float
    lesson_url: str | None = None


@dataclass(frozen=True)
class Understood:
    """The query as understood, for showing back: a sentence in words, and the synonyms also searched for."""

    text: str
    words: str
    synonyms: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class SearchPage:
    """A page of results with everything that a page, a JSON answer or a feed needs.

    ``count`` is the number of all results after filters, ``unfiltered_count`` before them; ``all_words_count`` is how many
    of the results have every word of the query. ``without`` maps each chosen (facet, value) to the count that removing it would give and is
    filled only when nothing was found. ``suggestions`` are other query texts that do find something. ``partial`` says that the time limit cut the search short.
    """

    request: Request
    understood: Understood
    count: int
    unfiltered_count: int
    all_words_count: int
    page: int
    size: int
    sort: str
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    suggestions: tuple[str, ...] = ()
    without: dict[tuple[str, str], int] = field(default_factory=dict)
    partial: bool = False

    @property
    def pages(self) -> int:
        """Return the number of pages, at least 1."""
        return max(1, -(-self.count // self.size))

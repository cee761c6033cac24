"""What goes into a search and what comes out of it, as plain values that every door (site, JSON, CSV, feed, command) shares."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote_plus

from lessons.words import either, gettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

SORTS = ("relevance", "newest", "event", "oldest")
RESULT_TYPES = ("lessons", "reviews", "all")
PAGE_SIZE = 20
MAX_PAGE_SIZE = 100
MAX_PAGE = 1_000_000
# What a text, and the synonyms removed from it, may take in an address: a page of results has the address of its search some forty
# times. A plan of a page or two fits, and the hundred words that are read.
MAX_TEXT = 4_000
MAX_EXACT = 1_000
MAX_CHOSEN = 100
MAX_FACETS = 50
# The parameters that are no facets.
PARAMETERS = frozenset({"q", "in", "sort", "page", "size", "exact"})
NOT_STATED = "not-stated"


@dataclass(frozen=True)
class Request:
    """One search as asked for: the text, the chosen facet values, and how to show the results.

    ``filters`` maps a facet's name to the chosen values: OR within one facet, AND across facets. ``sort`` is
    ``None`` when not chosen: relevance with a query, newest without; newest goes by publication, event and oldest by the date
    of what was reviewed, the latest or the earliest first. ``exact`` lists synonyms that the
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

    @classmethod
    def from_params(cls, pairs: Iterable[tuple[str, str]]) -> Request:
        """Return the request that the parameters of an address ask for; every input is accepted.

        A parameter of another name may be a facet of the collection; search passes over those that are none. What cannot
        be understood goes to ``problems``, in words.
        """
        given: dict[str, list[str]] = {}
        for name, value in pairs:
            values = given.setdefault(name, [])
            clean = _writable(value)
            if clean and clean not in values:
                values.append(clean)
        problems: dict[str, str] = {}
        others = sorted(given.keys() - PARAMETERS)
        if len(others) > MAX_FACETS:
            problems[others[MAX_FACETS]] = gettext("search.problem.filters", number=MAX_FACETS)
        filters = {name: tuple(given[name][:MAX_CHOSEN]) for name in others[:MAX_FACETS] if given[name]}
        for name in filters:
            if len(given[name]) > MAX_CHOSEN:
                problems[name] = gettext("search.problem.values", number=MAX_CHOSEN)
        whole = " ".join(given.get("q", ()))
        text = whole[: _fitting(whole, MAX_TEXT)]
        if len(text) < len(whole):
            problems["q"] = gettext("search.problem.too_long", number=f"{len(text):,}")
        exact = given.get("exact", ())[:MAX_CHOSEN]
        return cls(
            text=text,
            filters=filters,
            result_type=_choice(given, "in", RESULT_TYPES, problems) or RESULT_TYPES[0],
            sort=_choice(given, "sort", SORTS, problems),
            page=_number(given, "page", 1, MAX_PAGE, problems),
            size=_number(given, "size", PAGE_SIZE, MAX_PAGE_SIZE, problems),
            exact=tuple(exact[: _fitting(exact, MAX_EXACT)]),
            problems=problems,
        )

    def to_params(self) -> list[tuple[str, str]]:
        """Return the parameters that ask for this request, in one fixed order, without those that are the default."""
        pairs = [("q", self.text)] if self.text else []
        if self.result_type != RESULT_TYPES[0]:
            pairs.append(("in", self.result_type))
        pairs += [(name, value) for name, values in self.filters.items() for value in values]
        pairs += [("exact", synonym) for synonym in self.exact]
        if self.sort:
            pairs.append(("sort", self.sort))
        if self.size != PAGE_SIZE:
            pairs.append(("size", str(self.size)))
        if self.page != 1:
            pairs.append(("page", str(self.page)))
        return pairs


def _fitting(parts: Sequence[str], most: int) -> int:
    """Return how many of the letters of a text, or of several texts, take no more than so much in an address together."""
    taken = accumulate(len(quote_plus(part)) for part in parts)
    return sum(1 for _ in takewhile(lambda length: length <= most, taken))


def _writable(text: str) -> str:
    """Return ``text`` without what no page or address can carry: NUL, and halves of surrogate pairs."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


def _choice(given: dict[str, list[str]], name: str, allowed: tuple[str, ...], problems: dict[str, str]) -> str | None:
    """Return the first value of a parameter that takes one of a few words, or ``None`` when it is absent or another."""
    _once(given, name, problems)
    value = next(iter(given.get(name, ())), None)
    if value is None or value in allowed:
        return value
    problems[name] = gettext("search.problem.not_one_of", value=value[:40], names=either(allowed))
    return None


def _number(given: dict[str, list[str]], name: str, default: int, most: int, problems: dict[str, str]) -> int:
    """Return the first value of a parameter that takes a whole number from 1 to ``most``, or the default."""
    _once(given, name, problems)
    value = next(iter(given.get(name, ())), str(default))
    # Longer than any number allowed: no need to read it.
    if value.isascii() and value.isdecimal() and len(value) <= len(str(most)) and 1 <= int(value) <= most:
        return int(value)
    problems[name] = gettext("search.problem.not_a_number", value=value[:40], most=f"{most:,}")
    return default


def _once(given: dict[str, list[str]], name: str, problems: dict[str, str]) -> None:
    """Report a parameter that takes one value and was given several."""
    values = given.get(name, ())
    if len(values) > 1:
        problems[name] = gettext("search.problem.once", first=values[0][:40], second=values[1][:40])


class FacetValue(NamedTuple):
    """One value of a facet with the number of results that choosing it gives; a page makes hundreds of them."""

    value: str
    label: str
    count: int  # type: ignore[assignment]  # hides tuple.count, which nobody asks of a value
    selected: bool = False


# Makes a value of a whole row; what a NamedTuple has for this takes five times as long.
facet_value: Callable[[tuple[str, str, int, bool]], FacetValue] = partial(tuple.__new__, FacetValue)


@dataclass(frozen=True)
class Facet:
    """One facet: its values by count, then label (ordered schemes in their own order), "Not stated" last."""

    name: str
    label: str
    values: tuple[FacetValue, ...]


class Hit(NamedTuple):
    """One result. ``type`` is ``lesson`` or ``review``; ``snippet`` is escaped HTML with ``<mark>``.

    For a review, ``statement`` is the sentence of its lesson that fits the filters and the query best and ``lesson_url`` leads to it.
    ``url`` is a path from the site's root, without base path. ``author`` wrote the review;
    ``published`` and ``last_changed`` say when the library had it. A review has no ``status`` and no ``recommendation``.
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
    author: str = ""
    published: str | None = None
    last_changed: str | None = None
    sector: str | None = None
    status: str | None = None
    recommendation: str | None = None


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
    of the results have every word of the query, ``by_meaning_count`` how many are there for their meaning alone. ``sql`` is a
    statement that gives the results but these. ``without`` maps each chosen (facet, value) to the count that removing it would give and is
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
    by_meaning_count: int = 0
    sql: str = ""

    @property
    def pages(self) -> int:
        """Return the number of pages, at least 1."""
        return max(1, -(-self.count // self.size))

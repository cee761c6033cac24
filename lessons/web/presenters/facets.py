"""Filters beside the results: groups of values with their counts, and the chosen ones as removable chips."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.schema import NOT_STATED
from lessons.web.presenters.links import search_href, toggled
from lessons.web.presenters.numbers import thousands
from lessons.words import gettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lessons.library.vocabulary import StoredVocabulary
    from lessons.search.model import Facet, FacetValue, SearchPage
    from lessons.web.ask import Addresses

# Values of a facet in plain sight; the rest is one click away.
SHOWN = 8
# A longer list than this would be a wall of boxes: it gets a page of its own, from A to Z.
LISTED = 30
# Groups that are open before anything is chosen.
OPEN_GROUPS = 3


@dataclass(frozen=True)
class Option:
    """One value of a facet: a box to tick."""

    name: str
    value: str
    label: str
    count: str
    selected: bool


@dataclass(frozen=True)
class FacetGroup:
    """One facet as shown; ``more`` folds under ``more_label``; ``all_href`` leads to the list from A to Z."""

    name: str
    label: str
    shown: tuple[Option, ...]
    more: tuple[Option, ...]
    more_label: str
    all_label: str
    all_href: str | None
    selected: str | None
    fault: str | None
    open: bool


@dataclass(frozen=True)
class Chip:
    """One chosen value, and the address without it; ``gives`` says what removing it would find, where that is known."""

    text: str
    href: str
    gives: str | None = None


def groups(page: SearchPage, vocabulary: StoredVocabulary, addresses: Addresses) -> tuple[FacetGroup, ...]:
    """Return the facets that have something to offer, in the engine's order."""
    offered = [(facet, selectable(facet.values)) for facet in page.facets]
    return tuple(
        group(facet, values, page, vocabulary, addresses, is_open=place < OPEN_GROUPS)
        for place, (facet, values) in enumerate(
            (facet, values) for facet, values in offered if narrows(values) or (values and at_fault(facet, page))
        )
    )


def narrows(values: Sequence[FacetValue]) -> bool:
    """Return whether there is something to choose: a value that all results have tells none of them from another."""
    return len(values) > 1 or any(value.selected for value in values)


def at_fault(facet: Facet, page: SearchPage) -> bool:
    """Return whether something asked of the facet was not understood, which is said beside it."""
    return facet.name in page.request.problems


def leading(facet: Facet, most: int) -> list[FacetValue]:
    """Return the first values of a facet that say something, at most so many.

    They stand in the engine's order: the commonest first, years and scales in their own, so that none is missing in between.
    """
    return [value for value in selectable(facet.values) if value.value != NOT_STATED][:most]


def selectable(values: Iterable[FacetValue]) -> tuple[FacetValue, ...]:
    """Return the values that lead somewhere, and those that are chosen."""
    return tuple(value for value in values if value.count or value.selected)


def group(
    facet: Facet,
    values: Sequence[FacetValue],
    page: SearchPage,
    vocabulary: StoredVocabulary,
    addresses: Addresses,
    *,
    is_open: bool,
) -> FacetGroup:
    """Return one facet as shown: the chosen values always in sight, in their own places."""
    sight = in_sight(values)
    rest = [value for value in values if value not in sight]
    long = len(values) > LISTED
    chosen = sum(value.selected for value in values)
    return FacetGroup(
        name=facet.name,
        label=facet.label,
        shown=tuple(option(facet.name, value, vocabulary) for value in sight),
        more=() if long else tuple(option(facet.name, value, vocabulary) for value in rest),
        more_label=gettext("search.facet.more", number=len(values)),
        all_label=gettext("search.facet.all", number=thousands(len(values))),
        all_href=search_href(addresses, page.request).replace("/search", f"/browse/{facet.name}", 1) if long else None,
        selected=gettext("search.facet.selected", number=chosen) if chosen else None,
        fault=page.request.problems.get(facet.name),
        open=is_open or bool(chosen) or at_fault(facet, page),
    )


def in_sight(values: Sequence[FacetValue]) -> list[FacetValue]:
    """Return the first values and all chosen ones, in the given order; one left over is shown as well."""
    if len(values) <= SHOWN + 1:
        return list(values)
    return [value for place, value in enumerate(values) if place < SHOWN or value.selected]


def option(name: str, value: FacetValue, vocabulary: StoredVocabulary) -> Option:
    """Return one value as a box to tick."""
    return Option(name, value.value, labelled(name, value.label, vocabulary), thousands(value.count), value.selected)


def labelled(name: str, label: str, vocabulary: StoredVocabulary) -> str:
    """Return a value's label as it stands in lists of the values of a facet: of an abbreviated organisation with what it stands for."""
    return vocabulary.organisation(label) if name == "organisation" else label


def chips(page: SearchPage, addresses: Addresses) -> tuple[Chip, ...]:
    """Return the chosen values in the order of the facets."""
    labels = {(facet.name, value.value): (facet.label, value.label) for facet in page.facets for value in facet.values}
    made = []
    for facet, values in page.request.filters.items():
        for value in values:
            facet_label, label = labels.get((facet, value), (facet, value))
            gives = page.without.get((facet, value))
            made.append(
                Chip(
                    gettext("search.facet.chip", facet=facet_label, value=label),
                    search_href(addresses, page.request, filters=toggled(page.request, facet, value)),
                    thousands(gives) if gives is not None else None,
                )
            )
    return tuple(made)

"""The chosen facet values over a match set: what they leave, what each value would give, what removing one would."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from lessons.library.near_names import nearest
from lessons.search.model import PARAMETERS, Facet, Request
from lessons.search.sentences import cut
from lessons.words import gettext, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lessons.search.facets import FacetIndex, Mask
    from lessons.search.lsa import Positions

# As many values of a facet as can be read at a glance.
MOST_LISTED = 20


def resolved(facets: FacetIndex, request: Request) -> tuple[Request, Mapping[str, tuple[int, ...]]]:
    """Return the request without filters and values that do not exist, which become problems, and the codes of the others."""
    problems = {**not_parameters(facets.names, request.filters), **request.problems}
    filters: dict[str, tuple[str, ...]] = {}
    chosen: dict[str, tuple[int, ...]] = {}
    for facet in facets.names:
        values = request.filters.get(facet, ())
        if not values:
            continue
        label = facets.declared[facet].label
        known = tuple(value for value in values if (facet, value) in facets.code)
        unknown = [value for value in values if (facet, value) not in facets.code]
        if unknown:
            said = gettext("search.problem.no_value", field=label, value=unknown[0][:60])
            problems.setdefault(facet, f"{said} {would_be_right(facets, facet, unknown[0])}")
        if known:
            filters[facet] = known
            chosen[facet] = tuple(facets.code[facet, value] for value in known)
    return replace(request, filters=filters, problems=problems), chosen


def not_parameters(facets: Iterable[str], names: Iterable[str]) -> dict[str, str]:
    """Return, for each name of a parameter that search does not have, what is wrong with it and what would be right."""
    known = (*facets, *sorted(PARAMETERS))
    found = {}
    for name in names:
        if name not in known:
            near = nearest(name, known)
            right = (
                gettext("search.problem.did_you_mean", near=near)
                if near
                else gettext("search.problem.there_are", names=listed(known))
            )
            found[name] = f"{gettext('search.problem.no_parameter', name=name[:60])} {right}"
    return found


def would_be_right(facets: FacetIndex, facet: str, value: str) -> str:
    """Return a sentence on what would be right for a value that a facet does not have: the nearest, or else what there is."""
    values = [facets.values[code] for code in range(*facets.spans[facet])]
    names = [name for _, name, _ in values]
    # By its label, which is what people see of a value, or by the value.
    by_label = {label: name for _, name, label in values}
    near = nearest(value, names) or by_label.get(nearest(value, by_label) or "")
    if near:
        return gettext("search.problem.did_you_mean", near=near)
    return gettext("search.problem.there_are", names=listed(cut(names, MOST_LISTED)))


@dataclass(frozen=True)
class Filters:
    """The filters of one request over the ``documents`` of its match set, which are among those of the ``span``."""

    facets: FacetIndex
    request: Request
    chosen: Mapping[str, tuple[int, ...]]
    documents: Positions
    span: tuple[int, int]

    @cached_property
    def masks(self) -> dict[str, Mask]:
        """For each facet in use, which of the documents have one of the chosen values."""
        return {facet: self.facets.mask(list(codes))[self.documents] for facet, codes in self.chosen.items()}

    def passing(self, *, but: str | None = None) -> npt.NDArray[np.int64]:
        """Return the places of the documents that pass all filters, or all but that of one facet."""
        masks = [mask for facet, mask in self.masks.items() if facet != but]
        if not masks:
            return np.arange(len(self.documents))
        return np.flatnonzero(np.logical_and.reduce(masks))

    def kept(self) -> npt.NDArray[np.int64]:
        """Return the places of the documents that pass all filters."""
        return self.passing()

    def tally(self) -> tuple[Facet, ...]:
        """Return the facets, each counted without its own selection."""
        counts = self.facets.count(self.documents[self.passing()], self.span)
        for facet in self.chosen:
            own = slice(*self.facets.spans[facet])
            counts[own] = self.facets.count(self.documents[self.passing(but=facet)], self.span)[own]
        return self.facets.tally(counts, self.request.filters)

    def without(self) -> dict[tuple[str, str], int]:
        """Return for each chosen value how many results there would be without it."""
        counts = {}
        for facet, codes in self.chosen.items():
            for value, code in zip(self.request.filters[facet], codes, strict=True):
                others = {**self.chosen, facet: tuple(other for other in codes if other != code)}
                remaining = {name: left for name, left in others.items() if left}
                counts[facet, value] = len(replace(self, chosen=remaining).kept())
        return counts

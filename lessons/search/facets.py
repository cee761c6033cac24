"""Counts facet values over any set of results, from arrays held in memory."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from lessons.search.model import NOT_STATED, Facet, FacetValue
from lessons.search.text import words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

Mask = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int64]

# A page does not carry a thousand tags; the commonest are there, and all that are chosen.
MOST_VALUES = 100


@dataclass(frozen=True)
class Declared:
    """One facet as the database declares it."""

    name: str
    label: str
    lessons_only: bool
    ordered: bool


@dataclass(frozen=True)
class FacetIndex:
    """All facet values and which documents have them.

    ``declared`` are the facets in their order. ``values`` holds (facet, value, label) by code; codes of one facet are
    contiguous, ``spans`` says from where to where. ``starts`` (documents + 1,) and ``codes`` list the codes of each document,
    ``holder_starts`` (values + 1,) and ``holders`` the documents of each code. ``totals`` counts each code over each span of
    documents that can be searched.
    """

    declared: Mapping[str, Declared]
    values: tuple[tuple[str, str, str], ...]
    spans: Mapping[str, tuple[int, int]]
    code: Mapping[tuple[str, str], int]
    starts: Positions
    codes: npt.NDArray[np.int32]
    holder_starts: Positions
    holders: npt.NDArray[np.int32]
    totals: Mapping[tuple[int, int], npt.NDArray[np.int64]]

    @classmethod
    def build(
        cls,
        declared: Mapping[str, Declared],
        values: tuple[tuple[str, str, str], ...],
        starts: Positions,
        codes: npt.NDArray[np.int32],
        parts: Collection[tuple[int, int]],
    ) -> FacetIndex:
        """Return the index over documents whose codes are given, with the lists transposed as well.

        ``parts`` are the spans over which documents are searched.
        """
        spans: dict[str, tuple[int, int]] = {}
        for code, (facet, _, _) in enumerate(values):
            spans[facet] = (spans.get(facet, (code, code))[0], code + 1)
        document = np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))
        holder_starts = np.zeros(len(values) + 1, dtype=np.int64)
        np.cumsum(np.bincount(codes, minlength=len(values)), out=holder_starts[1:])
        return cls(
            declared,
            values,
            spans,
            {(facet, value): code for code, (facet, value, _) in enumerate(values)},
            starts,
            codes,
            holder_starts,
            document[np.argsort(codes, kind="stable")],
            {
                (first, end): np.bincount(codes[starts[first] : starts[end]], minlength=len(values))
                for first, end in parts
            },
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all facets, in the order in which they are offered."""
        return tuple(self.declared)

    @property
    def labels(self) -> Mapping[str, str]:
        """The label of each facet, by its name."""
        return {name: facet.label for name, facet in self.declared.items()}

    @cached_property
    def words(self) -> tuple[tuple[list[str], list[str]], ...]:
        """The words of each value's label, and of the value itself."""
        return tuple((words(label), words(value)) for _, value, label in self.values)

    def mask(self, codes: list[int]) -> Mask:
        """Return which documents have at least one of the values."""
        found = np.zeros(len(self.starts) - 1, dtype=np.bool_)
        for code in codes:
            found[self.holders[self.holder_starts[code] : self.holder_starts[code + 1]]] = True
        return found

    def codes_of(self, document: int) -> frozenset[int]:
        """Return the codes of one document."""
        return frozenset(self.codes[self.starts[document] : self.starts[document + 1]].tolist())

    def count(self, documents: Positions, span: tuple[int, int]) -> npt.NDArray[np.int64]:
        """Return for each code how many of the documents have it; they are among those of the span.

        What is missing from the span is counted instead where that is less.
        """
        first, end = span
        if 2 * len(documents) <= end - first:
            return self._listed(documents)
        missing = np.ones(end - first, dtype=np.bool_)
        missing[documents - first] = False
        return self.totals[span] - self._listed(np.flatnonzero(missing) + first)

    def _listed(self, documents: Positions) -> npt.NDArray[np.int64]:
        """Return for each code how many of the documents have it, by going through their lists."""
        starts = self.starts[documents]
        lengths = self.starts[documents + 1] - starts
        offsets = np.cumsum(lengths) - lengths
        places = np.repeat(starts - offsets, lengths) + np.arange(int(lengths.sum()))
        return np.bincount(self.codes[places], minlength=len(self.values))

    def tally(self, facet: str, counts: npt.NDArray[np.int64], chosen: tuple[str, ...]) -> Facet:
        """Return one facet with the values that occur, and those chosen, commonest first or in their own order."""
        first, end = self.spans[facet]
        ordered = self.declared[facet].ordered
        part = counts[first:end]
        present = np.flatnonzero(part)
        if not ordered:
            # Codes are in order of labels, so a stable sort breaks ties by label.
            present = present[np.argsort(-part[present], kind="stable")]
        places = present[:MOST_VALUES].tolist()
        if chosen:
            places += sorted({self.code[facet, value] - first for value in chosen} - set(places))
            if ordered:
                places.sort()
        unstated = self.code.get((facet, NOT_STATED), -1) - first
        if unstated in places:
            places.remove(unstated)
            places.append(unstated)
        values = self.values[first:end]
        pairs = zip(map(values.__getitem__, places), part[places].tolist(), strict=True)
        found = [FacetValue(value, label, number, value in chosen) for (_, value, label), number in pairs]
        return Facet(facet, self.declared[facet].label, tuple(found))

    def offered(self, result_type: str) -> tuple[str, ...]:
        """Return the facets that say something about this type of result, in their order."""
        return tuple(
            name
            for name, facet in self.declared.items()
            if name in self.spans
            and not (result_type == "reviews" and facet.lessons_only)
            and self._says_something(name)
        )

    def _says_something(self, name: str) -> bool:
        """Return whether some document states a value of the facet."""
        used = np.diff(self.holder_starts) > 0
        return any(used[code] and self.values[code][1] != NOT_STATED for code in range(*self.spans[name]))

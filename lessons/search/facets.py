"""Counts facet values over any set of results, from arrays held in memory."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from lessons.search.model import NOT_STATED, Facet, facet_value
from lessons.search.text import words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

Mask = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.int64]

# A page does not carry a thousand tags; the commonest are there, and all that are chosen.
MOST_VALUES = 100


@dataclass(frozen=True)
class Declared:
    """One facet as the database declares it; ``lessons_only``: reviews have of it what their lessons have."""

    name: str
    label: str
    lessons_only: bool
    ordered: bool


@dataclass(frozen=True)
class FacetIndex:
    """All facet values and which documents have them.

    ``declared`` are the facets in their order. ``values`` holds (facet, value, label) by code; codes of one facet are
    contiguous, ``spans`` says from where to where. ``first`` (documents, facets) has the first code of each document in each facet,
    where it has none the number of values; ``starts`` (documents + 1,) and ``others`` list its further codes, which few have.
    ``holder_starts`` (values + 1,) and ``holders`` list the documents of each code. ``totals`` counts each code over each span of
    documents that can be searched.
    """

    declared: Mapping[str, Declared]
    values: tuple[tuple[str, str, str], ...]
    spans: Mapping[str, tuple[int, int]]
    code: Mapping[tuple[str, str], int]
    first: npt.NDArray[np.int32]
    starts: Positions
    others: npt.NDArray[np.int32]
    holder_starts: Positions
    holders: npt.NDArray[np.int32]
    totals: Mapping[tuple[int, int], npt.NDArray[np.int64]]

    @classmethod
    def build(
        cls,
        declared: Mapping[str, Declared],
        values: tuple[tuple[str, str, str], ...],
        pairs: Sequence[npt.NDArray[np.int32]],
        documents: int,
        searched: Collection[tuple[int, int]],
    ) -> FacetIndex:
        """Return the index over so many documents.

        ``pairs`` are document and code (2, pairs), by document, then by code, of one facet after the other; ``searched`` the
        spans over which documents are searched.
        """
        spans: dict[str, tuple[int, int]] = {}
        for code, (facet, _, _) in enumerate(values):
            spans[facet] = (spans.get(facet, (code, code))[0], code + 1)
        first = np.full((documents, len(pairs)), len(values), dtype=np.int32)
        starts = np.zeros(documents + 1, dtype=np.int64)
        further = []
        holder_starts = np.zeros(len(values) + 1, dtype=np.int64)
        totals = {span: np.zeros(len(values), dtype=np.int64) for span in searched}
        for place, (document, codes) in enumerate(pairs):
            is_first = np.diff(document, prepend=-1) > 0
            first[document[is_first], place] = codes[is_first]
            further.append((document[~is_first], codes[~is_first]))
            starts[1:] += np.bincount(further[-1][0], minlength=documents)
            holder_starts[1:] += np.bincount(codes, minlength=len(values))
            for span, total in totals.items():
                begin, end = np.searchsorted(document, span)
                total += np.bincount(codes[begin:end], minlength=len(values))
        np.cumsum(starts, out=starts)
        np.cumsum(holder_starts, out=holder_starts)
        listed = np.empty(starts[-1], dtype=np.int32)
        # Where the next code of each document goes.
        free = starts[:-1].copy()
        holders = [np.zeros(0, dtype=np.int32)]
        for document, codes in further:
            own = np.bincount(document, minlength=documents)
            listed[np.arange(len(document)) + np.repeat(free - (np.cumsum(own) - own), own)] = codes
            free += own
        for document, codes in pairs:
            holders.append(document[np.argsort(codes, kind="stable")])
        return cls(
            declared,
            values,
            spans,
            {(facet, value): code for code, (facet, value, _) in enumerate(values)},
            first,
            starts,
            listed,
            holder_starts,
            np.concatenate(holders),
            totals,
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
        found = np.zeros(len(self.first), dtype=np.bool_)
        for code in codes:
            found[self.holders[self.holder_starts[code] : self.holder_starts[code + 1]]] = True
        return found

    def codes_of(self, document: int) -> frozenset[int]:
        """Return the codes of one document."""
        others = self.others[self.starts[document] : self.starts[document + 1]]
        return frozenset((*self.first[document].tolist(), *others.tolist())) - {len(self.values)}

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
        """Return for each code how many of the documents have it, by going through what each has."""
        found = np.bincount(self.first.take(documents, axis=0).ravel(), minlength=len(self.values) + 1)[:-1]
        starts = self.starts[documents]
        lengths = self.starts[documents + 1] - starts
        offsets = np.cumsum(lengths) - lengths
        places = np.repeat(starts - offsets, lengths) + np.arange(int(lengths.sum()))
        return found + np.bincount(self.others[places], minlength=len(self.values))

    def tally(self, counts: npt.NDArray[np.int64], chosen: Mapping[str, tuple[str, ...]]) -> tuple[Facet, ...]:
        """Return the facets with the values that occur, and those chosen, commonest first or in their own order."""
        present = np.flatnonzero(counts)
        # Codes are in order of labels, so a stable sort breaks ties by label.
        keys = np.where(self.by_count[present], -counts[present], 0)
        present = present[np.lexsort((keys, self.facet_of[present]))]
        ends = np.searchsorted(self.facet_of[present], np.arange(len(self.declared) + 1)).tolist()
        part = {name: present[ends[place] : ends[place + 1]] for place, name in enumerate(self.declared)}
        given = counts.tolist()
        found = (
            self._facet(name, part[name][:MOST_VALUES].tolist(), given, chosen.get(name, ())) for name in self.offered
        )
        return tuple(facet for facet in found if facet.values)

    def _facet(self, name: str, codes: list[int], counts: Sequence[int], chosen: tuple[str, ...]) -> Facet:
        """Return one facet with the values of some codes, in order, and those chosen."""
        declared = self.declared[name]
        if chosen:
            codes += sorted({self.code[name, value] for value in chosen} - set(codes))
            if declared.ordered:
                codes.sort()
        unstated = self.code.get((name, NOT_STATED))
        if unstated in codes:
            codes.remove(unstated)
            codes.append(unstated)
        # Column by column: hundreds of values are made for each answer.
        _, values, labels = zip(*map(self.values.__getitem__, codes), strict=True) if codes else ((), (), ())
        selected = map(chosen.__contains__, values)
        rows = zip(values, labels, map(counts.__getitem__, codes), selected, strict=True)
        return Facet(name, declared.label, tuple(map(facet_value, rows)))

    @cached_property
    def facet_of(self) -> npt.NDArray[np.int64]:
        """The place of the facet of each code among all facets."""
        places = {name: place for place, name in enumerate(self.declared)}
        return np.array([places[name] for name, _, _ in self.values], dtype=np.int64)

    @cached_property
    def by_count(self) -> Mask:
        """Whether the values of the facet of each code go by their counts."""
        return np.array([not self.declared[name].ordered for name, _, _ in self.values], dtype=np.bool_)

    @cached_property
    def offered(self) -> tuple[str, ...]:
        """The facets of which some document states a value, in their order."""
        return tuple(name for name in self.declared if name in self.spans and self._says_something(name))

    def _says_something(self, name: str) -> bool:
        """Return whether some document states a value of the facet."""
        used = np.diff(self.holder_starts) > 0
        return any(used[code] and self.values[code][1] != NOT_STATED for code in range(*self.spans[name]))

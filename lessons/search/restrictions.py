"""Which values of a facet a ``field:value`` of a query means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.search.model import NOT_STATED
from lessons.search.query import Group, Query, Restriction, clauses_of
from lessons.search.text import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lessons.search.facets import FacetIndex

_YEARS = re.compile(r"(\d{4})?\s*(?:\.\.|-|–)\s*(\d{4})?|(\d{4})")


@dataclass(frozen=True)
class Codes:
    """Values of one facet that a ``field:value`` allows, or forbids."""

    facet: str
    codes: tuple[int, ...]
    excluded: bool = False


def resolved_fields(facets: FacetIndex, query: Query) -> tuple[list[Codes], list[Group], list[str]]:
    """Return the values that restrictions mean; the words of those that mean none, to be searched for instead."""
    allowed: dict[str, dict[int, None]] = {}
    restrictions: list[Codes] = []
    groups: list[Group] = []
    notes: list[str] = []
    for restriction in query.restrictions:
        codes = tuple(_codes(facets, restriction))
        if codes and restriction.excluded:
            restrictions.append(Codes(restriction.facet, codes, excluded=True))
        elif codes:
            allowed.setdefault(restriction.facet, {}).update(dict.fromkeys(codes))
        else:
            label = facets.labels.get(restriction.facet, restriction.facet)
            notes.append(f"No value of “{label}” is called “{restriction.value[:60]}”, so its words were searched for.")
            groups += [Group((clause,)) for clause in clauses_of(restriction.value, phrase=False)]
    restrictions += [Codes(facet, tuple(codes)) for facet, codes in allowed.items()]
    return restrictions, groups, notes


def _codes(facets: FacetIndex, restriction: Restriction) -> Iterator[int]:
    """Yield the codes of the values that a restriction means: a year or years, a slug or label, or labels with its words."""
    first, end = facets.spans.get(restriction.facet, (0, 0))
    if restriction.facet == "year":
        found = _YEARS.fullmatch(restriction.value)
        if found and any(found.groups()):
            low = int(found[3] or found[1] or 0)
            high = int(found[3] or found[2] or 9999)
            for code in range(first, end):
                value = facets.values[code][1]
                if value != NOT_STATED and low <= int(value) <= high:
                    yield code
            return
    wanted = words(restriction.value)
    if not wanted:
        return
    loose = []
    for code in range(first, end):
        in_label, in_value = facets.words[code]
        if wanted in (in_label, in_value):
            yield code
            return
        if all(any(other.startswith(word) for other in in_label) for word in wanted):
            loose.append(code)
    yield from loose

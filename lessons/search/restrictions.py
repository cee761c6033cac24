"""Which facet a word before a colon names, and which of its values a ``field:value`` means."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from lessons.search.clauses import clauses_of
from lessons.search.days import PUBLISHED, YEAR, Days, days_of, in_words, missed_day
from lessons.search.inflection import american, regular
from lessons.search.query import Group, Query, Restriction
from lessons.search.text import stems, words
from lessons.words import gettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lessons.search.facets import FacetIndex
    from lessons.search.vocabulary import Expansions

# Other names of fields, where no facet is called so.
ALSO_CALLED = {"date": "year", "when": "year", "status": "lesson_status", "outcome": "result", "org": "organisation"}
_COMMA = re.compile("[,;|]")
# In a shorter word the last letter is more than an ending.
SHORTEST_INFLECTED = 4


@dataclass(frozen=True)
class Codes:
    """Values of one facet that a ``field:value`` allows, or forbids."""

    facet: str
    codes: tuple[int, ...]
    excluded: bool = False


@dataclass(frozen=True)
class Fields:
    """The facets of a collection as a query may name them."""

    facets: FacetIndex
    expansions: Expansions

    @cached_property
    def _names(self) -> dict[str, str]:
        """The facet for each way to write its name or label, folded, without hyphens."""
        found: dict[str, str] = {}
        for name, facet in self.facets.declared.items():
            for text in (name, facet.label):
                for form in regular("".join(words(text))):
                    found.setdefault(american(form), name)
        found.setdefault(PUBLISHED, PUBLISHED)
        for name, called in ALSO_CALLED.items():
            if called in self.facets.declared:
                found.setdefault(name, called)
        return found

    def named(self, field: str) -> str | None:
        """Return the facet, or ``published``, that a word before a colon names, in singular or plural, British or American."""
        joined = "".join(words(field))
        return next((self._names[form] for form in map(american, regular(joined)) if form in self._names), None)

    def is_value(self, facet: str, value: str) -> bool:
        """Return whether a facet has a value of this slug, label or other name, or whether the text means days."""
        if facet in (YEAR, PUBLISHED):
            return days_of(value) is not None
        value_words = words(value)
        first, end = self.facets.spans.get(facet, (0, 0))
        return bool(value_words) and (
            any(value_words in self.facets.words[code] for code in range(first, end))
            or bool(self.expansions.values_called(facet, value_words))
        )

    def resolved(self, query: Query) -> tuple[list[Codes | Days], list[Group], list[str]]:
        """Return what restrictions allow; the words of those that mean no value, to be searched for; what to say of it."""
        allowed: dict[str, dict[int, None]] = defaultdict(dict)
        days: dict[str, list[tuple[tuple[int, int], str]]] = defaultdict(list)
        restrictions: list[Codes | Days] = []
        groups: list[Group] = []
        notes: list[str] = []
        for one in (each for typed in query.restrictions for each in self._each(typed)):
            facet = self.facets.declared.get(one.facet)
            label = facet.label if facet else gettext("search.understood.published")
            span = days_of(one.value) if one.facet in (YEAR, PUBLISHED) else None
            if span and one.excluded:
                restrictions.append(Days((span,), excluded=True, named=in_words(one.value), field=one.facet))
            elif span:
                days[one.facet].append((span, in_words(one.value)))
            elif (codes := tuple(self._codes(one))) or self.expansions.values_called(one.facet, words(one.value)):
                if one.excluded:
                    restrictions.append(Codes(one.facet, codes, excluded=True))
                else:
                    allowed[one.facet].update(dict.fromkeys(codes))
                if not codes:
                    notes.append(gettext("search.understood.no_value_here", field=label, value=one.value[:60]))
            else:
                last = missed_day(one.value) if one.facet in (YEAR, PUBLISHED) else ""
                value = one.value[:60]
                notes.append(
                    gettext("search.understood.no_day", value=value, last=last)
                    if last
                    else gettext("search.understood.no_value", field=label, value=value)
                )
                groups += [Group((clause,)) for clause in clauses_of(one.value, phrase=False)]
        restrictions += [Codes(name, tuple(found)) for name, found in allowed.items()]
        for name, found in days.items():
            named = " or ".join(value for _, value in found)
            restrictions.append(Days(tuple(span for span, _ in found), named=named, field=name))
        return restrictions, groups, notes

    def _each(self, restriction: Restriction) -> list[Restriction]:
        """Return a restriction to several values with commas between them as one to each; any other as it is."""
        parts = [part.strip() for part in _COMMA.split(restriction.value)]
        if len(parts) > 1 and not self._means(restriction):
            several = [replace(restriction, value=part) for part in parts]
            if all(map(self._means, several)):
                return several
        return [restriction]

    def _means(self, restriction: Restriction) -> bool:
        """Return whether a restriction means anything: days, or values that there are."""
        return self.is_value(restriction.facet, restriction.value) or next(self._codes(restriction), None) is not None

    def _codes(self, restriction: Restriction) -> Iterator[int]:
        """Yield the codes of the values that a restriction means.

        The value with this slug, label, synonym or other name; else those whose labels have all of its words.
        """
        first, end = self.facets.spans.get(restriction.facet, (0, 0))
        value_words = words(restriction.value)
        if not value_words:
            # Signs alone are no words, and a tag may be nothing else.
            yield from (code for code in range(first, end) if restriction.value in self.facets.values[code][1:])
            return
        called = self.expansions.values_called(restriction.facet, value_words)
        loose = []
        for code in range(first, end):
            in_label, in_value = self.facets.words[code]
            if value_words in (in_label, in_value) or self.facets.values[code][1] in called:
                yield code
                return
            if all(any(_begins(word, other) for other in in_label) for word in value_words):
                loose.append(code)
        yield from loose


def _begins(word: str, other: str) -> bool:
    """Return whether a word of a label is the word asked for, but for its ending or its British or American spelling."""
    word, other = american(word), american(other)
    stem = _stem(word)
    return other.startswith(word if len(stem) < SHORTEST_INFLECTED else stem)


@lru_cache(maxsize=1000)
def _stem(word: str) -> str:
    return stems([word])[0]

"""Which facet a word before a colon names, and which of its values a ``field:value`` means."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from lessons.search.clauses import clauses_of
from lessons.search.inflection import american, regular
from lessons.search.query import Group, Query, Restriction
from lessons.search.text import stems, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lessons.search.facets import FacetIndex
    from lessons.search.vocabulary import Expansions

_DATE = r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?"
_COMPARED = re.compile(rf"(<=|>=|<|>|=|≤|≥)\s*{_DATE}")
_RANGE = re.compile(rf"(?:{_DATE})?\s*(?:\.\.\.?|–|—|to|-(?!\d\d(?!\d)))\s*(?:{_DATE})?")
_ONE = re.compile(_DATE)
_DECADE = re.compile(r"(\d{3})0['’]?s|['’]?(\d)0s")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(rf"(?:(\d{{1,2}})(?:st|nd|rd|th)?\s+)?({'|'.join(_MONTHS)})[a-z]*\.?,?\s+(\d{{4}})")
# Other names of fields, where no facet is called so.
ALSO_CALLED = {"date": "year", "when": "year", "status": "lesson_status", "outcome": "result", "org": "organisation"}
# Fields that hold days; the second is no facet.
YEAR, PUBLISHED = "year", "published"
LABEL = "Published"
# In a shorter word the last letter is more than an ending.
SHORTEST_INFLECTED = 4
# Before and after every day that a record can have; days are numbers such as 19980401.
FIRST_DAY, LAST_DAY = 1, 99991231


@dataclass(frozen=True)
class Codes:
    """Values of one facet that a ``field:value`` allows, or forbids."""

    facet: str
    codes: tuple[int, ...]
    excluded: bool = False


@dataclass(frozen=True)
class Days:
    """Days, from first to last, in which the date of a review must begin, or must not; ``named`` says them in words.

    ``field`` is ``year`` for the date of what was reviewed, ``published`` for when the library published it.
    """

    ranges: tuple[tuple[int, int], ...]
    excluded: bool = False
    named: str = ""
    field: str = YEAR


def days_of(text: str) -> tuple[int, int] | None:
    """Return the first and the last day that a text means: 1998, 1998-04, 1990s, 1990..1999, ..1995, <1995, >=1995-06."""
    text = text.strip().casefold()
    if found := _DECADE.fullmatch(text):
        decade = int(found[1] or f"19{found[2]}")
        return decade * 100000 + 101, (decade * 10 + 9) * 10000 + 1231
    if found := _MONTH.fullmatch(text):
        month = f"{_MONTHS.index(found[2]) + 1:02}"
        day = found[1] and f"{int(found[1]):02}"
        return _first(found[3], month, day), _last(found[3], month, day)
    if found := _COMPARED.fullmatch(text):
        first, last = _first(*found.groups()[1:]), _last(*found.groups()[1:])
        return {
            "<": (FIRST_DAY, first - 1),
            "<=": (FIRST_DAY, last),
            "≤": (FIRST_DAY, last),
            ">": (last + 1, LAST_DAY),
            ">=": (first, LAST_DAY),
            "≥": (first, LAST_DAY),
            "=": (first, last),
        }[found[1]]
    if found := _ONE.fullmatch(text):
        return _first(*found.groups()), _last(*found.groups())
    found = _RANGE.fullmatch(text)
    if found and (found[1] or found[4]):
        return (
            _first(*found.groups()[:3]) if found[1] else FIRST_DAY,
            _last(*found.groups()[3:]) if found[4] else LAST_DAY,
        )
    return None


def as_days(span: tuple[int, int]) -> tuple[str, str]:
    """Return the first and the last day as texts, as they stand in the database."""
    first, last = (f"{number:08}" for number in span)
    return f"{first[:4]}-{first[4:6]}-{first[6:]}", f"{last[:4]}-{last[4:6]}-{last[6:]}"


def in_words(text: str) -> str:
    """Return days as they were typed, ranges in words."""
    low, dots, high = text.partition("..")
    if not dots:
        return text
    return (
        f"{low} to {high.lstrip('.')}"
        if low and high.strip(".")
        else f"{low} and after"
        if low
        else f"{high} and before"
    )


def _first(year: str, month: str | None, day: str | None) -> int:
    return int(f"{year}{month or '01'}{day or '01'}")


def _last(year: str, month: str | None, day: str | None) -> int:
    return int(f"{year}{month or '12'}{day or '31'}")


@dataclass(frozen=True)
class Fields:
    """The facets of a collection as a query may name them."""

    facets: FacetIndex
    expansions: Expansions
    result_type: str

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
        for one in query.restrictions:
            facet = self.facets.declared.get(one.facet)
            label = facet.label if facet else LABEL
            span = days_of(one.value) if one.facet in (YEAR, PUBLISHED) else None
            if facet and facet.lessons_only and self.result_type == "reviews":
                notes.append(f"“{label}” applies to lessons; it does not narrow a list of reviews.")
            elif span and one.excluded:
                restrictions.append(Days((span,), excluded=True, named=in_words(one.value), field=one.facet))
            elif span:
                days[one.facet].append((span, in_words(one.value)))
            elif (codes := tuple(self._codes(one))) or self.expansions.values_called(one.facet, words(one.value)):
                if one.excluded:
                    restrictions.append(Codes(one.facet, codes, excluded=True))
                else:
                    allowed[one.facet].update(dict.fromkeys(codes))
                if not codes:
                    notes.append(f"Nothing here has “{label}”: {one.value[:60]}.")
            else:
                notes.append(f"“{label}” has no value “{one.value[:60]}”, so its words were searched for instead.")
                groups += [Group((clause,)) for clause in clauses_of(one.value, phrase=False)]
        restrictions += [Codes(name, tuple(found)) for name, found in allowed.items()]
        for name, found in days.items():
            named = " or ".join(value for _, value in found)
            restrictions.append(Days(tuple(span for span, _ in found), named=named, field=name))
        return restrictions, groups, notes

    def _codes(self, restriction: Restriction) -> Iterator[int]:
        """Yield the codes of the values that a restriction means.

        The value with this slug, label, synonym or other name; else those whose labels have all of its words.
        """
        first, end = self.facets.spans.get(restriction.facet, (0, 0))
        value_words = words(restriction.value)
        if not value_words:
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
    """Return whether a word of a label is the word asked for, but for its ending."""
    stem = _stem(word)
    return other.startswith(word if len(stem) < SHORTEST_INFLECTED else stem)


@lru_cache(maxsize=1000)
def _stem(word: str) -> str:
    return stems([word])[0]

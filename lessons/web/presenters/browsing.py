"""Lists of subjects: every value of a facet with its count, from A to Z or in its own order, narrower ones inside."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from lessons.schema import NOT_STATED
from lessons.web.presenters.numbers import thousands

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lessons.library.vocabulary import StoredTerm, StoredVocabulary

# From this many entries on, a list is cut into letters with links to jump to them.
LETTERS_FROM = 15
# Entries on one page: so many with their links weigh less than 100 KB.
MOST_LISTED = 300
# Figures of a label count as a number up to so many.
LONGEST_FIGURE = 12


@dataclass(frozen=True)
class Counted:
    """One value of a facet with the number of its lessons."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class IndexEntry:
    """One line of a list: a value with its count, or a synonym that leads to the preferred term (``see``)."""

    label: str
    href: str | None
    count: str | None = None
    definition: str | None = None
    see: str | None = None
    narrower: tuple[IndexEntry, ...] = ()


@dataclass(frozen=True)
class Letter:
    """The entries under one letter; ``anchor`` is empty when the list is not cut into letters."""

    letter: str
    anchor: str
    entries: tuple[IndexEntry, ...]


@dataclass(frozen=True)
class Tree:
    """Terms and how they hang together: which are narrower than which."""

    terms: dict[str, StoredTerm] = field(default_factory=dict)

    def narrower(self, slug: str) -> list[str]:
        """Return the terms right below a term, in the vocabulary's order."""
        below = [term for term in self.terms.values() if term.broader == slug and term.slug != slug]
        return [term.slug for term in sorted(below, key=lambda term: term.position)]

    def family(self, slug: str) -> list[str]:
        """Return a term and all terms below it, each once."""
        found = [slug]
        for term in found:
            found += [below for below in self.narrower(term) if below not in found]
        return found


def tree(vocabulary: StoredVocabulary, scheme: str) -> Tree:
    """Return the terms of a scheme as a tree."""
    return Tree({term.slug: term for term in vocabulary.of_scheme(scheme)})


def entries(
    values: Iterable[Counted],
    terms: Tree,
    *,
    href: Callable[[str], str],
    family_count: Callable[[list[str]], int],
) -> list[IndexEntry]:
    """Return an entry for each value and each term that has one below it; narrower terms stand inside broader ones.

    ``href`` gives the address of a value's page; ``family_count`` counts the lessons that have any of some terms, each once.
    """
    counts = {value.value: value for value in values}
    needed = {ancestor for slug in counts for ancestor in ancestors(terms, slug)}

    def make(slug: str) -> IndexEntry:
        term = terms.terms.get(slug)
        below = [make(child) for child in terms.narrower(slug) if child in counts or child in needed]
        own = counts[slug].count if slug in counts else 0
        return IndexEntry(
            label=counts[slug].label if slug in counts else (term.label if term else slug),
            href=href(slug),
            count=thousands(family_count(terms.family(slug)) if below else own),
            definition=term.definition if term else None,
            narrower=tuple(below),
        )

    listed = [*counts, *sorted(needed - set(counts))]
    return [make(slug) for slug in listed if not inside(terms, slug)]


def inside(terms: Tree, slug: str) -> bool:
    """Return whether a term stands inside a broader one of the same scheme."""
    term = terms.terms.get(slug)
    return bool(term and term.broader in terms.terms)


def ancestors(terms: Tree, slug: str) -> list[str]:
    """Return the terms above a term, nearest first."""
    found: list[str] = []
    term = terms.terms.get(slug)
    while term and term.broader in terms.terms and term.broader not in found:
        found.append(str(term.broader))
        term = terms.terms[str(term.broader)]
    return found


def synonyms(terms: Tree, href: Callable[[str], str], shown: Iterable[str]) -> list[IndexEntry]:
    """Return an entry for each other word of the terms shown, leading to the preferred one."""
    return [
        IndexEntry(label=synonym[:1].upper() + synonym[1:], href=href(slug), see=terms.terms[slug].label)
        for slug in shown
        if slug in terms.terms
        for synonym in terms.terms[slug].synonyms
    ]


def letters(found: list[IndexEntry], *, ordered: bool) -> tuple[Letter, ...]:
    """Return the entries under their letters; a short list or one in an order of its own stays whole."""
    if ordered or len(found) < LETTERS_FROM:
        return (Letter("", "", tuple(found)),) if found else ()
    by_letter: dict[str, list[IndexEntry]] = {}
    for entry in sorted(found, key=lambda entry: sort_key(entry.label)):
        by_letter.setdefault(initial(entry.label), []).append(entry)
    return tuple(
        Letter(letter, f"letter-{place}", tuple(inside)) for place, (letter, inside) in enumerate(by_letter.items(), 1)
    )


@dataclass(frozen=True)
class ListPart:
    """One page of a long list: its letters, how many pages there are, and on which page each letter begins."""

    letters: tuple[Letter, ...]
    pages: int
    begins: tuple[tuple[Letter, int], ...]


def part(whole: tuple[Letter, ...], number: int) -> ListPart:
    """Return one page of a list that is cut into letters; a page beyond the end is the last."""
    pages: list[list[Letter]] = [[]]
    begins: list[tuple[Letter, int]] = []
    room = MOST_LISTED
    for letter in whole:
        rest = letter.entries
        if not room:
            pages.append([])
            room = MOST_LISTED
        begins.append((letter, len(pages)))
        while rest:
            if not room:
                pages.append([])
                room = MOST_LISTED
            taken, rest = rest[:room], rest[room:]
            room -= len(taken)
            pages[-1].append(Letter(letter.letter, letter.anchor, taken))
    return ListPart(tuple(pages[min(number, len(pages)) - 1]), len(pages), tuple(begins))


def named(found: Iterable[IndexEntry], text: str) -> list[IndexEntry]:
    """Return the entries that have a text in their names, accents and capitals aside, or inside them one that has."""
    sought = folded(text)
    kept = []
    for entry in found:
        inside = named(entry.narrower, text)
        if sought in folded(entry.label):
            kept.append(entry)
        elif inside:
            kept.append(replace(entry, narrower=tuple(inside)))
    return kept


def sort_key(label: str) -> tuple[bool, str, str]:
    """Return what to sort a label by: letters without accents first, figures and signs after them; 2 before 10."""
    plain = folded(label)
    return (not plain[:1].isalpha(), re.sub(r"\d+", lambda number: number[0].zfill(LONGEST_FIGURE), plain), label)


def folded(text: str) -> str:
    """Return a text without accents and capitals."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def initial(label: str) -> str:
    """Return the letter that an entry stands under."""
    first = folded(label)[:1].upper()
    return first if first.isalpha() else "0–9"


def last_not_stated(found: list[Counted]) -> list[Counted]:
    """Return the values with "Not stated" last."""
    return sorted(found, key=lambda value: value.value == NOT_STATED)

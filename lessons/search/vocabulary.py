"""Other words for what was typed, from the vocabulary: synonyms, preferred terms, names of organisations."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from lessons.search.text import LINK, STOP_WORDS, linked, stems, words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from lessons.search.lexicon import Lexicon

# A term with thirty synonyms would drown the word that was typed.
MOST_ALTERNATIVES = 6
# More words than these are sentences, in which two words often stand side by side by chance.
LONGEST_JOINED = 12

_EXPRESSIONS = """
    SELECT scheme || '/' || slug, label, 0 FROM terms
    UNION ALL SELECT scheme || '/' || slug, replace(slug, '-', ' '), 0 FROM terms
    UNION ALL SELECT scheme || '/' || term, synonym, 1 FROM synonyms
    UNION ALL SELECT 'organisation/' || id, name, 0 FROM organisations
    UNION ALL SELECT 'organisation/' || organisation_id, variant, 1 FROM organisation_variants
    ORDER BY 1, 3, 2
"""


@dataclass(frozen=True)
class Expansion:
    """An expression found in a query: the words from ``start`` to ``end``, and what else is searched for."""

    start: int
    end: int
    alternatives: tuple[str, ...]


def joined(
    typed: Sequence[str], common: Collection[str], lexicon: Lexicon, hyphenated: Callable[[tuple[str, ...]], bool]
) -> Iterator[Expansion]:
    """Yield the pairs of words of a query that some text writes as one word.

    ``common`` are those of them that are in most texts; ``hyphenated`` tells whether texts write words with a hyphen between them.
    """
    for place, pair in enumerate(pairwise(typed)):
        # A letter belongs to the word beside it only where some text says so, and two numbers are not one.
        if min(map(len, pair)) == 1 or "".join(pair) not in lexicon or all(map(str.isdecimal, pair)):
            continue
        # Nor are words that only happen to stand side by side: "data in", or in whole sentences "a single time".
        by_chance = len(typed) > LONGEST_JOINED or any(word in common for word in pair)
        if not by_chance or hyphenated(pair):
            yield Expansion(place, place + 2, ("".join(pair),))


@dataclass(frozen=True)
class Expansions:
    """The expressions of the vocabulary by their stems, each with the other expressions of the same terms.

    ``terms`` gives the values of a scheme that an expression, its words folded, is a name of; ``abbreviations`` are function
    words that are expressions when they stand in capitals.
    """

    alternatives: Mapping[tuple[str, ...], tuple[str, ...]]
    longest: int
    terms: Mapping[tuple[str, str], frozenset[str]]
    abbreviations: frozenset[str] = frozenset()

    @classmethod
    def load(cls, connection: sqlite3.Connection, lexicon: Lexicon) -> Expansions:
        """Return the expressions of the vocabulary in the database; the lexicon knows the stems of most of their words."""
        by_term: dict[str, list[str]] = defaultdict(list)
        called: dict[tuple[str, str], set[str]] = defaultdict(set)
        for term, expression, _ in connection.execute(_EXPRESSIONS):
            by_term[term].append(expression)
            scheme, _, slug = term.partition("/")
            called[scheme, " ".join(words(expression))].add(slug)
        return replace(
            cls.build(by_term.values(), lexicon.stem_of), terms={key: frozenset(found) for key, found in called.items()}
        )

    @classmethod
    def build(cls, terms: Collection[Sequence[str]], stem_of: Mapping[str, str]) -> Expansions:
        """Return the expansions of terms, each given as all expressions for it, the preferred one first.

        ``stem_of`` has the stems that are known already.
        """
        distinct = {word for expressions in terms for text in expressions for word in words(text)}
        new = sorted(distinct - stem_of.keys())
        stem = {
            **{word: stem_of[word] for word in distinct & stem_of.keys()},
            **dict(zip(new, stems(new), strict=True)),
        }
        found: dict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
        for expressions in terms:
            keys = {text: tuple(stem[word] for word in words(text)) for text in expressions}
            for text, key in keys.items():
                for other, other_key in keys.items():
                    # What contains the typed words is found by them anyway.
                    if key and other_key and text != other and not _within(key, other_key):
                        found[key].setdefault(
                            linked(abbreviated) if (abbreviated := _abbreviated(other)) else " ".join(words(other))
                        )
        return cls(
            {key: tuple(others)[:MOST_ALTERNATIVES] for key, others in found.items()},
            max(map(len, found), default=0),
            {},
            frozenset(filter(None, (_abbreviated(text) for expressions in terms for text in expressions))),
        )

    def values_called(self, scheme: str, typed: Sequence[str]) -> frozenset[str]:
        """Return the values of a scheme that have these words for a label, synonym or other name."""
        return self.terms.get((scheme, " ".join(typed)), frozenset())

    def find(self, typed: Sequence[str]) -> Iterator[Expansion]:
        """Yield the expressions among the stems ``typed``, the longest first where they overlap."""
        start = 0
        while start < len(typed):
            for length in range(min(self.longest, len(typed) - start), 0, -1):
                others = self.alternatives.get(tuple(typed[start : start + length]))
                if others:
                    yield Expansion(start, start + length, others)
                    start += length
                    break
            else:
                start += 1


def other_expressions(connection: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """Return what else is searched for when an expression of the vocabulary is typed, as folded words, for engines elsewhere.

    Abbreviations that are function words when folded are left out: only in capitals do they stand for anything.
    """
    by_term: dict[str, list[str]] = defaultdict(list)
    for term, expression, _ in connection.execute(_EXPRESSIONS):
        by_term[term].append(expression)
    expansions = Expansions.build(by_term.values(), {})
    found: dict[str, tuple[str, ...]] = {}
    for typed in sorted({" ".join(words(text)) for texts in by_term.values() for text in texts}):
        others = expansions.alternatives.get(tuple(stems(typed.split())), ()) if typed not in STOP_WORDS else ()
        if plain := tuple(other for other in others if other and LINK not in other):
            found[typed] = plain
    return found


def _abbreviated(expression: str) -> str:
    """Return the function word that an expression in capitals or with points is an abbreviation of; else nothing."""
    joined = "".join(words(expression))
    return joined if joined in STOP_WORDS and expression.isupper() and " " not in expression else ""


def _within(inner: tuple[str, ...], outer: tuple[str, ...]) -> bool:
    """Return whether one sequence of stems stands inside another."""
    width = len(inner)
    return any(outer[place : place + width] == inner for place in range(len(outer) - width + 1))

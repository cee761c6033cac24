"""Other words for what was typed, from the vocabulary: synonyms, preferred terms, names of organisations."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.search.text import stems, words

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator, Mapping, Sequence

# A term with thirty synonyms would drown the word that was typed.
MOST_ALTERNATIVES = 6

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


@dataclass(frozen=True)
class Expansions:
    """The expressions of the vocabulary by their stems, each with the other expressions of the same terms."""

    alternatives: Mapping[tuple[str, ...], tuple[str, ...]]
    longest: int

    @classmethod
    def load(cls, connection: sqlite3.Connection) -> Expansions:
        """Return the expressions of the vocabulary in the database."""
        by_term: dict[str, list[str]] = defaultdict(list)
        for term, expression, _ in connection.execute(_EXPRESSIONS):
            by_term[term].append(expression)
        return cls.build(by_term.values())

    @classmethod
    def build(cls, terms: Collection[Sequence[str]]) -> Expansions:
        """Return the expansions of terms, each given as all expressions for it, the preferred one first."""
        distinct = sorted({word for expressions in terms for text in expressions for word in words(text)})
        stem = dict(zip(distinct, stems(distinct), strict=True))
        found: dict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
        for expressions in terms:
            keys = {text: tuple(stem[word] for word in words(text)) for text in expressions}
            for text, key in keys.items():
                for other, other_key in keys.items():
                    # What contains the typed words is found by them anyway.
                    if key and other_key and text != other and not _within(key, other_key):
                        found[key].setdefault(" ".join(words(other)))
        return cls(
            {key: tuple(others)[:MOST_ALTERNATIVES] for key, others in found.items()},
            max(map(len, found), default=0),
        )

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


def _within(inner: tuple[str, ...], outer: tuple[str, ...]) -> bool:
    """Return whether one sequence of stems stands inside another."""
    width = len(inner)
    return any(outer[place : place + width] == inner for place in range(len(outer) - width + 1))

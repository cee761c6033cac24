"""Reads from the database which documents hold a word, a prefix or a phrase, and what that is worth."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np

from lessons.schema import LESSONS_FTS, REVIEWS_FTS
from lessons.search.deadline import require_time
from lessons.search.found import NOTHING, Found, Positions, Single
from lessons.search.meaning import unit
from lessons.search.text import stem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from lessons.search.index import SearchIndex
    from lessons.search.query import Clause

# SQLite takes at most 999 parameters in its oldest configuration.
MOST_PARAMETERS = 500
# The commonest stems that a prefix stands for.
MOST_STEMS = 200
# Forms of words that are marked in a snippet.
MOST_FORMS = 200
# Sorts after every word.
LAST = "\U0010ffff"
_FULL_TEXT = {"lessons": LESSONS_FTS.name, "reviews": REVIEWS_FTS.name}


@dataclass
class Reader:
    """Looks words up for one search among the documents from ``first`` to ``end``; what was read once is kept.

    ``deadline`` is a moment of ``time.monotonic``; past it, :class:`TimeUp` is raised.
    """

    connection: sqlite3.Connection
    index: SearchIndex
    result_type: str
    deadline: float | None = None
    stem_of: dict[str, str] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    by_stem: dict[str, Found] = field(default_factory=dict)

    @property
    def types(self) -> tuple[str, ...]:
        """Return the types of document that are searched."""
        return ("lessons", "reviews") if self.result_type == "all" else (self.result_type,)

    def learn(self, words: Collection[str]) -> None:
        """Look up the stems of words, and what is stored for these stems, in two queries."""
        new = sorted(set(words) - self.stem_of.keys())
        for part in _parts(new):
            self.stem_of.update(self.rows(f"SELECT word, stem FROM search_words WHERE word IN ({_marks(part)})", part))  # noqa: S608 - marks only
        for word in new:
            if word not in self.stem_of:
                self.unknown.add(word)
                self.stem_of[word] = stem(word)
        self.read(self.stem_of[word] for word in words)

    def is_known(self, word: str) -> bool:
        """Return whether any text has the word, or another of its forms; the word has been looked up before."""
        return word in self.stem_of and (word not in self.unknown or len(self.by_stem[self.stem_of[word]]) > 0)

    def stems(self, clause: Clause) -> tuple[str, ...]:
        """Return the stems of the words of a clause; they have been looked up before."""
        return tuple(self.stem_of[word] for word in clause.words)

    def read(self, stems: Iterable[str]) -> None:
        """Read the documents of stems."""
        self.check()
        new = sorted(set(stems) - self.by_stem.keys())
        stored: dict[str, list[Found]] = {name: [] for name in new}
        for part in _parts(new):
            for name, *lists in self.rows(
                "SELECT stem, type, documents, weights, titled FROM search_postings "  # noqa: S608 - marks only
                f"WHERE stem IN ({_marks(part)}) AND type IN ({_marks(self.types)}) ORDER BY type",
                (*part, *self.types),
            ):
                stored[name].append(self.weighed(*lists))
        for name, found in stored.items():
            self.by_stem[name] = Found.joined(found)

    def weighed(self, type_: str, documents: bytes, weights: bytes, titled: bytes) -> Found:
        """Return one stored list with the rarity of its stem worked in."""
        first, end = self.index.span(type_)
        places = np.frombuffer(documents, dtype="<i4").astype(np.int64)
        places += first
        # The rarity of BM25, never negative; Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework".
        rarity = np.log1p((end - first - len(places) + 0.5) / (len(places) + 0.5))
        worth = np.frombuffer(weights, dtype=np.uint8) * np.float32(rarity / 255.0)
        return Found(places, worth, np.frombuffer(titled, dtype="<i4") + np.int64(first), float(rarity))

    def find(self, clause: Clause) -> Found:
        """Return the documents that a clause asks for."""
        self.check()
        if clause.kind == "prefix":
            return self.prefix(clause.words[0])
        self.learn(clause.words)
        if len(clause.words) == 1:
            return self.by_stem[self.stem_of[clause.words[0]]]
        return self.phrase(clause.words)

    def prefix(self, start: str) -> Found:
        """Return the documents with any word that begins so."""
        names = [
            name
            for (name,) in self.rows(
                "SELECT stem FROM search_words WHERE word >= ? AND word < ? GROUP BY stem "
                "ORDER BY sum(occurrences) DESC, stem LIMIT ?",
                (start, start + LAST, MOST_STEMS),
            )
        ]
        self.read(names)
        return self.any_of([self.by_stem[name] for name in names])

    def phrase(self, words: Sequence[str]) -> Found:
        """Return the documents with the words side by side in this order, worth what the words are worth there."""
        if any(not len(self.by_stem[self.stem_of[word]]) for word in words):
            return NOTHING
        numbers = []
        expression = '"' + " ".join(words) + '"'
        for type_ in self.types:
            table = _FULL_TEXT[type_]
            ((listed,),) = self.rows(
                f"SELECT group_concat(rowid) FROM (SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rowid)",  # noqa: S608 - our own names
                (expression,),
            )
            first, end = self.index.span(type_)
            rows = np.array((listed or "").split(","), dtype=np.int64) if listed else np.zeros(0, dtype=np.int64)
            numbers.append(np.searchsorted(self.index.numbers[first:end], rows) + first)
        places = np.concatenate(numbers)
        parts = [self.by_stem[self.stem_of[word]] for word in words]
        titled = reduce(np.intersect1d, (part.titled for part in parts), places)
        return Found(places, self.worth(places, words), titled, sum(part.rarity for part in parts))

    def forms(self, clauses: Iterable[Clause]) -> tuple[str, ...]:
        """Return the words of the collection, in all their forms, that clauses look for; the commonest of each first."""
        wanted = {
            self.stem_of.get(word, word) for clause in clauses if clause.kind != "prefix" for word in clause.words
        }
        starts = [clause.words[0] for clause in clauses if clause.kind == "prefix"]
        found: dict[str, None] = {}
        for part in _parts(sorted(wanted)):
            rows = self.connection.execute(
                f"SELECT word FROM search_words WHERE stem IN ({_marks(part)}) "  # noqa: S608 - marks only
                "ORDER BY occurrences DESC, word LIMIT ?",
                (*part, MOST_FORMS),
            )
            found.update((word, None) for (word,) in rows)
        for start in starts:
            rows = self.connection.execute(
                "SELECT word FROM search_words WHERE word >= ? AND word < ? ORDER BY occurrences DESC, word LIMIT ?",
                (start, start + LAST, MOST_FORMS),
            )
            found.update((word, None) for (word,) in rows)
        return tuple(found)

    def direction(self, words: Collection[str]) -> Single | None:
        """Return where the words together point in the space of meanings, or ``None`` when none of them takes part."""
        stems = [self.stem_of[word] for word in words if word in self.stem_of]
        found: dict[str, bytes] = {}
        for part in _parts(sorted(set(stems))):
            found.update(
                self.rows(f"SELECT stem, direction FROM search_meanings WHERE stem IN ({_marks(part)})", part)  # noqa: S608 - marks only
            )
        known = [np.frombuffer(found[name], dtype="<i2").astype(np.float32) for name in stems if name in found]
        return unit(np.sum(known, axis=0)) if known else None

    def over(self, result_type: str) -> Reader:
        """Return a reader of another type of document that knows the same stems."""
        return Reader(self.connection, self.index, result_type, self.deadline, dict(self.stem_of), self.unknown)

    def worth(self, places: Positions, words: Iterable[str]) -> Single:
        """Return what the words together are worth in each of the documents at ``places`` (ascending)."""
        total = np.zeros(len(places), dtype=np.float32)
        for word in words:
            found = self.by_stem[self.stem_of[word]]
            if len(found):
                at = np.minimum(np.searchsorted(found.documents, places), len(found) - 1)
                total += np.where(found.documents[at] == places, found.worth[at], np.float32(0.0))
        return total

    def any_of(self, parts: Sequence[Found]) -> Found:
        """Return the documents of all parts, each with the most that a part finds it worth."""
        parts = [part for part in parts if len(part)]
        if len(parts) < 2:
            return parts[0] if parts else NOTHING
        best = np.zeros(len(self.index.numbers), dtype=np.float32)
        for part in parts:
            best[part.documents] = np.maximum(best[part.documents], part.worth)
        documents = np.flatnonzero(best)
        titled = np.unique(np.concatenate([part.titled for part in parts]))
        return Found(documents, best[documents], titled, max(part.rarity for part in parts))

    def rows(self, sql: str, parameters: Sequence[object]) -> list[tuple[Any, ...]]:
        """Return the rows of a query; raises :class:`TimeUp` when the deadline cut it short."""
        self.check()
        try:
            return self.connection.execute(sql, parameters).fetchall()
        except sqlite3.OperationalError:
            self.check()
            raise

    def check(self) -> None:
        """Raise :class:`TimeUp` past the deadline."""
        require_time(self.deadline)


def _marks(values: Sequence[object]) -> str:
    """Return one placeholder for each value."""
    return ", ".join("?" * len(values))


def _parts(names: Sequence[str]) -> Iterable[tuple[str, ...]]:
    """Yield the names in portions that one SQL statement can take."""
    for start in range(0, len(names), MOST_PARAMETERS):
        yield tuple(names[start : start + MOST_PARAMETERS])

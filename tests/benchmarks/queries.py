"""Sixty queries of one to six words, and some of other kinds, made from the words of a database, the same every time."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lessons.search import Request
from tests.benchmarks.plain_fts5 import any_word, content_words

SEED = 8
COUNT = 60
LONGEST = 6
SAMPLE = 3000
LEAST_LETTERS = 4
# Ranks of words among those of the sample: in many texts, in some, in few.
COMMON, MIDDLE = (0, 60), (200, 2000)
OTHERS = ("phrase", "prefix", "without", "or", "filters", "question", "slip")
OTHERS_EACH = 3


@dataclass(frozen=True)
class Asked:
    """A request, and the FTS5 expression that comes nearest to it: any of its content words."""

    kind: str
    request: Request
    any_word: str


class Asker:
    """Makes queries from the titles and sentences of a database."""

    def __init__(self, connection: sqlite3.Connection, result_type: str) -> None:
        self.chance = random.Random(SEED)
        self.result_type = result_type
        statement = "SELECT {} FROM {} ORDER BY id LIMIT ?"
        titles = connection.execute(statement.format("title, coalesce(summary, '')", "reviews"), (SAMPLE,)).fetchall()
        sentences = connection.execute(statement.format("statement", "lessons"), (SAMPLE,)).fetchall()
        self.texts = [content_words(" ".join(row)) for row in [*titles, *sentences]]
        counts = Counter(word for words in self.texts for word in words if len(word) >= LEAST_LETTERS)
        self.ranked = sorted(counts, key=lambda word: (-counts[word], word))
        self.facets = [
            (facet, value)
            for facet in ("sector", "result")
            for (value,) in connection.execute(
                f"SELECT DISTINCT {facet} FROM reviews WHERE {facet} IS NOT NULL ORDER BY 1"
            )
        ]

    def word(self, number: int) -> str:
        """Return a common, a middling and a rare word in turn."""
        first, last = (COMMON, MIDDLE, (len(self.ranked) // 2, len(self.ranked)))[number % 3]
        return self.ranked[self.chance.randrange(min(first, len(self.ranked) - 1), min(last, len(self.ranked)))]

    def together(self, count: int) -> list[str]:
        """Return words that stand together in one text."""
        words: list[str] = []
        while len(words) < count:
            words = self.chance.choice(self.texts)
        return self.chance.sample(words, count)

    def plain(self) -> Iterator[Asked]:
        """Yield queries of one to six words in turn: every other one of words that stand in one text, the rest of any words."""
        for number in range(COUNT):
            count, turn = 1 + number % LONGEST, number // LONGEST
            words = self.together(count) if turn % 2 and count > 1 else [self.word(turn + at) for at in range(count)]
            yield self.asked(f"{count} word{'s'[: count - 1]}", " ".join(words), " ".join(words))

    def others(self) -> Iterator[Asked]:
        """Yield queries of the other kinds, some of each."""
        for kind in OTHERS * OTHERS_EACH:
            first, last = self.together(2)
            text = {
                "phrase": f'"{first} {last}"',
                "prefix": f"{first[:4]}* {last}",
                "without": f"{first} -{last}",
                "or": f"{first} OR {last}",
                "question": f"how do we get {first} to go with {last}, and what went wrong before?",
                "slip": f"{first[:2]}x{first[3:]} {last}",
            }.get(kind, f"{first} {last}")
            filters = (
                {facet: (value,) for facet, value in [self.chance.choice(self.facets)]} if kind == "filters" else {}
            )
            yield self.asked(kind, text, f"{first} {last}", filters)

    def asked(self, kind: str, text: str, words: str, filters: dict[str, tuple[str, ...]] | None = None) -> Asked:
        return Asked(kind, Request(text=text, filters=filters or {}, result_type=self.result_type), any_word(words))


def mixed(connection: sqlite3.Connection, result_type: str) -> list[Asked]:
    """Return the sixty queries of one to six words."""
    return list(Asker(connection, result_type).plain())


def others(connection: sqlite3.Connection, result_type: str) -> list[Asked]:
    """Return the queries of other kinds."""
    return list(Asker(connection, result_type).others())

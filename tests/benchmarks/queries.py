"""Sixty queries of the kinds that people type, made from the words of a database, the same every time."""

from __future__ import annotations

import random
import sqlite3
from dataclasses import dataclass

from lessons.search import Request
from lessons.search.text import STOP_WORDS, words

SEED = 8


@dataclass(frozen=True)
class Asked:
    """A request, and the FTS5 expressions that come nearest to it: all words, and any word."""

    kind: str
    request: Request
    all_words: str
    any_word: str


# How often each kind is among sixty.
KINDS = {
    "common word": 4,
    "middle word": 5,
    "rare word": 4,
    "two words": 12,
    "three words": 8,
    "question": 12,
    "phrase": 3,
    "prefix": 3,
    "filters": 4,
    "without": 2,
    "or": 2,
    "slip": 1,
}


class Asker:
    """Makes queries from what is in a database."""

    def __init__(self, connection: sqlite3.Connection, result_type: str) -> None:
        self.chance = random.Random(SEED)
        self.result_type = result_type
        rows = connection.execute(
            "SELECT word FROM search_words WHERE length(word) > 4 AND occurrences > 2 ORDER BY occurrences DESC, word"
        )
        self.ranked = [word for (word,) in rows if word not in STOP_WORDS]
        self.titles = [title for (title,) in connection.execute("SELECT title FROM reviews ORDER BY number LIMIT 2000")]
        self.statements = [text for (text,) in connection.execute("SELECT statement FROM lessons LIMIT 2000")]
        self.facets = connection.execute(
            "SELECT facet, value FROM search_facet_values WHERE facet IN ('sector', 'result') ORDER BY code"
        ).fetchall()

    def typed(self, kind: str) -> list[str]:
        """Return the content words of a query: of a frequency, or that stand together in a text."""
        ranks = {
            "common word": (0, 40),
            "middle word": (200, 2000),
            "rare word": (len(self.ranked) // 2, len(self.ranked)),
        }
        if kind in ranks:
            return [self.ranked[self.chance.randrange(*ranks[kind])]]
        if kind == "question":
            return content(self.chance.choice(self.statements))
        size = 3 if kind == "three words" else 2
        return next(
            found for found in iter(lambda: content(self.chance.choice(self.titles)), None) if len(found) >= size
        )[:size]

    def ask(self, kind: str) -> Asked:
        """Return one query of a kind."""
        typed = self.typed(kind)
        first, last = typed[0], typed[-1]
        quoted = [f'"{word}"' for word in dict.fromkeys(typed)]
        plain = " ".join(typed), " ".join(quoted), " OR ".join(quoted)
        text, whole, either = {
            "question": (f"how do we {' of the '.join(typed)}?", *plain[1:]),
            "phrase": (f'"{first} {last}"',) * 3,
            "prefix": (f"{first[:4]}* {last}", f'"{first[:4]}"* "{last}"', f'"{first[:4]}"* OR "{last}"'),
            "without": (f"{first} -{last}", *(f'"{first}" NOT "{last}"',) * 2),
            "or": (f"{first} OR {last}", *(f'"{first}" OR "{last}"',) * 2),
            "slip": (f"{first[:2]}x{first[3:]} {last}", *plain[1:]),
        }.get(kind, plain)
        chosen = dict(self.chance.sample(self.facets, 2)) if kind == "filters" else {}
        filters = {facet: (value,) for facet, value in chosen.items()}
        return Asked(kind, Request(text=text, filters=filters, result_type=self.result_type), whole, either)


def content(text: str) -> list[str]:
    """Return the words of a text that are not function words."""
    return [word for word in words(text) if word not in STOP_WORDS]


def mixed(connection: sqlite3.Connection, count: int = 60, result_type: str = "lessons") -> list[Asked]:
    """Return ``count`` queries: single words, two or three, questions, phrases, prefixes, filters, slips."""
    asker = Asker(connection, result_type)
    kinds = [kind for kind, share in KINDS.items() for _ in range(share)]
    return [asker.ask(kinds[number % len(kinds)]) for number in range(count)]

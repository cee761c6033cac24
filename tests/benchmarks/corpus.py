"""Makes a database of any number of reviews whose words are spread as in real texts: a few common, most rare, in topics.

    python tests/benchmarks/corpus.py 10000 /tmp/lessons-10000.db

The words are made up of syllables; how often they occur follows Zipf's law with Mandelbrot's shift, and each review draws half
of its content words from two of its own topics, so words go together as they do in real texts. The same numbers give the same database.
"""

from __future__ import annotations

import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "search"))

from filling import Lesson, Review, fill

from lessons.search.text import STOP_WORDS

SEED = 4711
VOCABULARY = 120_000
TOPICS = 400
WORDS_IN_TOPIC = 400
# A review of about 600 words, of which almost half are function words, with one to five lessons.
BODY_WORDS = 400
LESSON_WORDS = 70
SYLLABLES = [c + v for c in "bcdfghklmnprstvz" for v in ("a", "e", "i", "o", "u", "ai", "ea", "ou")]
ENDINGS = ("", "", "", "s", "ed", "ing", "er", "ment", "tion")


def vocabulary() -> list[str]:
    """Return distinct made-up words, the commonest first and shortest."""
    chance = np.random.default_rng(SEED)
    made: dict[str, None] = {}
    while len(made) < VOCABULARY:
        count = 2 + int(chance.random() < 0.3 + len(made) / VOCABULARY) + int(chance.random() < 0.3)
        stem = "".join(SYLLABLES[i] for i in chance.integers(0, len(SYLLABLES), count))
        made[stem + "nrtlm"[int(chance.integers(5))] + ENDINGS[int(chance.integers(len(ENDINGS)))]] = None
    return list(made)


class Maker:
    """Draws texts."""

    def __init__(self) -> None:
        self.chance = np.random.default_rng(SEED + 1)
        self.words = np.array(vocabulary())
        self.common = np.array(sorted(STOP_WORDS))
        rank = np.arange(1, VOCABULARY + 1)
        share = 1.0 / (rank + 30.0) ** 1.2
        self.spread = np.cumsum(share / share.sum())
        self.common_spread = np.cumsum(1.0 / np.arange(1, len(self.common) + 1))
        self.common_spread /= self.common_spread[-1]
        self.topics = np.searchsorted(self.spread, self.chance.random((TOPICS, WORDS_IN_TOPIC)) * 0.75 + 0.25)
        inside = 1.0 / np.arange(3, WORDS_IN_TOPIC + 3)
        self.inside = np.cumsum(inside / inside.sum())

    def text(self, count: int, topics: np.ndarray) -> str:
        """Return ``count`` words about some topics, in sentences."""
        draw = self.chance.random((3, count))
        words = self.words[np.searchsorted(self.spread, draw[0])]
        own = self.topics[topics[self.chance.integers(0, len(topics), count)], np.searchsorted(self.inside, draw[0])]
        words = np.where(draw[1] < 0.5, self.words[own], words)
        words = np.where(draw[2] < 0.42, self.common[np.searchsorted(self.common_spread, draw[1])], words)
        return ". ".join(" ".join(words[at : at + 14]).capitalize() for at in range(0, count, 14)) + "."

    def review(self, number: int) -> Review:
        """Return one review."""
        pick = self.chance.integers
        topics = pick(0, TOPICS, 2)
        lessons = tuple(
            Lesson(
                f"lesson-{at}",
                self.text(12, topics),
                self.text(25, topics),
                self.text(LESSON_WORDS, topics),
                kind=("sustain", "improve")[int(pick(2))],
                priority=(None, "urgent", "caution", "information", "good-practice")[int(pick(5))],
                terms={"change": tuple({f"change-{int(pick(10))}" for _ in range(int(pick(3)))})},
            )
            for at in range(1, 2 + int(pick(5)))
        )
        year = int(1990 + pick(35))
        return Review(
            f"review-{number:06}",
            self.text(9, topics).rstrip("."),
            lessons,
            self.text(40, topics),
            self.text(BODY_WORDS, topics),
            f"Organisation {int(np.sqrt(self.chance.random()) * 300)}" if pick(20) else None,
            f"{year}-{1 + int(pick(12)):02}",
            result=("success", "mixed", "no-effect", "failure", "too-early", "not-stated")[int(pick(6))],
            terms={
                "sector": (f"sector-{int(topics[0]) % 30}",),
                "event": (f"event-{int(pick(9))}",),
                "phase": (f"phase-{int(pick(7))}",),
                "level": (f"level-{int(pick(5))}",),
                "delivery_model": (f"model-{int(pick(8))}",),
                "enablers": tuple({f"enabler-{int(pick(9))}" for _ in range(int(pick(4)))}),
                "barriers": tuple({f"barrier-{int(pick(9))}" for _ in range(int(pick(4)))}),
            },
            tags=tuple({f"tag {int(pick(200))}" for _ in range(int(pick(4)))}),
        )

    def reviews(self, count: int) -> Iterator[Review]:
        """Yield ``count`` reviews."""
        for number in range(1, count + 1):
            yield self.review(number)


def make(count: int, path: Path) -> None:
    """Write a database of ``count`` reviews, unless it is there already."""
    if path.exists():
        return
    started = time.perf_counter()
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    connection = sqlite3.connect(unfinished)
    fill(connection, Maker().reviews(count))
    connection.close()
    unfinished.rename(path)
    print(
        f"{path}: {count:,} reviews, {path.stat().st_size / 1e6:,.0f} MB, made in {time.perf_counter() - started:.0f} s"
    )


if __name__ == "__main__":
    make(int(sys.argv[1]), Path(sys.argv[2]))

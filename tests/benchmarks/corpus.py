"""Makes a database, or a folder of entries, of any number of reviews whose words are spread as in real texts, in topics.

    python -m tests.benchmarks.corpus 10000 /tmp     # writes /tmp/lessons-10000.db

The words are made up of syllables; how often they occur follows Zipf's law with Mandelbrot's shift, and each review draws half
of its content words from two of its own topics, so words go together as they do in real texts. The content word of rank 10 is in 72 % of
the reviews, that of rank 100 in 41 %, of rank 1,000 in 5 %; in 1,637 real lessons, scaled to texts as long as these, it is in 74, 30 and 6 %.
The same numbers give the same database. It is filled without Markdown, for a
hundred thousand reviews would take a build half an hour and more memory than a desk has.
"""

from __future__ import annotations

import argparse
import sqlite3
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tests.benchmarks.plain_fts5 import STOP_WORDS
from tests.search.filling import Lesson, Review, fill

SEED = 4711
VOCABULARY = 120_000
TOPICS = 400
WORDS_IN_TOPIC = 400
# A review of about 750 words, of which almost half are function words, with one to five lessons.
BODY_WORDS = 400
LESSON_WORDS = 70
FUNCTION_WORDS_SHARE = 0.42
TOPIC_WORDS_SHARE = 0.5
SENTENCE = 14
SYLLABLES = [c + v for c in "bcdfghklmnprstvz" for v in ("a", "e", "i", "o", "u", "ai", "ea", "ou")]
ENDINGS = ("", "", "", "s", "ed", "ing", "er", "ment", "tion")
# Of the function words those that stand in nearly every text, the commonest first.
_COMMONEST = (
    "the of and to in a is that for it was as with be on not by are this at from or have an they which were their"
)
COMMONEST = _COMMONEST.split()


def vocabulary() -> list[str]:
    """Return distinct made-up words, the commonest first and shortest."""
    chance = np.random.default_rng(SEED)
    made: dict[str, None] = {}
    while len(made) < VOCABULARY:
        count = 2 + int(chance.random() < 0.3 + len(made) / VOCABULARY) + int(chance.random() < 0.3)
        stem = "".join(SYLLABLES[i] for i in chance.integers(0, len(SYLLABLES), count))
        made[stem + "nrtlm"[int(chance.integers(5))] + ENDINGS[int(chance.integers(len(ENDINGS)))]] = None
    return list(made)


def spread(shares: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return where each share ends on a line from 0 to 1."""
    ends: npt.NDArray[np.float64] = np.cumsum(shares / shares.sum())
    return ends


class Maker:
    """Draws texts."""

    def __init__(self) -> None:
        self.chance = np.random.default_rng(SEED + 1)
        common = [*COMMONEST, *sorted(STOP_WORDS.difference(COMMONEST))]
        self.words = [*vocabulary(), *common]
        self.content = spread(1.0 / (np.arange(1, VOCABULARY + 1) + 30.0) ** 1.2)
        self.common = spread(1.0 / np.arange(1, len(common) + 1))
        self.topics = np.searchsorted(self.content, self.chance.random((TOPICS, WORDS_IN_TOPIC)) * 0.75 + 0.25)
        self.inside = spread(1.0 / np.arange(3, WORDS_IN_TOPIC + 3))

    def draw(self, count: int, topics: npt.NDArray[np.int64]) -> Iterator[str]:
        """Return words about some topics."""
        draw = self.chance.random((4, count))
        own = self.topics[topics[self.chance.integers(0, len(topics), count)], np.searchsorted(self.inside, draw[0])]
        found = np.where(draw[1] < TOPIC_WORDS_SHARE, own, np.searchsorted(self.content, draw[0]))
        common = VOCABULARY + np.searchsorted(self.common, draw[3])
        found = np.where(draw[2] < FUNCTION_WORDS_SHARE, common, found)
        return map(self.words.__getitem__, found.tolist())

    def texts(self, sizes: Sequence[int], topics: npt.NDArray[np.int64]) -> Iterator[str]:
        """Yield texts of so many words each."""
        words = list(self.draw(sum(sizes), topics))
        for size in sizes:
            text, words = words[:size], words[size:]
            yield ". ".join(" ".join(text[at : at + SENTENCE]).capitalize() for at in range(0, size, SENTENCE)) + "."

    def review(self, number: int) -> Review:
        """Return one review."""

        def pick(count: int) -> int:
            return int(self.chance.integers(count))

        topics = self.chance.integers(0, TOPICS, 2)
        count = 1 + pick(5)
        title, summary, body, *texts = self.texts([9, 40, BODY_WORDS, *(12, 25, LESSON_WORDS) * count], topics)
        lessons = tuple(
            Lesson(
                f"lesson-{at + 1}",
                *texts[3 * at : 3 * at + 3],
                kind=("sustain", "improve")[pick(2)],
                priority=(None, "urgent", "caution", "information", "good-practice")[pick(5)],
                terms={"change": tuple({f"change-{pick(10)}" for _ in range(pick(3))})},
            )
            for at in range(count)
        )
        return Review(
            f"review-{number:06}",
            title.rstrip("."),
            lessons,
            summary,
            body,
            f"Organisation {int(np.sqrt(self.chance.random()) * 300)}" if pick(20) else None,
            f"{1990 + pick(35)}-{1 + pick(12):02}",
            result=("success", "mixed", "no-effect", "failure", "too-early", None)[pick(6)],
            terms={
                "sector": (f"sector-{int(topics[0]) % 30}",),
                "event": (f"event-{pick(9)}",),
                "phase": (f"phase-{pick(7)}",),
                "level": (f"level-{pick(5)}",),
                "delivery_model": (f"model-{pick(8)}",),
                "enablers": tuple({f"enabler-{pick(9)}" for _ in range(pick(4))}),
                "barriers": tuple({f"barrier-{pick(9)}" for _ in range(pick(4))}),
            },
            tags=tuple({f"tag {pick(200)}" for _ in range(pick(4))}),
        )

    def reviews(self, count: int) -> Iterator[Review]:
        """Yield ``count`` reviews."""
        return map(self.review, range(1, count + 1))


def make(count: int, folder: Path) -> Path:
    """Write a database of ``count`` reviews into a folder, unless it is there already, and return it."""
    path = folder / f"lessons-{count}.db"
    if path.exists():
        return path
    started = time.perf_counter()
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    connection = sqlite3.connect(unfinished)
    fill(connection, Maker().reviews(count))
    connection.close()
    unfinished.rename(path)
    seconds = time.perf_counter() - started
    print(f"{path}: {count:,} reviews, {path.stat().st_size / 1e6:,.0f} MB, made in {seconds:.0f} s")
    return path


ENTRY = """\
---
title: {title}
date: {date}
organisation: {organisation}
sector: {sector}
result: {result}
---

## Summary

{summary}

## What was intended

{intended}

## What happened

{happened}

## Why it happened

{why}

## Lessons

{lessons}"""
LESSON = """\
### {statement}

{body}

- Id: {id}
- Kind: {kind}
- Recommendation: {advice}
"""


def write_entries(count: int, folder: Path, maker: Maker | None = None) -> None:
    """Write ``count`` reviews as Markdown into a folder that is not there yet; one ``maker`` gives further texts each time."""
    folder.mkdir(parents=True)
    for review in (maker or Maker()).reviews(count):
        third = len(review.body) // 3
        text = ENTRY.format(
            title=review.title,
            date=review.date,
            organisation=review.organisation or "not-stated",
            sector=review.terms["sector"][0],
            result=review.result or "not-stated",
            summary=review.summary,
            intended=review.body[:third],
            happened=review.body[third : 2 * third],
            why=review.body[2 * third :],
            lessons="\n".join(
                LESSON.format(statement=one.statement, body=one.body, id=one.local_id, kind=one.kind, advice=one.advice)
                for one in review.lessons
            ),
        )
        (folder / f"{review.id}.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    make(options.count, options.folder)

"""Brings together what words and what meaning say of a document, and lets the best results refine the meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from lessons.search.meaning import drawn, likeness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lessons.search.found import Found, Positions
    from lessons.search.postings import Reader

Single = npt.NDArray[np.float32]

# Words that a query must have for its meaning to be looked at: one word means what it says.
FEWEST_WORDS = 2
# What the meaning counts for, the best document by words having 1; found on held-out collections.
MEANING_SHARE = 1.2
# What a title counts for that has all that was asked for; the third power of what it has makes half of it count for little.
TITLE_SHARE = np.float32(0.5)
# The best results, which draw the query's direction towards their own; source of the idea: Rocchio, "Relevance feedback in
# information retrieval", 1971. The power makes the very best count for most.
FEEDBACK = 5
FEEDBACK_POWER = 3
# Documents looked at for their words when meaning is looked at as well.
BEST_BY_WORDS = 500
# With enough documents that have every word, the order of these is refined.
REFINED = 200
# Documents that are added for their meaning: at most so many, none less like the query than this, nor than this share of
# the most like.
MOST_ADDED = 100
LEAST_LIKENESS = 0.05
SHARE_OF_MOST = 0.1


@dataclass(frozen=True)
class Scores:
    """What each document from position ``first`` on is worth by its words, and how many of the things wanted it has.

    ``titles`` adds up the rarity of what it has in its title; ``looked_up`` lists the rarities of all that was looked up.
    """

    first: int
    worth: Single
    hits: npt.NDArray[np.uint8]
    titles: Single
    allowed: npt.NDArray[np.bool_]
    looked_up: list[float]

    @classmethod
    def none(cls, first: int, end: int) -> Scores:
        """Return the scores before anything was looked up."""
        size = end - first
        worth, titles = np.zeros(size, np.float32), np.zeros(size, np.float32)
        return cls(first, worth, np.zeros(size, np.uint8), titles, np.ones(size, np.bool_), [])

    def add(self, found: Found) -> None:
        """Count the documents of one thing wanted in."""
        places = found.documents - self.first
        self.worth[places] += found.worth
        self.hits[places] += 1
        self.titles[found.titled - self.first] += np.float32(found.rarity)
        self.looked_up.append(found.rarity)

    def by_words(self, places: Positions) -> Single:
        """Return what the documents at some places are worth by their words, the best of all having about 1.

        A title that has all that was asked for is what was asked for; one that has half of it says little.
        """
        most = np.float32(self.worth.max(initial=0.0) or 1.0)
        asked = np.float32(sum(self.looked_up) or 1.0)
        share = self.titles[places] / asked
        worth: Single = self.worth[places] / most + TITLE_SHARE * (share * share * share)
        return worth

    def among(self, found: Found) -> npt.NDArray[np.bool_]:
        """Return which documents are among those found."""
        has = np.zeros(len(self.worth), dtype=np.bool_)
        has[found.documents - self.first] = True
        return has


def fused(
    reader: Reader, words: Sequence[str], scores: Scores, places: Positions, *, widen: bool
) -> tuple[Positions, Single]:
    """Return the places of the match set, ascending, and what each is worth by words and meaning together.

    ``words`` are the plain words of the query. With ``widen``, the nearest by meaning join the set.
    """
    direction = reader.direction(words) if len(words) >= FEWEST_WORDS else None
    if direction is None or (not len(places) and not widen):
        return places, scores.by_words(places)
    looked_at = _looked_at(reader, scores, places, direction, widen=widen)
    base = scores.by_words(looked_at)
    points = reader.index.meanings.points(looked_at + scores.first)
    first = base + np.float32(MEANING_SHARE) * likeness(points, direction)
    best = np.argsort(-first, kind="stable")[:FEEDBACK]
    shares = first[best] ** FEEDBACK_POWER
    near = likeness(points, drawn(direction, points[best], shares / max(shares.sum(), np.float32(1e-9))))
    fusion = base + np.float32(MEANING_SHARE) * near
    if widen:
        places = _widened(places, looked_at, near, fusion, len(scores.worth))
    worth = scores.by_words(places)
    # What was looked at stands in order, so each of these is found where it would have to be put in.
    at = np.minimum(np.searchsorted(looked_at, places), max(0, len(looked_at) - 1))
    found = looked_at[at] == places if len(looked_at) else np.zeros(len(places), np.bool_)
    worth[found] = fusion[at[found]]
    return places, worth


def _looked_at(reader: Reader, scores: Scores, places: Positions, direction: Single, *, widen: bool) -> Positions:
    """Return the places whose meaning is looked at, ascending."""
    if not widen:
        return np.sort(places[_largest(scores.by_words(places), REFINED)])
    end = scores.first + len(scores.worth)
    by_words = np.flatnonzero(scores.worth)
    looked_at = np.zeros(len(scores.worth), dtype=np.bool_)
    looked_at[by_words[_largest(scores.worth[by_words], BEST_BY_WORDS)]] = True
    looked_at[reader.index.meanings.promising(direction, scores.first, end) - scores.first] = True
    return np.flatnonzero(looked_at & scores.allowed)


def _widened(places: Positions, looked_at: Positions, near: Single, fusion: Single, size: int) -> Positions:
    """Return the match set with the nearest by meaning that are not yet in it."""
    inside = np.zeros(size, dtype=np.bool_)
    inside[places] = True
    limit = max(LEAST_LIKENESS, SHARE_OF_MOST * float(near.max(initial=0.0)))
    able = np.flatnonzero((near >= limit) & ~inside[looked_at])
    inside[looked_at[able[_largest(fusion[able], MOST_ADDED)]]] = True
    return np.flatnonzero(inside)


def _largest(values: Single, count: int) -> npt.NDArray[np.int64]:
    """Return where the ``count`` largest values are, in no order."""
    if len(values) <= count:
        return np.arange(len(values))
    return np.argpartition(values, len(values) - count)[-count:]

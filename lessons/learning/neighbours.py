"""Which lessons read alike: mutual nearest neighbours among the vectors of the causes that they read like.

A lesson that tells of many things is a little like most others. So it is beside another only where each is among the few that are most alike to the other
(mutual nearest neighbours: Gowda and Krishna, 1978); that lessons which are near to everything are the trouble with nearest neighbours in many
dimensions, and this a remedy, is shown by Radovanović, Nanopoulos and Ivanović (2010).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lessons.learning.causes import MOST_CAUSES, WHOLE, alike, matrix

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

# How alike two lessons read: the cosine of their vectors of causes, where both are certain.
LEAST_ALIKE = 0.18
# Of so many other reviews a lesson may be nearest to the lesson that is most alike.
NEAREST = 8
# What two lessons must both read like one cause: how much the one does times how much the other does. Many that both hardly tell of are no reason.
LEAST_COMMON = 0.04
# Another is named beside the first where it makes up this share of what makes the two alike.
LEAST_SHARE = 0.2
# So many lessons are compared with all others at a time.
AT_A_TIME = 256


class MutualNeighbours:
    """The lessons of a library that say what to improve: by the ``vectors`` of the causes that they read like, by their ids (`review#lesson`); ``causes`` are the names of these."""

    def __init__(self, vectors: Mapping[str, bytes], causes: Sequence[str]) -> None:
        # Those of one review stand side by side. What is of another length was told of other causes.
        self._ids = sorted(id_ for id_, vector in vectors.items() if vector and len(vector) == len(causes))
        self._place = {id_: place for place, id_ in enumerate(self._ids)}
        self._vectors = matrix((vectors[id_] for id_ in self._ids), len(causes))
        self._causes = causes
        reviews = [id_.partition("#")[0] for id_ in self._ids]
        firsts = [place for place, review in enumerate(reviews) if place == 0 or reviews[place - 1] != review]
        self._firsts = np.array(firsts, np.int64)
        self._review = np.searchsorted(self._firsts, np.arange(len(reviews)), side="right") - 1
        self._least: dict[int, float] = {}

    def of(self, lessons: Iterable[str]) -> list[dict[str, float]]:
        """Return for each of some lessons, by their ids, those of other reviews that read like the same causes, with how alike they are, of at most 1."""
        asked = list(lessons)
        places = [self._place[id_] for id_ in asked if id_ in self._place]
        found: dict[str, dict[str, float]] = {}
        for start in range(0, len(places), AT_A_TIME):
            some = places[start : start + AT_A_TIME]
            near = alike(self._vectors[some], self._vectors)
            rows, others = np.nonzero(near >= np.float32(LEAST_ALIKE))
            least = self._least_of(np.unique([*some, *others]).tolist())
            for row, other in zip(rows.tolist(), others.tolist(), strict=True):
                how = float(near[row, other])
                if self._review[some[row]] == self._review[other] or how < max(least[some[row]], least[other]):
                    continue
                if self.common(self._ids[some[row]], self._ids[other]):
                    found.setdefault(self._ids[some[row]], {})[self._ids[other]] = how
        return [found.get(id_, {}) for id_ in asked]

    def common(self, one: str, other: str) -> tuple[str, ...]:
        """Return the causes that two lessons both read like, the clearest first."""
        if one not in self._place or other not in self._place:
            return ()
        both = self._vectors[self._place[one]] * self._vectors[self._place[other]]
        likest, *more = np.argsort(-both, kind="stable")[:MOST_CAUSES].tolist()
        if both[likest] < LEAST_COMMON * WHOLE**2:
            return ()
        named = (likest, *(cause for cause in more if both[cause] >= LEAST_SHARE * both.sum()))
        return tuple(self._causes[cause] for cause in named if both[cause])

    def _least_of(self, places: Sequence[int]) -> dict[int, float]:
        """Return how alike another must be to the lessons at some places to be among their nearest."""
        new = [place for place in places if place not in self._least]
        for start in range(0, len(new), AT_A_TIME):
            some = new[start : start + AT_A_TIME]
            of_reviews: NDArray[np.float32] = np.maximum.reduceat(
                alike(self._vectors[some], self._vectors), self._firsts, axis=1
            )
            of_reviews[np.arange(len(some)), self._review[some]] = 0.0
            if len(self._firsts) > NEAREST:
                least = -np.partition(-of_reviews, NEAREST - 1, axis=1)[:, NEAREST - 1]
            else:
                least = np.zeros(len(some), np.float32)
            self._least.update(zip(some, least.tolist(), strict=True))
        return self._least

"""Lessons that may tell of the same mistake again, which nobody has linked: suggestions, made by one rule.

Two lessons that say what to improve, of two reviews, are suggested when both read clearly like the same cause, or state themselves the same barrier, as few lessons of
the library do. Words as such are not compared: a mistake that comes back is told in other words, see :mod:`lessons.learning.causes`.
A link of any kind between the two reviews ends the suggestion, as does a common case that both repeat.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.learning.causes import WHOLE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

# A barrier that more than this share of the lessons state, and more than so many, tells too little.
COMMON_SHARE, COMMON = 0.1, 3
# Earlier lessons suggested for one.
MOST = 3
# What two lessons read like alike: how much the one reads like a cause times how much the other does, of 1 where both are certain.
LEAST_ALIKE = 0.1


@dataclass(frozen=True, order=True)
class Mistake:
    """A lesson that says what to improve. ``day`` is the first on which its review may be dated, empty where that is not stated.

    ``barriers`` and ``change`` are those that the lesson states itself; ``causes`` those that it reads like, with how much, in thousandths.
    """

    day: str
    review: str
    id: str
    barriers: frozenset[str] = frozenset()
    change: frozenset[str] = frozenset()
    causes: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Candidate:
    """A lesson and an earlier one which may tell of the same mistake.

    ``barriers`` and ``change`` are those that both state, ``causes`` those that both read clearly like, the clearest first; ``alike`` says how alike the two are: each
    barrier counts 1, and what they read like 1 where both are certain.
    """

    lesson: str
    earlier: str
    barriers: tuple[str, ...]
    change: tuple[str, ...]
    causes: tuple[str, ...] = ()
    alike: float = 0.0


def least_similarity(similarity: int) -> int:
    """Return how much a lesson must read like a cause, in thousandths, to be alike to one that reads so much like it."""
    return math.ceil(LEAST_ALIKE * WHOLE**2 / similarity)


def most_that_state(mistakes: int) -> int:
    """Return how many of so many lessons may state a barrier that tells something."""
    return max(COMMON, int(mistakes * COMMON_SHARE))


class Mistakes:
    """The lessons that say what to improve, with what is known of how their reviews belong together.

    ``total`` is how many there are in the library, where not all are given; ``links`` are pairs of reviews of which one refers to the
    other; ``repeats`` are those of them where it says that the same thing went wrong again.
    """

    def __init__(
        self,
        mistakes: Iterable[Mistake],
        links: Iterable[tuple[str, str]] = (),
        repeats: Iterable[tuple[str, str]] = (),
        total: int | None = None,
    ) -> None:
        self._mistakes = sorted(mistakes)
        self._by_id = {one.id: one for one in self._mistakes}
        most = most_that_state(len(self._mistakes) if total is None else total)
        stated: dict[str, list[Mistake]] = defaultdict(list)
        self._told: dict[str, list[tuple[Mistake, int]]] = defaultdict(list)
        for one in self._mistakes:
            for barrier in one.barriers:
                stated[barrier].append(one)
            for cause, weight in one.causes:
                self._told[cause].append((one, weight))
        self._stated = {key: found for key, found in stated.items() if len(found) <= most}
        self._linked = {frozenset(pair) for pair in links}
        self._case = _cases(repeats)

    def newest_first(self) -> Iterator[Candidate]:
        """Yield the suggestions, those for the latest reviews first."""
        for one in reversed(self._mistakes):
            yield from self.earlier_than(one.id)

    def earlier_than(self, lesson: str) -> list[Candidate]:
        """Return the earlier lessons that may tell of the same mistake as one, by its id: the most alike first, then those that share most kinds of change, then the latest.

        There are none of a lesson that is not among these.
        """
        one = self._by_id.get(lesson)
        if one is None:
            return []
        alike: dict[Mistake, dict[str, int]] = defaultdict(dict)
        for cause, weight in one.causes:
            least = least_similarity(weight)
            for other, its in self._told.get(cause, ()):
                if its >= least and other < one:
                    alike[other][cause] = weight * its
        able = {other for barrier in one.barriers for other in self._stated.get(barrier, ()) if other < one}
        able.update(alike)
        found = sorted((other for other in able if self._unlinked(one.review, other.review)), reverse=True)
        candidates = [self._candidate(one, other, alike.get(other, {})) for other in found]
        return sorted(candidates, key=lambda candidate: (-candidate.alike, -len(candidate.change)))[:MOST]

    def _candidate(self, one: Mistake, other: Mistake, causes: Mapping[str, int]) -> Candidate:
        barriers = self._shared(one, other)
        return Candidate(
            one.id,
            other.id,
            tuple(barriers),
            tuple(sorted(one.change & other.change)),
            tuple(sorted(causes, key=lambda cause: (-causes[cause], cause))),
            len(barriers) + sum(causes.values()) / WHOLE**2,
        )

    def _shared(self, one: Mistake, other: Mistake) -> list[str]:
        return sorted(barrier for barrier in one.barriers & other.barriers if barrier in self._stated)

    def _unlinked(self, one: str, other: str) -> bool:
        case = self._case.get(one)
        return one != other and frozenset((one, other)) not in self._linked and (case is None or other not in case)


def _cases(repeats: Iterable[tuple[str, str]]) -> dict[str, Collection[str]]:
    """Return for each review those that tell of one and the same case with it, by what repeats what."""
    cases: dict[str, set[str]] = {}
    for one, other in repeats:
        together = cases.get(one, {one}) | cases.get(other, {other})
        for review in together:
            cases[review] = together
    return dict(cases)

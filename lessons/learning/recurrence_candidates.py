"""Lessons that may tell of the same mistake again, which nobody has linked: suggestions, made by one rule.

Two lessons that say what to improve, of two reviews, are suggested when they read like the same causes, or state themselves the same barrier, and few
lessons of the library do. Words as such are not compared: a mistake that comes back is told in other words, see :mod:`lessons.learning.causes`.
A link of any kind between the two reviews ends the suggestion, as does a common case that both repeat.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.learning.causes import WHOLE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

# A barrier that more than this share of the lessons state, and more than so many, tells too little, and so does a cause that they read like.
COMMON_SHARE, COMMON = 0.1, 3
# Earlier lessons suggested for one.
MOST = 3
# The cosine similarity of the causes of two lessons from which they are suggested, and what one cause must add to it, as a share, to be named.
LEAST_ALIKE, LEAST_NAMED = 0.3, 0.25


@dataclass(frozen=True, order=True)
class Mistake:
    """A lesson that says what to improve. ``day`` is the first on which its review may be dated, empty where that is not stated.

    ``barriers`` and ``change`` are those that the lesson states itself; ``causes`` those that it reads like, with how much, in thousandths, and ``length`` the length
    of that, of causes besides too that are not given.
    """

    day: str
    review: str
    id: str
    barriers: frozenset[str] = frozenset()
    change: frozenset[str] = frozenset()
    causes: tuple[tuple[str, int], ...] = ()
    length: float = 0.0


@dataclass(frozen=True)
class Candidate:
    """A lesson and an earlier one which may tell of the same mistake.

    ``barriers`` and ``change`` are those that both state, ``causes`` those that both read like; ``alike`` says how alike the two are: each barrier, and causes
    that are certain and the same, count 1.
    """

    lesson: str
    earlier: str
    barriers: tuple[str, ...]
    change: tuple[str, ...]
    causes: tuple[str, ...] = ()
    alike: float = 0.0


def most_that_state(mistakes: int) -> int:
    """Return how many of so many lessons may state a barrier, or read like a cause, that tells something."""
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
        most = most_that_state(len(self._mistakes) if total is None else total)
        stated: dict[str, list[Mistake]] = defaultdict(list)
        told: dict[str, list[tuple[Mistake, int]]] = defaultdict(list)
        for one in self._mistakes:
            for barrier in one.barriers:
                stated[barrier].append(one)
            for cause, weight in one.causes:
                told[cause].append((one, weight))
        self._stated: Mapping[str, list[Mistake]] = {key: found for key, found in stated.items() if len(found) <= most}
        self._told: Mapping[str, list[tuple[Mistake, int]]] = {
            key: found for key, found in told.items() if len(found) <= most
        }
        self._linked = {frozenset(pair) for pair in links}
        self._case = _cases(repeats)

    def newest_first(self) -> Iterator[Candidate]:
        """Yield the suggestions, those for the latest reviews first."""
        for one in reversed(self._mistakes):
            yield from self.earlier_than(one)

    def earlier_than(self, one: Mistake) -> list[Candidate]:
        """Return the earlier lessons that may tell of the same mistake as one: the most alike first, then those that share most kinds of change, then the latest."""
        alike: Counter[Mistake] = Counter()
        for cause, weight in one.causes:
            for other, its in self._told.get(cause, ()):
                if other < one:
                    alike[other] += weight * its
        able = {other for other in alike if alike[other] >= LEAST_ALIKE * one.length * other.length}
        able.update(other for barrier in one.barriers for other in self._stated.get(barrier, ()) if other < one)
        found = [other for other in able if self._unlinked(one.review, other.review)]
        found.sort(reverse=True)
        candidates = [self._candidate(one, other, alike[other]) for other in found]
        return sorted(candidates, key=lambda candidate: (-candidate.alike, -len(candidate.change)))[:MOST]

    def _candidate(self, one: Mistake, other: Mistake, alike: int) -> Candidate:
        barriers = self._shared(one, other)
        return Candidate(
            one.id,
            other.id,
            tuple(barriers),
            tuple(sorted(one.change & other.change)),
            self._causes(one, other, alike),
            len(barriers) + alike / WHOLE**2,
        )

    def _shared(self, one: Mistake, other: Mistake) -> list[str]:
        return sorted(barrier for barrier in one.barriers & other.barriers if barrier in self._stated)

    def _causes(self, one: Mistake, other: Mistake, alike: int) -> tuple[str, ...]:
        """Return the causes for which two lessons are put side by side, those that tell most of both first."""
        if alike < LEAST_ALIKE * one.length * other.length:
            return ()
        its = dict(other.causes)
        adds = {cause: weight * its[cause] for cause, weight in one.causes if cause in self._told and cause in its}
        return tuple(
            sorted(
                (cause for cause in adds if adds[cause] >= LEAST_NAMED * alike), key=lambda cause: (-adds[cause], cause)
            )
        )

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

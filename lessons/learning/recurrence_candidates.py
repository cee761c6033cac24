"""Lessons that may tell of the same mistake again, which nobody has linked: suggestions, made by one rule.

Two lessons that say what to improve, of two reviews, are suggested when they read like the same causes (:mod:`lessons.learning.neighbours`), or state themselves the same barrier,
as few lessons of the library do. Words as such are not compared: a mistake that comes back is told in other words, see :mod:`lessons.learning.causes`.
A link of any kind between the two reviews ends the suggestion, as does a common case that both repeat.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.learning.neighbours import AT_A_TIME, MutualNeighbours

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

# A barrier that more than this share of the lessons state, and more than so many, tells too little.
COMMON_SHARE, COMMON = 0.1, 3
# How much a barrier that both state counts beside what they read like, which is 1 at most.
BARRIER = 0.3
# Lessons suggested for one, of earlier and of later ones.
MOST = 4
# From here on a suggestion is clear: of the listed pairs of the test cases nine in ten are right, and six in ten of all that are suggested are listed as right.
CLEARLY_ALIKE = 0.4


@dataclass(frozen=True, order=True)
class Mistake:
    """A lesson that says what to improve. ``day`` is the first on which its review may be dated, empty where that is not stated.

    ``barriers`` and ``change`` are those that the lesson states itself.
    """

    day: str
    review: str
    id: str
    barriers: frozenset[str] = frozenset()
    change: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Candidate:
    """A lesson and an earlier one which may tell of the same mistake.

    ``barriers`` and ``change`` are those that both state, ``causes`` those that make them read alike, the clearest first, if any does so by itself; ``alike`` says how alike the two are: each
    barrier counts 0.3, and what they read like at most 1.
    """

    lesson: str
    earlier: str
    barriers: tuple[str, ...]
    change: tuple[str, ...]
    causes: tuple[str, ...] = ()
    alike: float = 0.0

    @property
    def clear(self) -> bool:
        """Whether much speaks for it."""
        return self.alike >= CLEARLY_ALIKE


def most_that_state(mistakes: int) -> int:
    """Return how many of so many lessons may state a barrier that tells something."""
    return max(COMMON, int(mistakes * COMMON_SHARE))


class Mistakes:
    """The lessons that say what to improve, with what is known of how their reviews belong together.

    ``neighbours`` knows which of them read alike; ``total`` is how many lessons there are in the library, where not all are given; ``links`` are pairs of reviews
    of which one refers to the other; ``repeats`` are those of them where it says that the same thing went wrong again.
    """

    def __init__(
        self,
        mistakes: Iterable[Mistake],
        neighbours: MutualNeighbours | None = None,
        links: Iterable[tuple[str, str]] = (),
        repeats: Iterable[tuple[str, str]] = (),
        total: int | None = None,
    ) -> None:
        self._mistakes = sorted(mistakes)
        self._neighbours = neighbours or MutualNeighbours({}, ())
        self._place = {one.id: place for place, one in enumerate(self._mistakes)}
        most = most_that_state(len(self._mistakes) if total is None else total)
        stated: dict[str, list[int]] = defaultdict(list)
        for place, one in enumerate(self._mistakes):
            for barrier in one.barriers:
                stated[barrier].append(place)
        self._stated = {key: found for key, found in stated.items() if len(found) <= most}
        self._linked = {frozenset(pair) for pair in links}
        self._case = _cases(repeats)

    def newest_first(self) -> Iterator[Candidate]:
        """Yield the suggestions, those for the latest reviews first."""
        end = len(self._mistakes)
        while end:
            first = self._own(max(0, end - AT_A_TIME)).start
            near = self._neighbours.of(one.id for one in self._mistakes[first:end])
            while end > first:
                own = self._own(end - 1)
                for found in reversed(self._of_review(own, near[own.start - first : own.stop - first])):
                    yield from found
                end = own.start

    def earlier_than(self, lesson: str) -> list[Candidate]:
        """Return the earlier lessons that may tell of the same mistake as one, by its id: the most alike first, then those that share most kinds of change with it, then the latest.

        There are none of a lesson that is not among these.
        """
        return [found for found in self.beside(lesson) if found.lesson == lesson]

    def beside(self, lesson: str) -> list[Candidate]:
        """Return the earlier lessons that may tell of the same mistake as one, by its id, as :meth:`earlier_than` does, and then the later ones that it may be repeated by."""
        place = self._place.get(lesson)
        if place is None:
            return []
        own = self._own(place)
        near = self._neighbours.of(one.id for one in self._mistakes[own.start : own.stop])
        within = place - own.start
        return self._of_review(own, near)[within] + self._of_review(own, near, later=True)[within]

    def _own(self, place: int) -> range:
        """Return the places of all lessons of the review of the one at a place: they have one day, and so stand side by side."""
        review, start, stop = self._mistakes[place].review, place, place + 1
        while start and self._mistakes[start - 1].review == review:
            start -= 1
        while stop < len(self._mistakes) and self._mistakes[stop].review == review:
            stop += 1
        return range(start, stop)

    def _of_review(
        self, own: range, near: Iterable[Mapping[str, float]], *, later: bool = False
    ) -> list[list[Candidate]]:
        """Return for each lesson of a review the earlier lessons, or the ``later`` ones, as :meth:`beside` does, given which others they read like, with how alike.

        Lessons of one review have one story, so that of two reviews all may be alike to all: only the two most alike are put side by side.
        """
        best: dict[str, tuple[tuple[float, int, int, int], int, int]] = {}
        for place, alike_to in zip(own, near, strict=True):
            one = self._mistakes[place]
            able = {self._place[id_] for id_ in alike_to if id_ in self._place}
            able.update(other for barrier in one.barriers for other in self._stated.get(barrier, ()))
            for other in (other for other in able if (other >= own.stop if later else other < own.start)):
                another = self._mistakes[other]
                how = BARRIER * len(self._shared(one, another)) + alike_to.get(another.id, 0.0)
                # The same from whichever of the two one looks.
                order = how, len(one.change & another.change), min(place, other), -max(place, other)
                if self._unlinked(one.review, another.review):
                    best[another.review] = max(best.get(another.review, (order, place, other)), (order, place, other))
        ordered = sorted(best.values(), reverse=True)
        told = {place: [found for found in ordered if found[1] == place][:MOST] for place in own}
        return [[self._candidate(place, other, how) for (how, *_), _, other in told[place]] for place in own]

    def _candidate(self, place: int, other: int, how: float) -> Candidate:
        earlier, one = (self._mistakes[its] for its in sorted((place, other)))
        return Candidate(
            one.id,
            earlier.id,
            tuple(self._shared(one, earlier)),
            tuple(sorted(one.change & earlier.change)),
            self._neighbours.common(one.id, earlier.id),
            how,
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

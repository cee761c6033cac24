"""Lessons that may tell of the same mistake again, which nobody has linked: suggestions, made by one rule.

Two lessons that say what to improve, of two reviews, are suggested when both state themselves the same barrier, and few lessons of the library
state it. Words are not compared: a mistake that comes back is told in other words, and what those who wrote the lessons named as its cause
says more. A link of any kind between the two reviews ends the suggestion, as does a common case that both repeat.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

# A barrier that more than this share of the lessons state, and more than so many, tells too little.
COMMON_SHARE, COMMON = 0.1, 3
# Earlier lessons suggested for one.
MOST = 2


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
    """A lesson and an earlier one which may tell of the same mistake, with the ``barriers`` and the kinds of ``change`` that both state."""

    lesson: str
    earlier: str
    barriers: tuple[str, ...]
    change: tuple[str, ...]


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
        most = most_that_state(len(self._mistakes) if total is None else total)
        stated: dict[str, list[Mistake]] = defaultdict(list)
        for one in self._mistakes:
            for barrier in one.barriers:
                stated[barrier].append(one)
        self._stated: Mapping[str, list[Mistake]] = {key: found for key, found in stated.items() if len(found) <= most}
        self._linked = {frozenset(pair) for pair in links}
        self._case = _cases(repeats)

    def newest_first(self) -> Iterator[Candidate]:
        """Yield the suggestions, those for the latest reviews first."""
        for one in reversed(self._mistakes):
            yield from self.earlier_than(one)

    def earlier_than(self, one: Mistake) -> list[Candidate]:
        """Return the earlier lessons that may tell of the same mistake as one: first those that share most with it, then the latest."""
        able = {other for barrier in one.barriers for other in self._stated.get(barrier, ()) if other < one}
        found = [other for other in able if self._unlinked(one.review, other.review)]
        found.sort(reverse=True)
        found.sort(key=lambda other: (-len(self._shared(one, other)), -len(one.change & other.change)))
        return [
            Candidate(one.id, other.id, tuple(self._shared(one, other)), tuple(sorted(one.change & other.change)))
            for other in found[:MOST]
        ]

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

"""What plans and lessons speak of whatever their sector, by the words for it.

A lesson's own words seldom stand in a plan of another sector; the situation that it is about does: "sign up", "invitation" and "never got
round to it" all speak of taking part by choice. ``thesaurus.txt`` lists such situations, one a line: its name as shown to readers, a
colon, and between commas the words and phrases for it, in any of their forms. In it stand the ways of speaking of plans as well as those of
lessons. It was written for public services, with the themes of the founding reviews in view; no plan by which briefs are measured was changed for it.
A phrase tells more than a word, and what is listed for several situations less than what belongs to one alone: cues weigh accordingly.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from lessons.search.statements import any_of
from lessons.search.text import STOP_WORDS, stems, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Cue = tuple[str, ...]

# Of a longer phrase, no more words than these count: it is not found by chance any less than one of three words.
TELLING_LENGTH = 3
# Words that may stand among those of a phrase: "put her own name", "the budget that stays".
OTHERS = 1
# Words that share a stem with a function word and are no form of it: "on line" is not "one line", nor "bank will" "bank willing".
APART = frozenset({"evening", "evenings", "one", "ones", "us", "willing"})


@dataclass(frozen=True)
class Thesaurus:
    """The concepts by name, in order, each with the cues by which an index finds it: those that contain no other of its cues.

    ``words`` are the cues of one word by its stem, ``phrases`` the others by their first two; ``weights`` say how much each tells.
    """

    names: tuple[str, ...]
    cues: tuple[tuple[Cue, ...], ...]
    words: Mapping[str, tuple[tuple[Cue, int], ...]]
    phrases: Mapping[str, Mapping[str, tuple[tuple[Cue, int], ...]]]
    weights: Mapping[Cue, float]

    @classmethod
    def of(cls, text: str) -> Thesaurus:
        """Return the thesaurus that ``text`` holds, a concept to a line: a name, a colon, and cues between commas."""
        lines = [line.partition(":") for line in text.strip().splitlines()]
        cues = [tuple(dict.fromkeys(tuple(words(cue)) for cue in listed.split(","))) for _, _, listed in lines]
        distinct = sorted({word for own in cues for cue in own for word in cue})
        stem = dict(zip(distinct, stems(distinct), strict=True))
        words_: dict[str, dict[tuple[Cue, int], None]] = {}
        phrases: dict[str, dict[str, dict[tuple[Cue, int], None]]] = {}
        shared: Counter[Cue] = Counter()
        for concept, own in enumerate(cues):
            for first, *rest in dict.fromkeys(told_apart(cue, [stem[word] for word in cue]) for cue in own):
                stemmed = (first, *rest)
                shared[stemmed] += 1
                if rest:
                    phrases.setdefault(first, {}).setdefault(rest[0], {})[stemmed, concept] = None
                else:
                    words_.setdefault(first, {})[stemmed, concept] = None
        return cls(
            tuple(name for name, _, _ in lines),
            tuple(_shortest({tuple(stem[word] for word in cue): cue for cue in reversed(own)}) for own in cues),
            {first: tuple(one) for first, one in words_.items()},
            {first: {second: tuple(one) for second, one in rest.items()} for first, rest in phrases.items()},
            {cue: min(len(cue), TELLING_LENGTH) / math.sqrt(number) for cue, number in shared.items()},
        )

    def found(self, spoken: Sequence[str], stemmed: Sequence[str]) -> dict[int, dict[Cue, int]]:
        """Return the concepts of a text, given as its words in order and their stems, each with its cues and where each first begins.

        The stems are those of :func:`told_apart`.

        A function word is no cue by itself, though it may share the stem of one, as "will" does with "willing".
        """
        found: dict[int, dict[Cue, int]] = {}
        for place, stem in enumerate(stemmed):
            if stem in self.words and spoken[place] not in STOP_WORDS:
                for cue, concept in self.words[stem]:
                    found.setdefault(concept, {}).setdefault(cue, place)
            seconds = self.phrases.get(stem)
            if seconds:
                for second in dict.fromkeys(stemmed[place + 1 : place + 2 + OTHERS]):
                    for cue, concept in seconds.get(second, ()):
                        if len(cue) == 2 or _follows(stemmed, place, cue):
                            found.setdefault(concept, {}).setdefault(cue, place)
        return found

    def strength(self, cues: Iterable[Cue]) -> float:
        """Return how plainly a text that has some cues of a concept speaks of it; one word that no other concept has is 1."""
        return sum(self.weights[cue] for cue in cues)

    def expression(self, concept: int) -> str:
        """Return the expression of a full-text index that finds the texts of a concept."""
        return any_of(self.cues[concept])


def told_apart(spoken: Sequence[str], stemmed: Sequence[str]) -> Cue:
    """Return the stems of some words, but for those of :data:`APART` the words themselves, marked as such."""
    return tuple(f"={word}" if word in APART else stem for word, stem in zip(spoken, stemmed, strict=True))


@cache
def thesaurus() -> Thesaurus:
    """Return the thesaurus; it is made once, for its words take some time to stem."""
    return Thesaurus.of(files("lessons.learning").joinpath("thesaurus.txt").read_text("utf-8"))


def _shortest(cues: Mapping[Cue, Cue]) -> tuple[Cue, ...]:
    """Return the cues, given by their stems, in which no other stands: a text that has another has one of these."""
    return tuple(cue for stemmed, cue in cues.items() if not any(part in cues for part in _parts(stemmed)))


def _parts(cue: Cue) -> Iterator[Cue]:
    """Yield the words and shorter phrases that stand in a cue."""
    for length in range(1, len(cue)):
        yield from (cue[start : start + length] for start in range(len(cue) - length + 1))


def _follows(stemmed: Sequence[str], place: int, cue: Cue) -> bool:
    """Return whether the words of a phrase that begins at a place follow in their order, with few others among them."""
    at = place + 1
    end = min(len(stemmed), place + len(cue) + OTHERS)
    for stem in cue[1:]:
        while at < end and stemmed[at] != stem:
            at += 1
        if at >= end:
            return False
        at += 1
    return True

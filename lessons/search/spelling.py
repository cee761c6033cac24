"""Words of the collection that a word of no text may have been meant for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from spellchecker import SpellChecker

from lessons.search.inflection import american
from lessons.search.text import LINK, STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lessons.search.lexicon import Lexicon

# Shorter words are so much alike, longer ones so rare, that guessing does not help.
SHORTEST, LONGEST = 5, 24
# From this length on a letter may be another one; in a shorter word it may only be missing, too many, or in the wrong place.
OTHER_LETTER_FROM = 6
# From this length on a word may hold two slips; shorter ones have too many neighbours.
TWO_SLIPS_FROM = 8
# From this length on its first letter may be another one; hardly anybody mistypes that.
OTHER_FIRST_FROM = 8
SHORTEST_COMMON = 4
# With these behind a verb or noun, English makes a new one whenever it likes: lookup, handover, layoff.
PARTICLES = ("up", "in", "on", "off", "out", "over", "down", "back", "away", "through")
# Guesses for one word.
MOST_GUESSES = 5
# With more words than this, those that only one document has are left out: most are slips themselves.
MANY_WORDS = 50_000
# Beginnings that turn a word into its opposite.
OPPOSITES = ("un", "in", "im", "il", "ir", "dis", "non", "mis", "anti", "counter", "over", "under")


@dataclass(frozen=True)
class SameLength:
    """Words of one length, and the letters of each as bits: comparing these first saves most of the exact comparisons."""

    words: tuple[str, ...]
    letters: npt.NDArray[np.uint32]

    def alike(self, word: str, slips: int) -> list[str]:
        """Return the words whose letters differ from those of ``word`` by no more than so many slips can make."""
        # A slip takes at most one letter away and brings one.
        apart = np.bitwise_count(self.letters ^ np.uint32(letters_of(word)))
        return [self.words[place] for place in np.flatnonzero(apart <= 2 * slips).tolist()]


def letters_of(word: str) -> int:
    """Return which letters a word has, as bits."""
    found = 0
    for letter in word:
        found |= 1 << (ord(letter) % 32)
    return found


@dataclass(frozen=True)
class Spelling:
    """The words that can be guessed, by their length, each with the number of documents that have it."""

    by_length: Mapping[int, SameLength]
    documents: Mapping[str, int]

    @classmethod
    def of(cls, lexicon: Lexicon) -> Spelling:
        """Return the words of a lexicon that can be guessed."""
        least = 2 if len(lexicon.words) > MANY_WORDS else 1
        found: dict[int, list[str]] = defaultdict(list)
        for word in lexicon.words:
            if (
                SHORTEST - 1 <= len(word) <= LONGEST + 1
                and word.isalpha()
                and LINK not in word
                and lexicon.documents[word] >= least
            ):
                found[len(word)].append(word)
        by_length = {
            length: SameLength(tuple(words), np.fromiter(map(letters_of, words), np.uint32, len(words)))
            for length, words in found.items()
        }
        return cls(by_length, lexicon.documents)

    def guesses(self, word: str) -> tuple[str, ...]:
        """Return what ``word`` may have been meant for: fewest slips first, then the same first letter, then the commonest.

        Nothing for codes, for words of English, which are no slips though no text has them, and nothing that is the opposite.
        """
        if not (SHORTEST <= len(word) <= LONGEST and word.isalpha()) or is_english(word):
            return ()
        for slips in (1, 2) if len(word) >= TWO_SLIPS_FROM else (1,):
            near = [other for other in self._near(word, slips) if _may_be_meant(word, other)]
            if near:
                return tuple(
                    sorted(near, key=lambda other: (other[0] != word[0], -self.documents[other], other))[:MOST_GUESSES]
                )
        return ()

    def _near(self, word: str, slips: int) -> Iterator[str]:
        """Yield the words within so many slips (optimal string alignment: Damerau 1964)."""
        for length in range(len(word) - slips, len(word) + slips + 1):
            if length in self.by_length:
                alike = self.by_length[length].alike(word, slips)
                yield from (other for other in alike if OSA.distance(word, other, score_cutoff=slips) <= slips)


def is_slip_of_common_word(word: str) -> bool:
    """Return whether a word of no text is one of the commonest words with a slip in it."""
    return (
        len(word) >= SHORTEST_COMMON
        and word.isalpha()
        and not is_english(word)
        and any(
            len(other) >= SHORTEST_COMMON and OSA.distance(word, other, score_cutoff=1) <= 1 for other in STOP_WORDS
        )
    )


def _may_be_meant(word: str, other: str) -> bool:
    """Return whether a slip, and not another meaning, may lie between two words that are spelt much alike."""
    if other in STOP_WORDS or is_opposite(word, other):
        return False
    replaced = len(word) == len(other) and sorted(word) != sorted(other)
    least = OTHER_LETTER_FROM if word[0] == other[0] else OTHER_FIRST_FROM
    return not (replaced and len(word) < least)


def is_opposite(word: str, other: str) -> bool:
    """Return whether one of two words is the other with a beginning that turns it round, a slip aside."""
    shorter, longer = sorted((word, other), key=len)
    if longer.endswith("less") and not shorter.endswith("less"):
        return True
    return any(
        longer.startswith(start)
        and not shorter.startswith(start)
        and OSA.distance(longer[len(start) :], shorter, score_cutoff=1) <= 1
        for start in OPPOSITES
        if len(longer) - len(shorter) in range(len(start) - 1, len(start) + 2)
    )


@cache
def _english() -> frozenset[str]:
    """Return the words of the dictionary; reading it takes a fifth of a second, so only the first misspelt word pays."""
    return frozenset(SpellChecker(language="en").word_frequency.dictionary)


def is_english(word: str) -> bool:
    """Return whether a word is known in English, in British or American spelling, in the singular or plural."""
    forms = (word, american(word), word.removesuffix("s"), american(word).removesuffix("s"))
    return any(form in _english() for form in forms) or any(
        len(verb := word.removesuffix(particle)) >= SHORTEST_COMMON and verb != word and verb in _english()
        for particle in PARTICLES
    )

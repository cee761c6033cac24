"""How to read words of no text: as the guess that goes with the other words of the query, if any does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lessons.search.reader import idf
from lessons.search.statements import any_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lessons.search.lsa import Single
    from lessons.search.reader import Reader
    from lessons.search.understanding import Understanding

# Words that must be known for LSA to say where they point.
FEWEST_WORDS = 2
# A misspelt word is read in as many ways at most, each fitting the other words nearly as well as the best.
MOST_READINGS = 3
FITTING = 0.75
# The least cosine of a guess and the other words: on two collections true corrections had 0.17 and more, chance neighbours
# mostly less than 0.1.
LEAST_LIKELY = 0.12
# What a text must have of the other words, the best having 1, to be one of the best.
BEST_TEXTS = 0.9


def readings(reader: Reader, understood: Understanding) -> Mapping[str, tuple[str, ...]]:
    """Return for each word of no text what is looked for instead; nothing where no guess fits.

    Many a word of no text is no slip but a good word that nobody here has used, and has a neighbour by chance. So a guess must
    belong with the other words, where there are enough of them.
    """
    found: dict[str, tuple[str, ...]] = {}
    guessed = [term for term in understood.asked if term.guesses]
    if not guessed:
        return found
    known = [term for term in understood.asked if not term.guesses and not term.absent]
    first, end = reader.index.span(reader.result_type)
    others = np.zeros(end - first, np.float32)
    for term in known:
        places = reader.documents(term.stemmed) - first
        others[places] += np.float32(idf(len(places), end - first))
    words = [word for term in known for word in term.words]
    around = reader.direction(words) if len(words) >= FEWEST_WORDS else None
    for term in guessed:
        # Some text has the parts of a compound side by side, so these belong together.
        found[term.unknown] = term.guesses[:1] if term.slip else _readings(reader, term.guesses, others, around)
    return found


def _readings(reader: Reader, guesses: Sequence[str], others: Single, around: Single | None) -> tuple[str, ...]:
    """Return the guesses that fit the other words, the best first; forms of one word are one reading."""
    fit: dict[str, float] = {}
    stems: set[str] = set()
    for guess in guesses:
        stem = reader.index.lexicon.stem(guess)
        if stem not in stems:
            stems.add(stem)
            fit[guess] = _fit(reader, guess, others, around)
    enough = FITTING * max(fit.values(), default=0.0)
    return tuple(guess for guess in fit if fit[guess] and fit[guess] >= enough)[:MOST_READINGS]


def _fit(reader: Reader, guess: str, others: Single, around: Single | None) -> float:
    """Return how well a guess fits the other words, which point ``around``; 0 when it does not."""
    first, _ = reader.index.span(reader.result_type)
    places = reader.documents(any_of([(guess,)])) - first
    if not len(places):
        return 0.0
    together = others[places]
    if around is None:
        # By itself a word is more likely meant the more texts have it: the others may hold the same slip.
        return float(together.max()) + float(np.log1p(len(places)))
    towards = reader.direction([guess])
    cosine = float(around @ towards) if towards is not None else 0.0
    # A guess that points elsewhere, or nowhere, may still stand in one of the best texts for the other words.
    share = float(together.max()) / (float(others.max()) or 1.0)
    return max(cosine, LEAST_LIKELY) if cosine >= LEAST_LIKELY or share >= BEST_TEXTS else 0.0

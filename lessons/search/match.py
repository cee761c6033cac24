"""Decides which documents answer a query, before any filter, and what each is worth."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from lessons.search.deadline import TimeUp
from lessons.search.found import NOTHING, Found, Positions
from lessons.search.fusion import FEWEST_WORDS, Scores, fused
from lessons.search.query import clauses_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lessons.search.meaning import Single
    from lessons.search.postings import Reader
    from lessons.search.query import Clause
    from lessons.search.understanding import Understanding, Wanted

# With fewer than these that have every word, documents with some of the words and the nearest by meaning follow.
ENOUGH = 20
# A misspelt word is read in as many ways at most, each fitting the other words nearly as well as the best.
MOST_READINGS = 3
FITTING = 0.75
# The least cosine of a guess and the other words in the space of meanings: on two collections true corrections had 0.17 and
# more, chance neighbours mostly less than 0.1.
LEAST_LIKELY = 0.12
# What a text must be worth for the other words, the best having 1, to be one of the best.
BEST_TEXTS = 0.9


@dataclass(frozen=True)
class Matches:
    """The match set of a query: positions in ascending order, what each is worth, and whether it has every word.

    ``corrections`` are words of no text with what was looked for instead; ``partial`` says that time ran out before all words were looked up.
    """

    documents: Positions
    worth: npt.NDArray[np.float32]
    complete: npt.NDArray[np.bool_]
    corrections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    partial: bool = False


def match(reader: Reader, understood: Understanding) -> Matches:
    """Return the match set."""
    first, end = reader.index.span(reader.result_type)
    allowed, partial = _allowed(reader, understood, first, end)
    scores = Scores.none(first, end)
    corrections: dict[str, tuple[str, ...]] = {}
    known = [word for wanted in understood.wanted if not wanted.guesses for word in wanted.words()]
    try:
        # What a misspelt word was meant for is judged by the other words, so these come first.
        for wanted in sorted(understood.wanted, key=lambda wanted: bool(wanted.guesses)):
            if wanted.guesses:
                corrections[str(wanted.group)] = _readings(reader, wanted, scores, known)
            found = find_wanted(reader, wanted.read_as(corrections))
            scores.add(found)
            if wanted.group.required:
                allowed &= scores.among(found)
    except TimeUp:
        partial = True
    scores = replace(scores, allowed=allowed)
    if not scores.looked_up:
        places = np.flatnonzero(allowed if not understood.wanted else scores.hits)
        return Matches(places + first, scores.worth[places], np.ones(len(places), np.bool_), corrections, partial)
    some = np.flatnonzero(scores.hits)
    some = some[allowed[some]]
    hits = scores.hits[some]
    complete = hits == len(understood.wanted)
    enough = np.count_nonzero(complete) >= ENOUGH
    places = some[complete if enough else 2 * hits >= len(understood.wanted)]
    worth = scores.by_words(places)
    try:
        words = [word for wanted in understood.corrected(corrections).wanted for word in wanted.words()]
        places, worth = fused(reader, words, scores, places, widen=not enough)
    except TimeUp:
        partial = True
    complete = scores.hits[places] == len(understood.wanted)
    return Matches(places + first, worth, complete, corrections, partial)


def _readings(reader: Reader, wanted: Wanted, scores: Scores, others: Sequence[str]) -> tuple[str, ...]:
    """Return how to read a word of no text: as what fits the ``others`` best, if anything does.

    Many a word of no text is no slip but a good word that nobody here has used, and has a neighbour by chance. So a guess must
    belong with the other words, where there are enough of them.
    """
    reader.learn([word for text in wanted.guesses for word in text.split()])
    clauses: dict[str, Clause] = {}
    for text in wanted.guesses:
        (clause,) = clauses_of(text, phrase=True)
        # Forms of one word are one reading.
        if reader.stems(clause) not in map(reader.stems, clauses.values()):
            clauses[text] = clause
    around = reader.direction(others) if len(others) >= FEWEST_WORDS else None
    fit = {text: _fit(reader, clause, scores, around) for text, clause in clauses.items()}
    enough = FITTING * max(fit.values(), default=0.0)
    return tuple(text for text in clauses if fit[text] and fit[text] >= enough)[:MOST_READINGS]


def _fit(reader: Reader, clause: Clause, scores: Scores, around: Single | None) -> float:
    """Return how well a guess fits the other words, which point ``around``; 0 when it does not."""
    found = reader.find(clause)
    if not len(found):
        return 0.0
    together = scores.worth[found.documents - scores.first]
    if around is None:
        return float((together + found.worth).max())
    towards = reader.direction(clause.words)
    likeness = float(around @ towards) if towards is not None else 0.0
    # A guess that points elsewhere, or nowhere, may still stand in one of the best texts for the other words.
    share = float(together.max()) / (float(scores.worth.max()) or 1.0)
    return max(likeness, LEAST_LIKELY) if likeness >= LEAST_LIKELY or share >= BEST_TEXTS else 0.0


def _allowed(reader: Reader, understood: Understanding, first: int, end: int) -> tuple[npt.NDArray[np.bool_], bool]:
    """Return which documents the restrictions and exclusions leave, and whether time ran out."""
    allowed = np.ones(end - first, dtype=np.bool_)
    facets = reader.index.facets
    for restriction in understood.restrictions:
        mask = facets.mask(list(restriction.codes))[first:end]
        allowed &= ~mask if restriction.excluded else mask
    try:
        for clause in understood.excluded:
            allowed[reader.find(clause).documents - first] = False
    except TimeUp:
        return allowed, True
    return allowed, False


def find_wanted(reader: Reader, wanted: Wanted) -> Found:
    """Return the documents with any of the alternatives of one thing wanted."""
    parts = [reader.find(clause) for clause in wanted.group.clauses]
    for clause, share in wanted.others:
        found = reader.find(clause)
        parts.append(replace(found, worth=found.worth * np.float32(share)))
    return reader.any_of(parts) if parts else NOTHING

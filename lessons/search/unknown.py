"""Words of a query that no text has: as the beginnings of others, or with guesses at what they may have been meant for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lessons.search.forms import Forms
from lessons.search.spelling import is_english, is_slip_of_common_word
from lessons.search.terms import MOST_COMPLETED, with_reading

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from lessons.search.reader import Reader
    from lessons.search.terms import QueryTerm

# Words of no text that are guessed at in one query; a text with more is in another language, or none.
MOST_GUESSED = 8
# In a paragraph a word of no text is a name more often than a slip, and the others say enough.
LONGEST_GUESSED = 12
# Letters from which on a word of no text may be the beginning of another.
SHORTEST_COMPLETED = 4


def completed(reader: Reader, terms: Sequence[QueryTerm], removed: Collection[str]) -> Iterator[QueryTerm]:
    """Yield all terms; words of no text as beginnings of others, or with guesses at what they may have been meant for.

    A word that can only have been meant for a common one is left out as that would be.
    """
    lexicon = reader.index.lexicon
    left = MOST_GUESSED if len(terms) <= LONGEST_GUESSED else 0
    for term in terms:
        if term.absent and left and (slip := _slip(reader, term, removed)):
            left -= 1
            yield slip
            continue
        word = term.word
        if not word or word in lexicon or term.group.clauses[0].capitals or not left:
            yield term
            continue
        left -= 1
        completed = lexicon.commonest(word, MOST_COMPLETED) if len(word) >= SHORTEST_COMPLETED else []
        if completed and (term.absent or not is_english(word)):
            yield replace(term, begins=word, kin=(), forms=Forms(tuple((other,) for other in completed)), absent=False)
            continue
        if not term.absent:
            yield term
            continue
        if len(terms) > 1 and is_slip_of_common_word(word):
            continue
        found = reader.index.spelling.guesses(word)
        yield replace(term, guesses=tuple(guess for guess in found if guess not in removed))


def _slip(reader: Reader, term: QueryTerm, removed: Collection[str]) -> QueryTerm | None:
    """Return a compound of no text with what the one part of it that no text has may be meant for, where some text has it so."""
    (first, *others) = term.group.clauses
    unknown = [word for word in first.words if not reader.index.lexicon.forms(word)]
    if others or first.kind != "compound" or first.capitals or len(unknown) != 1:
        return None
    (slip,) = unknown
    found = (guess for guess in reader.index.spelling.guesses(slip) if guess not in removed)
    guesses = tuple(guess for guess in found if reader.exists(with_reading(first.words, slip, guess)))
    return replace(term, slip=slip, guesses=guesses) if guesses else None

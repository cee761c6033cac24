"""Other queries that find something, for when this one finds little."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from lessons.search.days import YEAR, Days, restricted
from lessons.search.matches import Matches
from lessons.search.matching import finds, match
from lessons.search.statements import any_of
from lessons.search.text import STOP_WORDS, fold
from lessons.search.understanding import Understanding, understand

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lessons.search.filters import Filters
    from lessons.search.lsa import Positions
    from lessons.search.model import Request
    from lessons.search.reader import Reader

MOST_SUGGESTIONS = 3
# In a longer query a word that does not fit is outweighed by the others.
LONGEST_QUERY = 4
# A neighbour that is so much commoner may be what was meant by a word that is hardly used.
MUCH_COMMONER = 10
# With fewer documents that have the one word typed, or all of several, a neighbour may have been meant.
FEW = (5, 1)

_WORD = re.compile(r"[^\W_]+")


def suggestions(
    reader: Reader, request: Request, understanding: Understanding, matches: Matches, filters: Filters
) -> tuple[str, ...]:
    """Return queries that differ by a word's spelling, a year, the quotes or a hyphen, and do find something through the same filters."""
    texts = list(_corrected(request.text, matches.corrections))
    whole = int(np.count_nonzero(matches.complete))
    if not texts and 0 < len(understanding.asked) <= LONGEST_QUERY and whole < FEW[len(understanding.asked) > 1]:
        texts = list(_likelier(reader, request.text, understanding))
    if not any(isinstance(one, Days) for one in understanding.restrictions):
        code = reader.index.facets.code
        texts += restricted(request.text, lambda number: (YEAR, number) in code)
    quoted = any(clause.kind == "phrase" for group in understanding.query.groups for clause in group.clauses)
    if not len(matches.documents) and quoted:
        texts.append(request.text.replace('"', " ").strip())
    if not len(matches.documents):
        texts += _apart(request.text, understanding)
    found: list[str] = []
    for text in dict.fromkeys(texts):
        if (
            text != request.text
            and len(found) < MOST_SUGGESTIONS
            and _finds(reader, replace(request, text=text), filters)
        ):
            found.append(text)
    return tuple(found)


def _corrected(text: str, corrections: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Yield the text with its misspelt words as they were read, then in their other readings."""
    best = {word: readings[0] for word, readings in corrections.items() if readings}
    if best:
        yield respelt(text, best)
    for word, readings in corrections.items():
        for reading in readings[1:]:
            yield respelt(text, {**best, word: reading})


def _likelier(reader: Reader, text: str, understanding: Understanding) -> Iterator[str]:
    """Yield the text with one word replaced by a neighbour that goes with all the others, best first."""
    first, end = reader.index.span(reader.result_type)
    own = [reader.documents(term.stemmed) - first for term in understanding.asked]
    hits = np.zeros(end - first, np.uint8)
    for places in own:
        hits[places] += 1
    ways: list[tuple[int, str]] = []
    for term, places in zip(understanding.asked, own, strict=True):
        (clause, *more) = term.group.clauses
        if term.guesses or more or clause.kind != "word" or clause.capitals:
            continue
        word = clause.words[0]
        rest = hits.copy()
        rest[places] -= 1
        # A lone word is only doubted when hardly any text has it.
        least = MUCH_COMMONER * max(1, len(places)) if len(own) == 1 else 1
        for guess in set(reader.index.spelling.guesses(word)) - STOP_WORDS:
            there = reader.documents(any_of([(guess,)])) - first
            together = int(np.count_nonzero(rest[there] == len(own) - 1))
            if together >= least and reader.index.lexicon.stem(guess) != reader.index.lexicon.stem(word):
                ways.append((together, respelt(text, {word: guess})))
    yield from (way for _, way in sorted(ways, key=lambda way: (-way[0], way[1])))


def _apart(text: str, understanding: Understanding) -> Iterator[str]:
    """Yield the text with the compounds that no text has as words of their own."""
    apart = text
    for term in understanding.terms:
        for clause in term.group.clauses if term.absent else ():
            if clause.kind == "compound" and not all(map(str.isdecimal, clause.words)):
                apart = apart.replace(clause.typed, " ".join(re.findall(r"\w+", clause.typed.replace("_", " "))))
    if apart != text:
        yield apart


def _finds(reader: Reader, request: Request, filters: Filters) -> bool:
    """Return whether a request finds anything through the filters: by its words, or else by meaning."""
    understanding = understand(reader, request)
    # What the words find need not be ranked to know that it is there.
    by_words = finds(reader, understanding)
    return _left(filters, by_words) or _left(filters, match(reader, understanding)[1].documents)


def _left(filters: Filters, documents: Positions) -> bool:
    """Return whether the filters leave any of the documents."""
    return len(replace(filters, documents=documents).kept()) > 0


def respelt(text: str, instead: Mapping[str, str]) -> str:
    """Return ``text`` with words replaced, whatever their case or accents; all else stays as typed."""
    return _WORD.sub(lambda found: instead.get(fold(found[0]), found[0]), text)

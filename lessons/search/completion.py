"""What somebody who types may be about to ask for: words, terms and organisations, lessons, reviews."""

from __future__ import annotations

import re
import sqlite3
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.search.deadline import limited
from lessons.search.model import NOT_STATED
from lessons.search.text import STOP_WORDS, UNSPACED, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lessons.search.index import SearchIndex

# With fewer letters nearly everything begins so; where each character is a word, one is enough.
FEWEST_LETTERS = 2
# Who pastes a paragraph is not waiting for its last word.
MOST_WORDS = 12
# So many letters of a word tell which is meant, even where it has not stood beside the word before it.
TOLD = 3
# How many of each; all of them fit a telephone's window.
MOST_QUERIES = 2
MOST_VALUES = 3
MOST_LESSONS = 3
MOST_REVIEWS = 2
# Of the words that begin as the last one does, so many are tried, the commonest; and more texts than this are not counted.
TRIED = 30
COUNTED = 50
# A list that comes later than the next letter helps nobody.
SECONDS = 0.25

_LAST_WORD = re.compile(r"[^\W_]+$")
_ONE_IS_ENOUGH = re.compile(f"[{UNSPACED}]")
# Joined forms, as "multiagency" for multi-agency, stand in a column of their own: nobody wrote them.
_TEXTS = """
    SELECT count(*) FROM (
        SELECT 1 FROM reviews_exact WHERE reviews_exact MATCH '- {compounds} : (' || :words || ')'
        UNION ALL SELECT 1 FROM lessons_exact WHERE lessons_exact MATCH '- {compounds} : (' || :words || ')'
        LIMIT :most)
"""
_LESSONS = """
    SELECT lessons.statement, '/reviews/' || lessons.review_id || '/' || lessons.local_id
    FROM lessons_exact JOIN lessons ON lessons.number = lessons_exact.rowid
    WHERE lessons_exact MATCH '{statement} : (' || ? || ')' ORDER BY lessons_exact.rank LIMIT ?
"""
_REVIEWS = """
    SELECT reviews.title, '/reviews/' || reviews.id
    FROM reviews_exact JOIN reviews ON reviews.number = reviews_exact.rowid
    WHERE reviews_exact MATCH '{title} : (' || ? || ')' ORDER BY reviews_exact.rank LIMIT ?
"""


@dataclass(frozen=True)
class Completion:
    """One thing that may be meant.

    ``type`` is query, value, lesson or review. A query is another ``text`` for the box; a value has its ``facet`` and its ``value``
    there, and ``text`` is its label; lessons and reviews have the ``url`` of their page, a path from the site's root.
    """

    type: str
    text: str
    facet: str = ""
    value: str = ""
    url: str = ""


def completions(connection: sqlite3.Connection, index: SearchIndex, text: str) -> tuple[Completion, ...]:
    """Return what ``text`` may be the beginning of; nothing for what is too short or too long to say.

    Its last word counts as begun unless white space follows. Lessons and reviews are those whose sentence, or title, has all words;
    when time is up they are left out.
    """
    typed = words(text)
    if not typed or len(typed) > MOST_WORDS:
        return ()
    if len("".join(typed)) < FEWEST_LETTERS and not _ONE_IS_ENOUGH.match(typed[-1]):
        return ()
    begun = not text[-1].isspace()
    found = _values(index, typed, begun=begun)
    try:
        with limited(connection, time.monotonic() + SECONDS):
            if begun:
                found = [*_queries(connection, index, text, typed), *found]
            found += _titled(connection, typed, begun=begun)
    except sqlite3.OperationalError:
        # Interrupted; whatever else is wrong with the database, the search itself will say.
        pass
    return tuple(found)


def _match(typed: Sequence[str], *, begun: bool) -> str:
    """Return the FTS5 expression for texts that have all words, of which the last may only be begun."""
    return " ".join(f'"{word}"' for word in typed) + ("*" if begun else "")


def _queries(
    connection: sqlite3.Connection, index: SearchIndex, text: str, typed: Sequence[str]
) -> Iterator[Completion]:
    """Yield the text with its last word completed, each time to the commonest form of another word that goes with the others."""
    last = _LAST_WORD.search(text)
    if not last or len(words(last[0])) != 1:
        return
    lexicon = index.lexicon
    before = typed[:-1]
    able: dict[str, tuple[int, int, str]] = {}
    for place, word in enumerate(lexicon.commonest(typed[-1], TRIED)):
        stem = lexicon.stem(word)
        if word in STOP_WORDS or (typed[-1] in lexicon and stem == lexicon.stem(typed[-1])):
            continue
        together = _texts(connection, f'"{" ".join((*before, word))}"')
        if together or (before and len(typed[-1]) >= TOLD and _texts(connection, _match((*before, word), begun=False))):
            # What shares a stem finds the same, so one form of it will do.
            able[stem] = min(able.get(stem, (0, TRIED, "")), (-together, place, word))
    for _, _, word in sorted(able.values())[:MOST_QUERIES]:
        yield Completion("query", text[: last.start()] + word)


def _texts(connection: sqlite3.Connection, asked: str) -> int:
    """Return how many texts have what is asked for, at most ``COUNTED``."""
    (found,) = connection.execute(_TEXTS, {"words": asked, "most": COUNTED}).fetchone()
    return int(found)


def _values(index: SearchIndex, typed: Sequence[str], *, begun: bool) -> list[Completion]:
    """Return the terms, organisations and tags that some document has and that are called so, or are begun so."""
    facets = index.facets
    codes = {
        code
        for code, (label, value) in enumerate(facets.words)
        if _named(label, typed, begun=begun) or _named(value, typed, begun=begun)
    }
    # The vocabulary's other names; an expression is words between spaces.
    for (scheme, expression), slugs in index.expansions.terms.items():
        if _named(expression.split(), typed, begun=begun):
            codes |= {facets.code[scheme, slug] for slug in slugs if (scheme, slug) in facets.code}
    held = {code: int(facets.holder_starts[code + 1] - facets.holder_starts[code]) for code in codes}
    able = [code for code in codes if held[code] and facets.values[code][1] != NOT_STATED]
    begins = " ".join(typed)
    later = {code: not " ".join(facets.words[code][0]).startswith(begins) for code in able}
    best = sorted(able, key=lambda code: (later[code], -held[code], code))[:MOST_VALUES]
    return [Completion("value", label, facet, value) for facet, value, label in (facets.values[code] for code in best)]


def _named(name: Sequence[str], typed: Sequence[str], *, begun: bool) -> bool:
    """Return whether a name has all the words typed, of which the last may only be begun."""
    *whole, last = typed
    if not all(word in name for word in whole):
        return False
    return any(word.startswith(last) for word in name) if begun else last in name


def _titled(connection: sqlite3.Connection, typed: Sequence[str], *, begun: bool) -> list[Completion]:
    """Return the lessons and reviews whose sentence, or title, has all the words; a title that is both stands once."""
    asked = _match(typed, begun=begun)
    lessons = connection.execute(_LESSONS, (asked, MOST_LESSONS)).fetchall()
    reviews = connection.execute(_REVIEWS, (asked, MOST_REVIEWS)).fetchall()
    statements = {statement for statement, _ in lessons}
    return [
        *(Completion("lesson", statement, url=url) for statement, url in lessons),
        *(Completion("review", title, url=url) for title, url in reviews if title not in statements),
    ]

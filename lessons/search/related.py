"""Reviews and lessons that are alike by LSA, worked out when they are asked for, with what they share as the reason."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from lessons.search.lsa import cosines
from lessons.search.model import NOT_STATED
from lessons.search.reader import idf
from lessons.search.text import STOP_WORDS, words
from lessons.words import gettext, listed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from lessons.search.index import SearchIndex

# Less alike than this, two texts share little but their language.
LEAST_COSINE = 0.35
# Values and words named as shared; shorter words are abbreviations or fragments, which explain nothing to a newcomer.
MOST_VALUES = 2
MOST_WORDS = 3
SHORTEST_NAME = 4
# What more documents than this share have is no reason.
COMMON_SHARE = 1 / 3
# How a shared value is put into words; other facets are no reasons.
REASONS = {
    "tag": "search.related.tag",
    "sector": "search.related.sector",
    "barriers": "search.related.barriers",
    "enablers": "search.related.enablers",
    "change": "search.related.change",
    "event": "search.related.event",
    "organisation": "search.related.organisation",
}
# These say where, and not yet what two documents have in common.
WHERE = frozenset({"sector", "organisation"})

_NUMBER = {
    "reviews": "SELECT number FROM reviews WHERE id = ?",
    "lessons": "SELECT number FROM lessons WHERE id = ?",
}
_ROWS = {
    "reviews": """
        SELECT reviews.number, reviews.id, reviews.title, reviews.title,
               review_text.title || ' ' || review_text.statements || ' ' || review_text.summary || ' ' || review_text.advice
               || ' ' || review_text.body
        FROM reviews JOIN review_text ON review_text.number = reviews.number
        WHERE reviews.number IN (SELECT value FROM json_each(?))""",
    "lessons": """
        SELECT lessons.number, lessons.id, lessons.statement, reviews.title,
               lesson_text.statement || ' ' || lesson_text.advice || ' ' || lesson_text.body
        FROM lessons
        JOIN lesson_text ON lesson_text.number = lessons.number
        JOIN reviews ON reviews.id = lessons.review_id
        WHERE lessons.number IN (SELECT value FROM json_each(?))""",
}


@dataclass(frozen=True)
class Neighbour:
    """One review or lesson that is like another. ``id`` is its permanent id, ``title`` its title or sentence."""

    id: str
    title: str
    review_title: str
    reason: str


class _Text(NamedTuple):
    """How much each stem says about a document, and the stems of its title."""

    telling: Mapping[str, float]
    named: set[str]


def related(
    connection: sqlite3.Connection, index: SearchIndex, result_type: str, id_: str, limit: int
) -> list[Neighbour]:
    """Return the reviews (or lessons, by ``result_type``) of the collection that are most like one, most alike first.

    Lessons of the same review are passed over: they stand beside it anyway. Of another review only the most alike is named, so that
    one review does not fill the list.
    """
    found = connection.execute(_NUMBER[result_type], (id_,)).fetchone()
    if not found:
        return []
    first, end = index.span(result_type)
    own = int(index.positions(result_type, np.array(found, dtype=np.int64))[0])
    direction = index.vectors.points(np.array([own]))[0]
    able = index.vectors.promising(direction, first, end)
    family = index.review[able] == index.review[own] if result_type == "lessons" else able == own
    near = np.where(family, 0.0, cosines(index.vectors.points(able), direction))
    best = np.lexsort((able, -near))
    alike = able[best[near[best] >= LEAST_COSINE]]
    if result_type == "lessons":
        alike = alike[np.sort(np.unique(index.review[alike], return_index=True)[1])]
    places = alike[:limit].tolist()
    rows = _rows(connection, index, result_type, [own, *places])
    stem = index.lexicon.stem
    texts = {
        place: _Text(_telling(index, text), {stem(word) for word in words(title)})
        for place, (_, title, _, text) in rows.items()
    }
    return [Neighbour(*rows[place][:3], _reason(index, own, place, texts)) for place in places]


def _rows(
    connection: sqlite3.Connection, index: SearchIndex, result_type: str, places: Sequence[int]
) -> dict[int, tuple[str, str, str, str]]:
    """Return id, title, title of the review and text of documents, by position."""
    place_of = {int(index.numbers[place]): place for place in places}
    rows = connection.execute(_ROWS[result_type], (json.dumps(list(place_of)),))
    return {place_of[number]: (id_, title, review, text) for number, id_, title, review, text in rows}


def _telling(index: SearchIndex, text: str) -> dict[str, float]:
    """Return how much each stem says about a text, stems that many texts have left out."""
    lexicon = index.lexicon
    counts = Counter(
        lexicon.stem(word)
        for word in words(text)
        if len(word) >= SHORTEST_NAME and word.isalpha() and word not in STOP_WORDS
    )
    found: dict[str, float] = {}
    for stem, count in counts.items():
        documents = sum(lexicon.documents[word] for word in lexicon.forms_of.get(stem, ()))
        if documents <= max(2.0, index.reviews * COMMON_SHARE):
            found[stem] = (1.0 + float(np.log(count))) * idf(min(documents, index.reviews), index.reviews)
    return found


def _reason(index: SearchIndex, one: int, other: int, texts: Mapping[int, _Text]) -> str:
    """Return what two documents share, in words: the terms that people gave them, or else what they are about.

    What a document is about stands in its title: words that both only drop explain nothing, and one that one of them drops little.
    """
    values = _shared_values(index, one, other)
    reasons = [gettext(REASONS[facet], names=listed(labels)) for facet, labels in values.items()]
    if WHERE.issuperset(values):
        mine, theirs = texts[one], texts[other]
        both = mine.telling.keys() & theirs.telling.keys() & (mine.named | theirs.named)
        ordered = sorted(both, key=lambda stem: (-mine.telling[stem] * theirs.telling[stem], stem))
        names = [index.lexicon.forms_of[stem][0] for stem in ordered[:MOST_WORDS] if stem in index.lexicon.forms_of]
        telling = len(names) > 1 or (names and ordered[0] in mine.named & theirs.named)
        reasons += [gettext("search.related.words", words=listed(names))] if telling else []
    return "; ".join(reasons) or gettext("search.related.overall")


def _shared_values(index: SearchIndex, one: int, other: int) -> dict[str, list[str]]:
    """Return the labels of the rarest values that two documents share, those that are rare enough to tell, by facet."""
    facets = index.facets
    able = []
    for code in facets.codes_of(one) & facets.codes_of(other):
        facet, value, label = facets.values[code]
        holders = int(facets.holder_starts[code + 1] - facets.holder_starts[code])
        if facet in REASONS and value != NOT_STATED and holders <= max(2.0, len(index.numbers) * COMMON_SHARE):
            able.append((facet in WHERE, holders, code, facet, label))
    labels: dict[str, list[str]] = {}
    for *_, facet, label in sorted(able)[:MOST_VALUES]:
        labels.setdefault(facet, []).append(label)
    return labels

"""Everything that search holds in memory: loaded once from the database, never changed, shared by all threads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from lessons.problems import LessonsError
from lessons.search import facet_loading
from lessons.search.lexicon import Lexicon
from lessons.search.lsa import Vectors
from lessons.search.spelling import Spelling
from lessons.search.vocabulary import Expansions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from lessons.search.facets import FacetIndex

Longs = npt.NDArray[np.int64]

# A build gives row numbers up to 1,024, or to eight times the number of rows; after changes in place there may be twice as many for what is left.
MOST_NUMBERS, NUMBERS_EACH = 1_000_000, 64

_LESSONS = """
    SELECT number, CAST(replace(coalesce(published_earliest, ''), '-', '') AS INTEGER) FROM lessons ORDER BY number
"""
_REVIEWS = """
    SELECT number, CAST(replace(coalesce(date_earliest, ''), '-', '') AS INTEGER),
           CAST(replace(coalesce(published_earliest, ''), '-', '') AS INTEGER), id
    FROM reviews ORDER BY number
"""
_OWNERS = """
    SELECT reviews.number, lessons.position FROM lessons JOIN reviews ON reviews.id = lessons.review_id ORDER BY lessons.number
"""


@dataclass(frozen=True)
class SearchIndex:
    """The documents of a database, lessons first, then reviews, each in order of their row numbers and known by its position.

    ``lessons`` and ``reviews`` say how many there are; ``numbers`` the row number of each document in its table, ``places`` for each
    type the position of each of its row numbers, from 0 on;
    ``days`` its days as numbers such as 19980401, 0 where none is known: of its date and of its publication, by the name of the field;
    ``ranks`` its rank in each order that goes by them; ``review`` (lessons,) the position of each lesson's review among the reviews. ``remembered`` keeps what was found
    out about written forms of words, which is the same for every search.
    """

    lessons: int
    reviews: int
    numbers: Longs
    places: Mapping[str, npt.NDArray[np.int32]]
    days: Mapping[str, Longs]
    ranks: Mapping[str, Longs]
    review: npt.NDArray[np.int32]
    facets: FacetIndex
    lexicon: Lexicon
    expansions: Expansions
    spelling: Spelling
    vectors: Vectors
    remembered: dict[tuple[str, ...], bool] = field(default_factory=dict)

    @classmethod
    def load(cls, connection: sqlite3.Connection) -> SearchIndex:
        """Return the index of the database behind ``connection``, read whole; nothing refers to it afterwards.

        Raises ``LessonsError`` when its rows have numbers that no build gives.
        """
        own = np.array(connection.execute(_LESSONS).fetchall(), dtype=np.int64).reshape(-1, 2)
        lessons = own[:, 0]
        found = connection.execute(_REVIEWS).fetchall()
        reviews = np.array([row[0] for row in found], dtype=np.int64)
        review_dates = np.array([row[1] for row in found], dtype=np.int64)
        published = np.concatenate((own[:, 1], np.array([row[2] for row in found], dtype=np.int64)))
        # Results of one day come in order of their ids, whatever their row numbers are.
        by_id = np.empty(len(found), dtype=np.int64)
        by_id[sorted(range(len(found)), key=lambda place: found[place][3])] = np.arange(len(found))
        owners = np.array(connection.execute(_OWNERS).fetchall(), dtype=np.int64).reshape(-1, 2)
        owner = np.searchsorted(reviews, owners[:, 0])
        dates = np.concatenate((review_dates[owner], review_dates))
        holder = np.concatenate((by_id[owner], by_id))
        place = np.concatenate((owners[:, 1], np.zeros(len(reviews), np.int64)))
        lexicon = Lexicon.load(connection)
        return cls(
            lessons=len(lessons),
            reviews=len(reviews),
            numbers=np.concatenate((lessons, reviews)),
            places={"lessons": _places(lessons, 0), "reviews": _places(reviews, len(lessons))},
            days={"year": dates, "published": published},
            ranks={
                "newest": _ranks(np.lexsort((place, holder, -dates, -published))),
                "event": _ranks(np.lexsort((place, holder, -dates))),
                "oldest": _ranks(np.lexsort((place, holder, dates, dates == 0))),
            },
            review=owner.astype(np.int32),
            facets=facet_loading.load(connection, lessons, reviews, owner, _spans(len(lessons), len(reviews)).values()),
            lexicon=lexicon,
            expansions=Expansions.load(connection, lexicon),
            spelling=Spelling.of(lexicon),
            vectors=Vectors.load(connection),
        )

    def span(self, result_type: str) -> tuple[int, int]:
        """Return from where to where the documents of a result type stand."""
        return _spans(self.lessons, self.reviews)[result_type]

    def is_abbreviation(self, word: str) -> bool:
        """Return whether a function word is an abbreviation here when it stands in capitals, as IT is."""
        return word in self.expansions.abbreviations or self.lexicon.is_abbreviation(word)

    def positions(self, result_type: str, numbers: Longs) -> Longs:
        """Return the positions of the documents of a type (lessons or reviews) that have these row numbers."""
        return self.places[result_type][numbers].astype(np.int64)


def _spans(lessons: int, reviews: int) -> dict[str, tuple[int, int]]:
    """Return from where to where the documents of each result type stand, given how many lessons and reviews there are."""
    return {"lessons": (0, lessons), "reviews": (lessons, lessons + reviews), "all": (0, lessons + reviews)}


def _places(numbers: Longs, first: int) -> npt.NDArray[np.int32]:
    """Return the position of each row number, the lowest having the position ``first``.

    Raises ``LessonsError`` for numbers that no build gives.
    """
    if len(numbers) and not 0 < numbers.min() <= numbers.max() <= MOST_NUMBERS + NUMBERS_EACH * len(numbers):
        raise LessonsError("the database has row numbers that no build gives; build it again with `lessons build`")
    # To look a number up in the order of all takes ten times as long.
    found = np.zeros(int(numbers.max(initial=0)) + 1, dtype=np.int32)
    found[numbers] = np.arange(first, first + len(numbers))
    return found


def _ranks(order: Longs) -> Longs:
    """Return the rank of each position in an order of positions."""
    ranks = np.empty_like(order)
    ranks[order] = np.arange(len(order))
    return ranks

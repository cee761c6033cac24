"""Everything that search holds in memory: loaded once from the database, never changed, shared by all threads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from lessons.search.facets import FacetIndex
from lessons.search.meaning import Meanings
from lessons.search.model import ORDERED_FACETS
from lessons.search.spelling import Spelling
from lessons.search.vocabulary import Expansions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

OTHER_LABELS = {"organisation": "Organisation", "year": "Year", "tag": "Tag", "lesson_status": "Lesson status"}


@dataclass(frozen=True)
class SearchIndex:
    """The documents of a database, lessons first, then reviews, each known by its position from 0.

    ``lessons`` and ``reviews`` are their numbers; ``numbers`` the row number of each document in its table;
    ``newest`` and ``oldest`` its rank when sorted so; ``review`` (lessons,) the position of each lesson's review among
    the reviews; ``lesson_starts`` and ``lesson_order`` list the lessons of each review.
    """

    lessons: int
    reviews: int
    numbers: npt.NDArray[np.int64]
    newest: npt.NDArray[np.int64]
    oldest: npt.NDArray[np.int64]
    review: npt.NDArray[np.int32]
    lesson_starts: npt.NDArray[np.int64]
    lesson_order: npt.NDArray[np.int64]
    facets: FacetIndex
    expansions: Expansions
    meanings: Meanings
    spelling: Spelling

    @classmethod
    def load(cls, connection: sqlite3.Connection) -> SearchIndex:
        """Return the index of the database behind ``connection``, read whole; nothing refers to it afterwards."""
        arrays = _arrays(connection)
        owner = arrays["review", "lessons"].astype(np.int32)
        numbers = np.concatenate((arrays["numbers", "lessons"], arrays["numbers", "reviews"]))
        review_dates = arrays["dates", "reviews"]
        dates = np.concatenate((review_dates[owner], review_dates))
        # The same order for a review and its lessons, whichever way the dates run: review, then lesson.
        holder = np.concatenate((owner, np.arange(len(review_dates), dtype=np.int32)))
        lesson_starts = np.zeros(len(review_dates) + 1, dtype=np.int64)
        np.cumsum(np.bincount(owner, minlength=len(review_dates)), out=lesson_starts[1:])
        return cls(
            lessons=len(owner),
            reviews=len(review_dates),
            numbers=numbers,
            newest=_ranks(np.lexsort((holder, -dates))),
            oldest=_ranks(np.lexsort((holder, dates, dates == 0))),
            review=owner,
            lesson_starts=lesson_starts,
            lesson_order=np.argsort(owner, kind="stable"),
            facets=_facets(connection, arrays),
            expansions=Expansions.load(connection),
            meanings=Meanings.build(np.concatenate((arrays["meanings", "lessons"], arrays["meanings", "reviews"]))),
            spelling=Spelling.load(connection),
        )

    def span(self, result_type: str) -> tuple[int, int]:
        """Return from where to where the documents of a result type stand."""
        return spans(self.lessons, self.reviews)[result_type]


def spans(lessons: int, reviews: int) -> dict[str, tuple[int, int]]:
    """Return from where to where the documents of each result type stand, given how many lessons and reviews there are."""
    return {"lessons": (0, lessons), "reviews": (lessons, lessons + reviews), "all": (0, lessons + reviews)}


def _ranks(order: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the rank of each position in an order of positions."""
    ranks = np.empty_like(order)
    ranks[order] = np.arange(len(order))
    return ranks


def _arrays(connection: sqlite3.Connection) -> dict[tuple[str, str], npt.NDArray[np.generic]]:
    """Return the stored arrays by name and type of document."""
    found: dict[tuple[str, str], npt.NDArray[np.generic]] = {}
    for name, type_, kind, columns, data in connection.execute(
        "SELECT name, type, kind, columns, data FROM search_arrays"
    ):
        array = np.frombuffer(data, dtype=kind)
        found[name, type_] = array if columns == 1 else array.reshape(-1, columns)
    return found


def _facets(connection: sqlite3.Connection, arrays: Mapping[tuple[str, str], npt.NDArray[np.generic]]) -> FacetIndex:
    """Return the facets of all documents, lessons first."""
    schemes = connection.execute("SELECT slug, label, ordered FROM schemes").fetchall()
    starts = arrays["facet_starts", "lessons"].astype(np.int64)
    return FacetIndex.build(
        tuple(connection.execute("SELECT facet, value, label FROM search_facet_values ORDER BY code")),
        {**OTHER_LABELS, **{slug: label for slug, label, _ in schemes}},
        frozenset(ORDERED_FACETS) | {slug for slug, _, ordered in schemes if ordered},
        np.concatenate((starts, arrays["facet_starts", "reviews"][1:] + starts[-1])),
        np.concatenate((arrays["facet_codes", "lessons"], arrays["facet_codes", "reviews"])),
        spans(len(starts) - 1, len(arrays["facet_starts", "reviews"]) - 1).values(),
    )

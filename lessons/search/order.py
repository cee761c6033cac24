"""The order of results: by worth, with every word first, or by date; ties always fall the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from lessons.search.deadline import TimeUp
from lessons.search.match import Matches, find_wanted

if TYPE_CHECKING:
    from lessons.search.found import Positions
    from lessons.search.index import SearchIndex
    from lessons.search.model import Request
    from lessons.search.postings import Reader
    from lessons.search.understanding import Understanding


def sort_of(request: Request, understanding: Understanding) -> str:
    """Return the order in force: relevance needs words to be relevant to."""
    if understanding.wanted:
        return request.sort or "relevance"
    return "oldest" if request.sort == "oldest" else "newest"


def ordered(
    index: SearchIndex, matches: Matches, kept: npt.NDArray[np.int64], sort: str, count: int
) -> npt.NDArray[np.int64]:
    """Return the first ``count`` places of the match set among ``kept``, in order."""
    documents = matches.documents[kept]
    if sort == "relevance":
        # Every word first; a sum of worths stays far below the step.
        worth = matches.worth[kept].astype(np.float64) + matches.complete[kept] * 1e6
        best = _first(-worth, count)
        order = np.lexsort((index.newest[documents[best]], -worth[best]))
    else:
        rank = (index.newest if sort == "newest" else index.oldest)[documents]
        best = _first(rank, count)
        order = np.argsort(rank[best])
    return kept[best[order[:count]]]


def _first(keys: npt.NDArray[np.float64] | npt.NDArray[np.int64], count: int) -> npt.NDArray[np.int64]:
    """Return the places of the ``count`` smallest keys in no order, with all that equal the last of them."""
    if count >= len(keys):
        return np.arange(len(keys))
    limit = np.partition(keys, count - 1)[count - 1]
    return np.flatnonzero(keys <= limit)


def best_lessons(reader: Reader, understanding: Understanding, positions: Positions) -> dict[int, int]:
    """Return for each review among ``positions`` the position of its lesson that fits the query best."""
    index = reader.index
    reviews = positions[positions >= index.lessons]
    if not len(reviews):
        return {}
    own = {
        int(at): index.lesson_order[slice(*index.lesson_starts[at - index.lessons : at - index.lessons + 2])]
        for at in reviews
    }
    candidates = np.sort(np.concatenate(list(own.values())))
    fit = dict(zip(candidates.tolist(), _fit(reader, understanding, candidates), strict=True))
    return {at: max(map(int, lessons), key=lambda at: (fit[at], -at)) for at, lessons in own.items() if len(lessons)}


def _fit(reader: Reader, understanding: Understanding, lessons: Positions) -> list[tuple[int, float]]:
    """Return for each of some lessons (positions in ascending order) how much of what is wanted it has, and its worth."""
    worth = np.zeros(len(lessons), dtype=np.float32)
    hits = np.zeros(len(lessons), dtype=np.int64)
    # Where lessons are searched too, what was read of them is there already.
    among = reader.over("lessons") if reader.result_type == "reviews" else reader
    for wanted in understanding.wanted:
        try:
            found = find_wanted(among, wanted)
        except TimeUp:
            break
        if len(found):
            at = np.minimum(np.searchsorted(found.documents, lessons), len(found) - 1)
            has = found.documents[at] == lessons
            worth += np.where(has, found.worth[at], np.float32(0.0))
            hits += has
    return list(zip(hits.tolist(), worth.tolist(), strict=True))

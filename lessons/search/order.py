"""The order of results: by score, with every word first, or by date; ties always fall the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from lessons.search.index import SearchIndex
    from lessons.search.lsa import Positions
    from lessons.search.matches import Matches
    from lessons.search.model import Request
    from lessons.search.reader import Reader
    from lessons.search.understanding import Understanding

# Far above any sum of scores.
STEP = 1e6


def sort_of(request: Request, understanding: Understanding) -> str:
    """Return the order in force: relevance needs words, or records, to be relevant to."""
    if understanding.terms or understanding.records.ids:
        return request.sort or "relevance"
    return "oldest" if request.sort == "oldest" else "newest"


def ordered(
    index: SearchIndex, matches: Matches, kept: npt.NDArray[np.int64], sort: str, count: int
) -> npt.NDArray[np.int64]:
    """Return the first ``count`` places of the match set among ``kept``, in order."""
    documents = matches.documents[kept]
    if sort == "relevance":
        score = matches.scores[kept].astype(np.float64) + matches.complete[kept] * STEP
        best = _first(-score, count)
        order = np.lexsort((index.newest[documents[best]], -score[best]))
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
    own = {
        int(at): index.lesson_order[slice(*index.lesson_starts[at - index.lessons : at - index.lessons + 2])]
        for at in reviews
    }
    several = [lessons for lessons in own.values() if len(lessons) > 1]
    fit: dict[int, float] = {}
    if several and understanding.asked:
        among = reader.over("lessons")
        expression = " OR ".join(f"({term.stemmed})" for term in understanding.asked)
        found, scores = among.scores(expression, np.sort(np.concatenate(several)))
        fit = dict(zip(found.tolist(), scores.tolist(), strict=True))
    return {at: max(map(int, lessons), key=lambda at: fit.get(at, 0.0)) for at, lessons in own.items() if len(lessons)}

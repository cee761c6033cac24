"""The order of results: by score, with every word first, by publication, or by date; ties always fall the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from lessons.search.index import SearchIndex
    from lessons.search.matches import Matches
    from lessons.search.model import Request
    from lessons.search.understanding import Understanding

# Far above any sum of scores.
STEP = 1e6


def sort_of(request: Request, understanding: Understanding) -> str:
    """Return the order in force: relevance needs words, or records, to be relevant to."""
    if understanding.terms or understanding.records.ids:
        return request.sort or "relevance"
    return request.sort if request.sort in ("event", "oldest") else "newest"


def ordered(
    index: SearchIndex, matches: Matches, kept: npt.NDArray[np.int64], sort: str, count: int
) -> npt.NDArray[np.int64]:
    """Return the first ``count`` places of the match set among ``kept``, in order."""
    documents = matches.documents[kept]
    if sort == "relevance":
        score = matches.scores[kept].astype(np.float64) + matches.complete[kept] * STEP
        best = _first(-score, count)
        order = np.lexsort((index.ranks["event"][documents[best]], -score[best]))
    else:
        rank = index.ranks[sort][documents]
        best = _first(rank, count)
        order = np.argsort(rank[best])
    return kept[best[order[:count]]]


def _first(keys: npt.NDArray[np.float64] | npt.NDArray[np.int64], count: int) -> npt.NDArray[np.int64]:
    """Return the places of the ``count`` smallest keys in no order, with all that equal the last of them."""
    if count >= len(keys):
        return np.arange(len(keys))
    limit = np.partition(keys, count - 1)[count - 1]
    return np.flatnonzero(keys <= limit)

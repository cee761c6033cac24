"""Finds for each review and each lesson those most like it, and says in words what they share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from lessons.search.model import NOT_STATED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lessons.search.preparation.facets import Coded
    from lessons.search.preparation.postings import Postings

Vectors = npt.NDArray[np.int8]
Longs = npt.NDArray[np.int64]
Single = npt.NDArray[np.float32]

MOST_RELATED = 5
# Less alike than this, two texts share little but their language.
LEAST_LIKENESS = 0.35
# Up to so many documents, each is compared with each; beyond, with those around the same examples.
COMPARED = 20_000
EXAMPLES = 1_000
NEAREST_EXAMPLES = 3
# Documents compared at a time, which bounds the memory it takes.
BLOCK = 512
# Words named as shared, out of so many that say most about each document.
MOST_WORDS = 3
TELLING = 25
# A value that so many documents have is no reason.
COMMON_SHARE = 1 / 3
# How a shared value is put into words; other facets are no reasons.
REASONS = {
    "tag": "same topic",
    "sector": "same sector",
    "barriers": "both hindered by",
    "enablers": "both helped by",
    "change": "same kind of change",
    "event": "same kind of event",
    "organisation": "same organisation",
}


@dataclass(frozen=True)
class Pair:
    """Two documents by position, and the cosine of their meanings."""

    document: int
    related: int
    likeness: float


def nearest(vectors: Vectors, family: Longs) -> Iterator[Pair]:
    """Yield for each document the most alike, best first; ``family`` (N,) tells which belong together and are passed over.

    Products of the stored whole numbers stay below 2^24, so 32-bit floating point holds them exactly and the
    order of summing does not matter.
    """
    whole = vectors.astype(np.float32)
    lengths = np.maximum(np.sqrt(np.square(vectors, dtype=np.int32).sum(axis=1, dtype=np.int64)), 1.0)
    shares = (1.0 / lengths).astype(np.float32)
    parts = [(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32))]
    for rows, columns in _neighbourhoods(whole, shares):
        theirs, near = whole[columns].T, shares[columns]
        for start in range(0, len(rows), BLOCK):
            some = rows[start : start + BLOCK]
            likeness = whole[some] @ theirs
            likeness *= near
            likeness *= shares[some, None]
            likeness[family[some, None] == family[columns]] = -1.0
            parts.append(_best(some, columns, likeness))
    document, related, likeness = map(np.concatenate, zip(*parts, strict=True))
    order = np.lexsort((related, -likeness, document))
    document, related, likeness = document[order], related[order], likeness[order]
    first = np.arange(len(document)) - np.searchsorted(document, document, side="left") < MOST_RELATED
    values = (document[first].tolist(), related[first].tolist(), likeness[first].tolist())
    for one, other, value in zip(*values, strict=True):
        yield Pair(one, other, round(value, 4))


def _best(rows: Longs, columns: Longs, likeness: Single) -> tuple[Longs, Longs, Single]:
    """Return document, related document and likeness of the best columns of each row, ties with the last of them included."""
    count = min(MOST_RELATED, len(columns))
    limits = np.maximum(np.partition(likeness, len(columns) - count, axis=1)[:, len(columns) - count], LEAST_LIKENESS)
    row, at = np.nonzero(likeness >= limits[:, None])
    return rows[row], columns[at], likeness[row, at]


def _neighbourhoods(whole: Single, shares: Single) -> Iterator[tuple[Longs, Longs]]:
    """Yield documents and those that they are compared with.

    In a large collection a document is compared with those whose nearest example is one of its own nearest.
    """
    count = len(whole)
    if count <= COMPARED:
        everything = np.arange(count)
        if count:
            yield everything, everything
        return
    examples = np.linspace(0, count - 1, EXAMPLES).astype(np.int64)
    theirs = whole[examples].T
    near = np.empty((count, NEAREST_EXAMPLES), dtype=np.int64)
    for start in range(0, count, BLOCK):
        likeness = (whole[start : start + BLOCK] @ theirs) * shares[examples]
        near[start : start + BLOCK] = _largest(likeness)
    order = np.argsort(near[:, 0], kind="stable")
    bounds = np.searchsorted(near[order, 0], np.arange(EXAMPLES + 1))
    visitors = np.argsort(near.ravel(), kind="stable")
    ends = np.searchsorted(near.ravel()[visitors], np.arange(EXAMPLES + 1))
    for at in range(EXAMPLES):
        columns = np.sort(order[bounds[at] : bounds[at + 1]])
        rows = np.sort(visitors[ends[at] : ends[at + 1]] // NEAREST_EXAMPLES)
        if len(columns) and len(rows):
            yield rows, columns


def _largest(likeness: Single) -> Longs:
    """Return where the largest values of each row are, the largest first, the first column in ties."""
    found = np.empty((len(likeness), NEAREST_EXAMPLES), dtype=np.int64)
    for place in range(NEAREST_EXAMPLES):
        found[:, place] = likeness.argmax(axis=1)
        likeness[np.arange(len(likeness)), found[:, place]] = -2.0
    return found


@dataclass(frozen=True)
class Reasons:
    """What can be said of documents: the values that tell them apart, rarest first, and the stems that say most.

    ``said`` (values,) has the words for each code, empty for one that is no reason; ``frequency`` (values,) how many
    documents have it; ``telling`` (documents, TELLING) the stems, -1 beyond the last; ``names`` the stems as words.
    """

    said: tuple[str, ...]
    frequency: Longs
    coded: Coded
    telling: npt.NDArray[np.int32]
    names: Sequence[str]

    @classmethod
    def of(
        cls, values: Sequence[tuple[str, str, str]], coded: Coded, postings: Postings, names: Sequence[str]
    ) -> Reasons:
        """Return the reasons of the documents behind postings; ``names`` gives each stem as a word, or nothing."""
        frequency = np.bincount(coded.codes, minlength=len(values))
        rare = frequency <= max(2.0, postings.count * COMMON_SHARE)
        said = tuple(
            f"{REASONS[facet]}: {label}" if facet in REASONS and value != NOT_STATED and rare[code] else ""
            for code, (facet, value, label) in enumerate(values)
        )
        return cls(said, frequency, coded, _telling(postings, names), names)

    def of_pair(self, pair: Pair) -> str:
        """Return what two documents share, in words."""
        shared = self._codes(pair.document) & self._codes(pair.related)
        able = sorted((self.frequency[code], code) for code in shared if self.said[code])
        parts = [self.said[code] for _, code in able[:1]]
        theirs = set(self.telling[pair.related].tolist())
        both = [self.names[stem] for stem in self.telling[pair.document].tolist() if stem >= 0 and stem in theirs]
        if both:
            *most, last = both[:MOST_WORDS]
            parts.append(f"both speak of {', '.join(most)} and {last}" if most else f"both speak of {last}")
        return "; ".join(parts) or "alike in their words as a whole"

    def _codes(self, document: int) -> set[int]:
        """Return the codes of one document."""
        return set(self.coded.codes[self.coded.starts[document] : self.coded.starts[document + 1]].tolist())


def _telling(postings: Postings, names: Sequence[str]) -> npt.NDArray[np.int32]:
    """Return for each document the stems that say most about it, the most telling first, -1 beyond the last."""
    frequency = postings.frequencies()
    rarity = np.log1p((postings.count - frequency + 0.5) / (frequency + 0.5))
    named = np.array([bool(name) for name in names], dtype=np.bool_)
    able = named & (frequency > 1) & (frequency <= max(2.0, postings.count * COMMON_SHARE))
    stem = np.repeat(np.arange(len(frequency), dtype=np.int32), frequency)
    kept = np.flatnonzero(able[stem])
    stem, document = stem[kept], postings.documents[kept]
    order = np.lexsort((stem, -(postings.weights[kept] * rarity[stem]), document))
    stem, document = stem[order], document[order]
    place = np.arange(len(document)) - np.searchsorted(document, document, side="left")
    found = np.full((postings.count, TELLING), -1, dtype=np.int32)
    first = place < TELLING
    found[document[first], place[first]] = stem[first]
    return found

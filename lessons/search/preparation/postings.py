"""Weighs each stem in each document, once, so that ranking is a sum of prepared numbers.

BM25F: the frequencies of a stem in the fields of a document, each divided by the field's length in
proportion to its average and multiplied by the field's weight, are added before they are saturated.
Source: Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields", CIKM 2004.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lessons.search.preparation.corpus import Corpus, Ints, Stems

# Saturation and length normalisation.
K1 = 1.2
B = 0.75
# Words weighed at a time; bounds the memory that sorting takes.
BLOCK = 2_000_000


@dataclass(frozen=True)
class Postings:
    """All pairs of a stem and a document that holds it, by stem, then document.

    ``starts`` (stems + 1,) says where each stem's pairs begin in ``documents`` and ``weights`` (pairs,);
    a weight is the BM25F weight without the stem's rarity, 0 to 1, times 255. ``titled`` (pairs,) says whether the stem
    stands in the first field, which is the title or the lesson's sentence.
    """

    count: int
    starts: npt.NDArray[np.int64]
    documents: Ints
    weights: npt.NDArray[np.uint8]
    titled: npt.NDArray[np.bool_]

    def frequencies(self) -> npt.NDArray[np.int64]:
        """Return in how many documents each stem is."""
        return np.diff(self.starts)


def weigh(corpus: Corpus, stems: Stems) -> Postings:
    """Return the postings of all stems over one type of document."""
    field_weights = np.array(list(corpus.index.weights.values()), dtype=np.float64)
    average = np.maximum(corpus.lengths.mean(axis=0, dtype=np.float64), 1.0) if len(corpus) else 1.0
    worth = field_weights / (1.0 - B + B * corpus.lengths / average)
    empty = (np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.uint8), np.zeros(0, np.bool_))
    stem, documents, weights, titled = map(np.concatenate, zip(empty, *_blocks(corpus, stems, worth), strict=True))
    order = np.argsort(stem, kind="stable")
    starts = np.zeros(len(stems) + 1, dtype=np.int64)
    np.cumsum(np.bincount(stem, minlength=len(stems)), out=starts[1:])
    return Postings(len(corpus), starts, documents[order], weights[order], titled[order])


def _blocks(
    corpus: Corpus, stems: Stems, worth: npt.NDArray[np.float64]
) -> Iterator[tuple[Ints, Ints, npt.NDArray[np.uint8], npt.NDArray[np.bool_]]]:
    """Yield stem, document, weight and whether it is in the title, for the pairs of one block of documents after another."""
    ends = np.cumsum(corpus.lengths.sum(axis=1, dtype=np.int64))
    first, begin = 0, 0
    while first < len(corpus):
        last = max(first + 1, int(np.searchsorted(ends, begin + BLOCK, side="right")))
        end = int(ends[last - 1])
        lengths = corpus.lengths[first:last]
        stem = stems.of_word[corpus.tokens[begin:end]].astype(np.int64)
        document = np.repeat(np.arange(first, last, dtype=np.int64), lengths.sum(axis=1))
        value = np.repeat(worth[first:last].ravel(), lengths.ravel())
        in_title = np.repeat(np.tile(np.arange(lengths.shape[1]) == 0, len(lengths)), lengths.ravel())
        first, begin = last, end
        if not len(stem):
            continue
        key = document * len(stems) + stem
        order = np.argsort(key, kind="stable")
        key = key[order]
        heads = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))
        frequency = np.add.reduceat(value[order], heads)
        weight = np.maximum(1, np.rint(255.0 * frequency / (K1 + frequency))).astype(np.uint8)
        document, stem = np.divmod(key[heads], len(stems))
        titled = np.logical_or.reduceat(in_title[order], heads)
        yield stem.astype(np.int32), document.astype(np.int32), weight, titled

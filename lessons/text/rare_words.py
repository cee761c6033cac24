"""Which texts share rare words, asked of all texts in arrays: the words of each as numbers, and an inverted index of the rare ones.

Objects for each word of each text would take ten times the memory and several times as long.
"""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]
# Texts whose candidates are worked out together: more take more memory, fewer more time.
TOGETHER = 512


class RareWords:
    """The words of a collection of texts. Texts go by their numbers, in the order given.

    A word counts as its ``root``, one whose root is empty not at all.
    Candidates for a text are the ``most`` texts that share at least two of its ``looked_up`` rarest words, those that share more first; a word is
    rare that stands in at most ``common`` texts, and weightiest are the ``kept`` words of a text with the largest weights.
    """

    def __init__(
        self,
        texts: Iterable[list[str]],
        root: Callable[[str], str],
        *,
        looked_up: int,
        common: int,
        most: int,
        kept: int,
    ) -> None:
        self._looked_up, self._common, self._most, self._kept = looked_up, common, most, kept
        numbers: defaultdict[str, int] = defaultdict()
        numbers.default_factory = numbers.__len__
        written, ends = array("i"), array("q", (0,))
        for words in texts:
            written.extend(map(numbers.__getitem__, words))
            ends.append(len(written))
        # A root has the place of the first word that has it.
        self._numbers: dict[str, int] = {}
        known = self._numbers.setdefault
        root_of = np.array(
            [known(cut, len(self._numbers)) if (cut := root(word)) else -1 for word in numbers], np.int64
        )
        self._texts, lengths = len(ends) - 1, np.diff(np.asarray(ends))
        # One for each word of each text, in the order of texts and of numbers of words, with where it first stands and how often.
        more = max(len(self._numbers), 1)
        roots = root_of[np.asarray(written)]
        standing = (np.repeat(np.arange(self._texts) * more, lengths) + roots)[roots >= 0]
        order = np.argsort(standing, kind="stable")
        begins = _begins(standing[order])
        self._first = order[begins]
        self._text, self._word = np.divmod(standing[self._first], more)
        self._times = np.diff(begins, append=len(order))
        self._worked_out: dict[int, tuple[Numbers, Numbers, npt.NDArray[np.float64]]] = {}
        self._begin = np.searchsorted(self._text, np.arange(self._texts + 1))
        self._texts_with: Numbers = np.bincount(self._word, minlength=more)

    def idf(self, word: str) -> float:
        """Return the inverse document frequency of a word of these texts."""
        return math.log((self._texts + 1) / int(self._texts_with[self._numbers[word]]))

    def candidates(self, first: int, last: int) -> tuple[Numbers, Numbers]:
        """Return the candidates for the texts from ``first`` to before ``last``: texts, and beside each one of its candidates, in order."""
        texts, words = self._rarest(first, last)
        listed, begin = self._listed
        found = self._texts_with[words]
        ends = np.cumsum(found)
        places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(begin[words] - ends + found, found)
        text, other = np.repeat(texts, found), listed[places]
        pair = (text * self._texts + other)[text != other]
        order = np.argsort(pair, kind="stable")
        begins = _begins(pair[order])
        shared = np.diff(begins, append=len(order))
        # One rare word in common is chance.
        likely = shared >= 2
        met, shared = order[begins][likely], shared[likely]
        text, other = np.divmod(pair[met], max(self._texts, 1))
        # Of those that share as many, the one that was met first.
        order = np.lexsort((met, -shared, text))
        order = order[_ranks(text[order]) < self._most]
        return text[order], other[order]

    def weighed_candidates(self, text: int) -> list[tuple[int, float]]:
        """Return the candidates for one text, in order, each with the cosine similarity of their weightiest words, but for rounding.

        Those of the texts around it are worked out with it.
        """
        first = text - text % TOGETHER
        if first not in self._worked_out:
            last = min(first + TOGETHER, self._texts)
            texts, others = self.candidates(first, last)
            begin = np.searchsorted(texts, np.arange(first, last + 1))
            self._worked_out[first] = begin, others, self._similar(texts, others)
        begin, others, similar = self._worked_out[first]
        part = slice(begin[text - first], begin[text - first + 1])
        return list(zip(others[part].tolist(), similar[part].tolist(), strict=True))

    def _similar(self, texts: Numbers, others: Numbers) -> npt.NDArray[np.float64]:
        """Return the cosine similarity of each pair of texts by their weightiest words."""
        begin, words, weights = self._weights
        mine, pair = _rows(begin, texts)
        keys = pair * len(self._texts_with) + words[mine]
        theirs, pair = _rows(begin, others)
        sought = pair * len(self._texts_with) + words[theirs]
        # Pairs, and the words of each text, are in order, and so are these.
        found = np.searchsorted(keys, sought)
        both = np.append(keys, -1)[found] == sought
        products = weights[mine[found[both]]] * weights[theirs[both]]
        return np.bincount(pair[both], products, minlength=len(texts)).astype(np.float64)

    def _rarest(self, first: int, last: int) -> tuple[Numbers, Numbers]:
        """Return texts, and beside each one of its rarest words that another text has too, the rarest first."""
        part = slice(self._begin[first], self._begin[last])
        text, word, stands = self._text[part], self._word[part], self._first[part]
        rare = self._is_rare[word]
        text, word, stands = text[rare], word[rare], stands[rare]
        order = np.lexsort((stands, self._texts_with[word], text))
        order = order[_ranks(text[order]) < self._looked_up]
        return text[order], word[order]

    @cached_property
    def _is_rare(self) -> npt.NDArray[np.bool_]:
        return (self._texts_with >= 2) & (self._texts_with <= self._common)

    @cached_property
    def _listed(self) -> tuple[Numbers, Numbers]:
        """Return the texts that have each rare word, one word after the other, and where those of each word begin."""
        rare = np.flatnonzero(self._is_rare[self._word])
        listed = self._text[rare[np.argsort(self._word[rare], kind="stable")]]
        number = np.where(self._is_rare, self._texts_with, 0)
        return listed, np.cumsum(number) - number

    @cached_property
    def _weights(self) -> tuple[Numbers, Numbers, npt.NDArray[np.float64]]:
        """Return where the weightiest words of each text begin, the words, and their weights, of length 1 together."""
        idf = np.array(
            [math.log((self._texts + 1) / number) if number else 0.0 for number in self._texts_with.tolist()]
        )
        tf = np.array([0.0, *(1 + math.log(number) for number in range(1, int(self._times.max(initial=0)) + 1))])
        weight = tf[self._times] * idf[self._word]
        for row in np.flatnonzero(np.diff(self._begin) > self._kept).tolist():
            part = slice(self._begin[row], self._begin[row + 1])
            weight[part][np.lexsort((self._first[part], -weight[part]))[self._kept :]] = 0.0
        kept = np.flatnonzero(weight)
        text, weight = self._text[kept], weight[kept]
        length = np.sqrt(np.bincount(text, weight * weight, minlength=self._texts))
        return np.searchsorted(text, np.arange(self._texts + 1)), self._word[kept], weight / length[text]


def _begins(values: Numbers) -> Numbers:
    """Return where each run of equal values begins."""
    return np.flatnonzero(np.diff(values, prepend=-1))


def _rows(begin: Numbers, texts: Numbers) -> tuple[Numbers, Numbers]:
    """Return the places of everything that some texts have, one text after the other, and beside each the number of its text among these."""
    lengths = begin[texts + 1] - begin[texts]
    number = np.repeat(np.arange(len(texts)), lengths)
    return np.arange(len(number)) + (begin[texts] - np.cumsum(lengths) + lengths)[number], number


def _ranks(values: Numbers) -> Numbers:
    """Return for each of some values in order how many equal ones stand before it."""
    begins = _begins(values)
    ranks: Numbers = np.arange(len(values)) - np.repeat(begins, np.diff(begins, append=len(values)))
    return ranks

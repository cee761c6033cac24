"""The match set of a query: which documents, how well each fits, and why it is there."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lessons.search.lsa import Positions, Single

# One value in so many is looked at to learn where the largest begin; that leaves twice as many as are needed.
SAMPLED = 16
MORE_THAN_ENOUGH = 2

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Matches:
    """The match set of a query: positions in ascending order, their scores, and whether each has every word.

    ``by_lsa`` marks those that are there for LSA alone. ``corrections`` are words of no text with what was looked for
    instead; ``least`` is the number of terms that were enough; ``partial`` says that time ran out before all was looked up.
    """

    documents: Positions
    scores: Single
    complete: npt.NDArray[np.bool_]
    by_lsa: npt.NDArray[np.bool_]
    corrections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    least: int = 0
    partial: bool = False

    @classmethod
    def of(cls, documents: Positions, scores: Single, *, least: int = 0) -> Matches:
        """Return documents that have every word."""
        return cls(documents, scores, np.ones(len(documents), bool), np.zeros(len(documents), bool), least=least)

    def widened(self, documents: Positions, scores: Single) -> Matches:
        """Return the match set with documents that are there for LSA alone."""
        together = np.concatenate((self.documents, documents))
        order = np.argsort(together, kind="stable")
        new = np.ones(len(documents), bool)
        return replace(
            self,
            documents=together[order],
            scores=np.concatenate((self.scores, scores))[order],
            complete=np.concatenate((self.complete, ~new))[order],
            by_lsa=np.concatenate((self.by_lsa, new))[order],
        )


def share(scores: Single) -> Single:
    """Return scores with the largest as 1."""
    most = scores.max(initial=0.0)
    return scores / most if most > 0 else scores


def largest(values: Single, count: int) -> npt.NDArray[np.int64]:
    """Return where the ``count`` largest values are, in no order; of many values, only where they are above 0."""
    if len(values) <= count:
        return np.arange(len(values))
    able = np.flatnonzero(values > likely_least(values, count))
    if len(able) < count:
        able = np.flatnonzero(values > 0)
    if len(able) <= count:
        return able
    # The smallest of the negatives: where most values are alike, numpy takes twenty times as long for the largest.
    return able[np.argpartition(-values[able], count)[:count]]


def likely_least(values: Single, count: int) -> float:
    """Return a value, 0 or more, that probably somewhat more than ``count`` others exceed, as a sample of them has it.

    So it is not all of some hundred thousand values that have to be put in order.
    """
    sample = values[::SAMPLED]
    expected = MORE_THAN_ENOUGH * count // SAMPLED
    if expected >= len(sample):
        return 0.0
    return max(0.0, float(np.partition(sample, len(sample) - 1 - expected)[len(sample) - 1 - expected]))

"""The largest of many scores, found without putting all of them in order."""

from __future__ import annotations

import numpy as np
import pytest

from lessons.search.matches import largest

CHANCE = np.random.default_rng(9)
SCORES = {
    "all different": CHANCE.random(50_000),
    "mostly nothing": np.where(CHANCE.random(50_000) < 0.02, CHANCE.random(50_000), 0.0),
    "few that differ": CHANCE.integers(0, 4, 50_000).astype(float),
    "all alike": np.ones(50_000),
    "the largest side by side": np.sort(CHANCE.random(50_000)),
    "some below nothing": CHANCE.standard_normal(50_000),
    "a handful": CHANCE.random(30),
}


@pytest.mark.parametrize("name", SCORES)
@pytest.mark.parametrize("count", [1, 20, 400, 5_000])
def test_the_largest_are_those_that_come_first_in_order(name: str, count: int) -> None:
    scores = SCORES[name].astype(np.float32)
    found = scores[largest(scores, count)]
    best = np.sort(scores)[::-1][:count]
    assert np.sort(found)[::-1].tolist() == (best if len(scores) <= count else best[best > 0]).tolist()


def test_of_few_with_a_score_none_is_left_out_and_none_added() -> None:
    scores = np.zeros(50_000, np.float32)
    scores[[3, 700, 49_999]] = 1.0, 2.0, 0.5
    assert sorted(largest(scores, 400).tolist()) == [3, 700, 49_999]

"""The order of results."""

from __future__ import annotations

import numpy as np
import pytest

from lessons.search.matches import Matches
from lessons.search.order import ordered
from tests.search.small import Ask, Collection, ids


def matches(scores: list[float], complete: list[bool]) -> Matches:
    count = len(scores)
    return Matches(np.arange(count), np.array(scores, np.float32), np.array(complete), np.zeros(count, bool))


@pytest.mark.parametrize("count", [1, 2, 4])
def test_every_word_comes_before_any_score(small: Collection, count: int) -> None:
    found = ordered(
        small.index, matches([0.1, 9.0, 3.0, 0.2], [True, False, False, True]), np.arange(4), "relevance", count
    )
    assert found.tolist() == [3, 0, 1, 2][:count]


def test_equal_scores_go_by_date_newest_first(small: Collection) -> None:
    count = small.index.lessons
    found = ordered(small.index, matches([1.0] * count, [True] * count), np.arange(count), "relevance", count)
    dates = small.index.dates[found]
    assert dates.tolist() == sorted(dates.tolist(), reverse=True)


def test_the_first_of_a_long_list_are_those_of_the_whole(small: Collection) -> None:
    count = small.index.lessons
    scores = np.random.default_rng(3).integers(0, 5, count).astype(float).tolist()
    whole = ordered(small.index, matches(scores, [True] * count), np.arange(count), "relevance", count)
    for first in (1, 7, 20):
        part = ordered(small.index, matches(scores, [True] * count), np.arange(count), "relevance", first)
        assert part.tolist() == whole[:first].tolist()


def test_a_review_shows_its_lesson_that_fits_best(ask: Ask) -> None:
    shown = {text: ask(text, in_="reviews").hits[0].statement for text in ("crews collection", "residents take part")}
    assert shown == {
        "crews collection": "Train the crews before the first collection",
        "residents take part": "Ask residents what would make them take part",
    }
    assert ids(ask("crews collection", in_="reviews"))[0] == "recycling"

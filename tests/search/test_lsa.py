"""Directions and cosines."""

from __future__ import annotations

import numpy as np
import pytest

from lessons.search import lsa
from lessons.search.lsa import Vectors, cosines, times, unit

CHANCE = np.random.default_rng(7)


def vectors(count: int, directions: int = 32) -> Vectors:
    return Vectors.of(CHANCE.integers(-127, 128, (count, directions)).astype(np.int8))


def test_points_have_length_one_and_nothing_stays_nothing() -> None:
    some = Vectors.of(np.array([[3, 4], [0, 0]], dtype=np.int8))
    points = some.points(np.array([0, 1]))
    assert points[0] == pytest.approx([0.6, 0.8])
    assert points[1].tolist() == [0.0, 0.0]
    assert unit(np.zeros(3, np.float32)).tolist() == [0.0, 0.0, 0.0]


def test_a_cosine_is_never_below_nothing() -> None:
    points = np.array([[1.0, 0.0], [-1.0, 0.0]], dtype=np.float32)
    assert cosines(points, np.array([1.0, 0.0], dtype=np.float32)).tolist() == [1.0, 0.0]


def test_a_product_in_parts_is_the_product(monkeypatch: pytest.MonkeyPatch) -> None:
    matrix = CHANCE.normal(size=(1000, 24)).astype(np.float32)
    vector = CHANCE.normal(size=24).astype(np.float32)
    monkeypatch.setattr(lsa, "AT_ONCE", 100)
    assert np.allclose(times(matrix, vector), matrix @ vector, atol=1e-4)


def test_of_many_documents_the_nearest_are_among_the_promising(monkeypatch: pytest.MonkeyPatch) -> None:
    many = vectors(2000)
    direction = many.points(np.array([1234]))[0]
    assert many.promising(direction, 0, 2000).tolist() == list(range(2000))
    monkeypatch.setattr(lsa, "COMPARED", 100)
    monkeypatch.setattr(lsa, "PROMISING", 50)
    some = many.promising(direction, 1000, 2000)
    assert 1234 in some
    assert len(some) == 50
    assert some.min() >= 1000


def test_many_documents_have_the_same_points_as_few_whose_points_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    few = vectors(300)
    monkeypatch.setattr(lsa, "KEPT_SCALED", 100)
    many = Vectors.of(few.vectors)
    assert few.scaled is not None
    assert many.scaled is None
    places = np.array([299, 0, 17])
    assert np.array_equal(few.points(places), many.points(places))


@pytest.mark.parametrize("documents", [[0, 1, 2, 3], [2, 4, 5], [1, 8], [7], []])
def test_the_points_among_which_documents_are_hold_theirs(documents: list[int]) -> None:
    some = Vectors.of(np.random.default_rng(5).integers(-127, 128, (10, 6), dtype=np.int8))
    places = np.array(documents, dtype=np.int64)
    points, at = some.among(places)
    assert np.array_equal(points[at], some.points(places))

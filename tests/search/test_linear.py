"""Sums that do not depend on threads, and eigenvectors without a library."""

from __future__ import annotations

import numpy as np
import pytest

from lessons.search.preparation.linear import Sparse, eigen, product, straightening, strongest


def random(*shape: int) -> np.ndarray:
    return np.random.default_rng(1).normal(size=shape)


@pytest.mark.parametrize("size", [1, 2, 7, 40])
def test_eigenvectors_are_those_of_the_matrix(size: int) -> None:
    matrix = random(size, size)
    matrix = matrix @ matrix.T
    values, vectors = eigen(matrix)
    assert np.allclose(matrix @ vectors, vectors * values)
    assert np.all(np.diff(values) <= 1e-9)
    assert np.allclose(vectors.T @ vectors, np.eye(size))
    largest = np.abs(vectors).argmax(axis=0)
    assert np.all(vectors[largest, np.arange(size)] > 0)


def test_eigenvectors_of_nothing_are_nothing() -> None:
    values, vectors = eigen(np.zeros((3, 3)))
    assert np.all(values == 0)
    assert np.allclose(vectors, np.eye(3))


def test_a_product_is_exact_to_the_rounding_of_its_factors() -> None:
    left, right = random(30, 50), random(50, 20)
    assert np.allclose(product(left, right), left @ right, atol=1e-2)


def test_straightened_vectors_stand_at_right_angles_and_dependent_ones_vanish() -> None:
    vectors = random(50, 5)
    vectors[:, 3] = vectors[:, 0] + vectors[:, 1]
    vectors /= np.linalg.norm(vectors, axis=0)
    upright = vectors @ straightening(vectors.T @ vectors)
    assert np.allclose(upright.T @ upright, np.diag([1, 1, 1, 0, 1]), atol=1e-6)


def test_a_sparse_matrix_multiplies_as_a_full_one_and_turns() -> None:
    full = random(40, 30) * (random(40, 30) > 0.8)
    full[7] = 0
    rows, columns = np.nonzero(full)
    starts = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=40))))
    sparse = Sparse(starts, columns.astype(np.int32), full[rows, columns].astype(np.float32), 30)
    other = random(30, 4).astype(np.float32)
    assert np.allclose(sparse.times(other), full @ other, atol=1e-5)
    assert np.allclose(sparse.turned().times(random(40, 4).astype(np.float32)), full.T @ random(40, 4), atol=1e-4)


def test_the_strongest_entries_of_each_row_are_kept_in_order_of_columns() -> None:
    starts = np.array([0, 4, 4, 6])
    columns = np.array([1, 3, 5, 7, 0, 2], dtype=np.int32)
    values = np.array([0.5, 2.0, 2.0, 2.0, 1e-20, 3.0], dtype=np.float32)
    kept = strongest(Sparse(starts, columns, values, 8), 2)
    assert kept.starts.tolist() == [0, 2, 2, 4]
    assert kept.columns.tolist() == [3, 5, 0, 2]

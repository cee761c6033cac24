"""Linear algebra that gives the same bytes whatever the number of threads.

Libraries for matrices add up in an order that depends on the threads they have, and floating-point sums depend
on the order. So sums here are either made by numpy's own loops, which have one order, or are sums of whole
numbers small enough that 64-bit floating point holds them exactly, for which the order does not matter.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]
Single = npt.NDArray[np.float32]

# Products made at a time; keeps the intermediate rows inside the processor's cache.
BLOCK = 8_192
# Bits of the whole numbers multiplied exactly: 16 + 16 bits and 2^20 terms stay within the 53 bits of a double.
BITS = 16
# Of a vector of length 1, the square of what the others leave of it that is only rounding.
DEPENDENT = 1e-7
# Rotations come round this often at most; Jacobi's method converges quadratically, ten is plenty.
SWEEPS = 30


@dataclass(frozen=True)
class Sparse:
    """A sparse matrix by rows: ``starts`` (rows + 1,), and for each entry its ``columns`` and ``values``."""

    starts: npt.NDArray[np.int64]
    columns: npt.NDArray[np.int32]
    values: Single
    width: int

    def times(self, dense: Single) -> Single:
        """Return this matrix times ``dense`` (width, k), summed in the order of the entries."""
        rows = len(self.starts) - 1
        out = np.zeros((rows, dense.shape[1]), dtype=np.float32)
        first = 0
        while first < rows:
            end = int(np.searchsorted(self.starts, self.starts[first] + BLOCK, side="right")) - 1
            last = min(rows, max(first + 1, end))
            low, high = int(self.starts[first]), int(self.starts[last])
            filled = first + np.flatnonzero(np.diff(self.starts[first : last + 1]))
            if len(filled):
                products = dense[self.columns[low:high]]
                products *= self.values[low:high, None]
                out[filled] = np.add.reduceat(products, self.starts[filled] - low, axis=0)
            first = last
        return out

    def turned(self) -> Sparse:
        """Return the transpose."""
        rows = np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), np.diff(self.starts))
        order = np.argsort(self.columns, kind="stable")
        starts = np.zeros(self.width + 1, dtype=np.int64)
        np.cumsum(np.bincount(self.columns, minlength=self.width), out=starts[1:])
        return Sparse(starts, rows[order], self.values[order], len(self.starts) - 1)


def strongest(matrix: Sparse, most: int) -> Sparse:
    """Return a matrix of values above 0 with at most so many entries a row, the largest; the first column wins ties."""
    lengths = np.diff(matrix.starts)
    row = np.repeat(np.arange(len(lengths), dtype=np.int64), lengths)
    # The bits of floating-point numbers above 0 are in the order of the numbers: one key to sort by instead of two.
    key = (row << 32) + (2**32 - 1 - matrix.values.view(np.uint32).astype(np.int64))
    order = np.argsort(key, kind="stable")
    place = np.arange(len(order)) - np.repeat(matrix.starts[:-1], lengths)
    kept = np.sort(order[place < most])
    starts = np.zeros_like(matrix.starts)
    np.cumsum(np.minimum(lengths, most), out=starts[1:])
    return Sparse(starts, matrix.columns[kept], matrix.values[kept], matrix.width)


def whole(matrix: npt.NDArray[np.floating]) -> tuple[Matrix, float]:
    """Return the matrix as whole numbers of ``BITS`` bits, and what one of them is worth."""
    largest = float(np.abs(matrix).max(initial=0.0))
    unit = largest / 2**BITS if largest else 1.0
    return np.rint(matrix.astype(np.float64) / unit), unit


def product(left: npt.NDArray[np.floating], right: npt.NDArray[np.floating]) -> Matrix:
    """Return the product of two dense matrices, each rounded to ``BITS`` bits first, and exact from there."""
    a, one = whole(left)
    b, other = whole(right)
    return (a @ b) * (one * other)


def straightening(angles: Matrix) -> Matrix:
    """Return the matrix that sets vectors at right angles whose products with one another are ``angles``.

    The inverse of the transposed Cholesky factor; a vector that the others already span becomes zero.
    """
    size = len(angles)
    left = angles.copy()
    factor = np.zeros((size, size))
    inverse = np.zeros((size, size))
    for step in range(size):
        pivot = left[step, step]
        if pivot <= DEPENDENT:
            continue
        factor[step:, step] = left[step:, step] / np.sqrt(pivot)
        left[step:, step:] -= factor[step:, step, None] * factor[None, step:, step]
        row = -(factor[step, :step, None] * inverse[:step]).sum(axis=0)
        row[step] += 1.0
        inverse[step] = row / factor[step, step]
    return inverse.T


def eigen(symmetric: Matrix) -> tuple[npt.NDArray[np.float64], Matrix]:
    """Return eigenvalues, largest first, and eigenvectors as columns, each with its largest entry positive.

    Jacobi's method with disjoint rotations side by side; Golub and Van Loan, "Matrix Computations", 4th edition, 8.5.
    """
    size = len(symmetric)
    # Pairs meet in a round-robin tournament; an odd one out plays a dummy that stays zero.
    even = size + size % 2
    a = np.zeros((even, even))
    a[:size, :size] = symmetric
    vectors = np.eye(even)
    seats = np.arange(even)
    for _ in range(SWEEPS):
        off = float(np.abs(a - np.diag(np.diag(a))).max(initial=0.0))
        if off <= 1e-13 * float(np.abs(np.diag(a)).max(initial=0.0)):
            break
        for _ in range(even - 1):
            _rotate(a, vectors, seats[: even // 2], seats[even // 2 :][::-1])
            seats = np.concatenate((seats[:1], seats[-1:], seats[1:-1]))
    values = np.diag(a)[:size].copy()
    order = np.argsort(-values, kind="stable")
    found = vectors[:size, :size][:, order]
    largest = np.abs(found).argmax(axis=0)
    return values[order], found * np.where(found[largest, np.arange(size)] < 0, -1.0, 1.0)


def _rotate(a: Matrix, vectors: Matrix, i: npt.NDArray[np.int64], j: npt.NDArray[np.int64]) -> None:
    """Make the entries (i, j) of ``a`` zero by one rotation for each pair; carry ``vectors`` along."""
    needed = a[i, j] != 0.0
    i, j = i[needed], j[needed]
    theta = (a[j, j] - a[i, i]) / (2.0 * a[i, j])
    tangent = np.where(theta < 0, -1.0, 1.0) / (np.abs(theta) + np.sqrt(theta * theta + 1.0))
    cosine = 1.0 / np.sqrt(tangent * tangent + 1.0)
    sine = tangent * cosine
    for matrix in (a, vectors):
        left, right = matrix[:, i], matrix[:, j]
        matrix[:, i], matrix[:, j] = cosine * left - sine * right, sine * left + cosine * right
    upper, lower = a[i], a[j]
    a[i], a[j] = cosine[:, None] * upper - sine[:, None] * lower, sine[:, None] * upper + cosine[:, None] * lower

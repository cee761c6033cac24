"""How many slips of the keyboard lie between two words."""

from __future__ import annotations


def edit_distance(one: str, other: str, limit: int = 2) -> int:
    """Return the number of insertions, deletions, replacements and swaps of neighbours that turn one into the other.

    The optimal string alignment distance (Damerau 1964); counting stops at ``limit + 1``.
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        before, previous, row = row, before, [i]
        for j, right in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, previous[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)

"""Rows about figures: what reviews and uses state as outcomes, each with an id of its own and its change worked out."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Context, Decimal
from itertools import chain, count

from lessons.building.outputs.shared import Row
from lessons.entries.checked import CheckedReview, CheckedUse
from lessons.record.vocabulary.model import slugified

# More digits of a percentage say nothing, and a third has no last one.
_PER_CENT = Context(prec=10)


def rows(entry: CheckedReview | CheckedUse, key: str) -> Iterator[Row]:
    """Yield the rows of the table ``outcomes`` for the figures of an entry, whose id stands in the column ``key``."""
    taken: set[str] = set()
    for position, outcome in enumerate(entry.record.outcomes, 1):
        slug = slugified(outcome.measure)
        name = next(name for name in chain([slug], (f"{slug}-{number}" for number in count(2))) if name not in taken)
        taken.add(name)
        yield {
            "id": f"{entry.id}/{name}",
            "review_id": None,
            "use_id": None,
            key: entry.id,
            "position": position,
            **outcome.model_dump(exclude={"result"}),
            "actual": outcome.result,
            **_change(outcome.baseline, outcome.result),
        }


def _change(baseline: float | None, actual: float | None) -> Row:
    """Return by how much a figure changed. Reckoned in decimals, as it was written: 3.3 less 2.5 is 0.8."""
    if baseline is None or actual is None:
        return {"change": None, "change_per_cent": None}
    # The shortest text of a number is that which the writer wrote.
    before = Decimal(repr(baseline))
    change = Decimal(repr(actual)) - before
    share = _PER_CENT.divide(100 * change, abs(before)) if before else None
    return {"change": float(change), "change_per_cent": None if share is None else float(share)}

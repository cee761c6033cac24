"""What a chart needs of the whole result of a query of two columns: a text or a date, and a number."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lessons.words import gettext

if TYPE_CHECKING:
    from collections.abc import Sequence

QUOTED_CHARACTERS = 40
LABEL_CHARACTERS = 1_000
# Up to so many rows the page gets all of them, which may be days of many years; of more, those that bars are drawn of.
MOST_ROWS, LARGEST = 5_000, 12


@dataclass(frozen=True)
class Charted:
    """The rows of a result that a chart may draw, as ``pairs`` of a label and a number, in their order.

    ``rows`` is the number of rows that were read, ``more`` that there are others; ``numbered`` is how many have a number: where that is
    more than there are pairs, these are the largest. ``refused`` is why nothing can be drawn.
    """

    rows: int
    more: bool
    numbered: int = 0
    pairs: tuple[tuple[str, float], ...] = ()
    refused: str | None = None


def charted(rows: Sequence[tuple[Any, ...]], *, more: bool) -> Charted:
    """Return what a chart needs of rows of two columns."""
    refused = why_not(rows)
    if refused:
        return Charted(len(rows), more, refused=refused)
    numbered = [(label, number) for label, number in rows if number is not None]
    if len(numbered) > MOST_ROWS:
        places = sorted(range(len(numbered)), key=lambda place: -abs(numbered[place][1]))[:LARGEST]
        kept = [numbered[place] for place in sorted(places)]
    else:
        kept = numbered
    return Charted(len(rows), more, len(numbered), tuple((label_of(label), float(number)) for label, number in kept))


def why_not(rows: Sequence[tuple[Any, ...]]) -> str | None:
    """Return why rows of two columns cannot be drawn, with what was found and what would be right; None when they can."""
    for place, (label, number) in enumerate(rows, 1):
        if isinstance(label, bytes) or isinstance(number, bytes):
            return gettext("charts.query.none.binary", row=f"{place:,}")
        if isinstance(number, str):
            found = number if len(number) <= QUOTED_CHARACTERS else number[: QUOTED_CHARACTERS - 1] + "…"
            return gettext("charts.query.none.text", text=found, row=f"{place:,}")
        if number is not None and not math.isfinite(number):
            return gettext("charts.query.none.too_large", row=f"{place:,}")
    if all(number is None for _, number in rows):
        return gettext("charts.query.none.empty")
    return None


def label_of(label: object) -> str:
    """Return the label of a row as text."""
    return gettext("charts.query.empty") if label is None or label == "" else str(label)[:LABEL_CHARACTERS]

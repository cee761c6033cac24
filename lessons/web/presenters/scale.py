"""The scale of a chart: from numbers to places in per cent, and the marks on its axis."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from lessons.library.charts.labels import LETTER

if TYPE_CHECKING:
    from collections.abc import Sequence

# The room that a number beside a bar needs besides its letters.
BESIDE = 2.5
MOST_ROOM = 40.0
# Beyond these, marks between the ends would say nothing that can be read.
SMALLEST, LARGEST = 1e-9, 1e15
MOST_TICKS = 5
LONGEST_NUMBER = 12


@dataclass(frozen=True)
class Scale:
    """Places numbers from ``low`` to ``high``, zero always among them, between ``left`` and ``right``."""

    low: float
    high: float
    left: float
    right: float
    # Whether all numbers are whole, so that halves on the axis would stand for nothing.
    whole: bool = False

    @classmethod
    def of(cls, numbers: Sequence[float], texts: Sequence[str]) -> Scale:
        """Return the scale for some numbers, with room at the ends for their ``texts``."""
        low, high = min(0.0, 0.0, *numbers), max(0.0, 0.0, *numbers)
        if low == high:
            high = 1.0
        whole = all(float(number).is_integer() for number in numbers)
        room = min(MOST_ROOM, LETTER * max(map(len, texts), default=1) + BESIDE)
        return cls(low, high, room if low < 0 else 0.2, 100 - room if high > 0 else 99.8, whole)

    def place(self, number: float) -> float:
        """Return where a number lies, in per cent."""
        # Halves, because the difference of the largest numbers there are is none.
        share = (number / 2 - self.low / 2) / (self.high / 2 - self.low / 2)
        return round(self.left + share * (self.right - self.left), 2)

    def ticks(self) -> list[tuple[float, str]]:
        """Return some round numbers with their places, so few that their texts have room."""
        for most in range(MOST_TICKS, 1, -1):
            found = [(self.place(number), number_text(number)) for number in self.numbers(most)]
            if all(
                right[0] - left[0] >= LETTER * (max(len(left[1]), len(right[1])) + 1) for left, right in pairwise(found)
            ):
                return found
        return [(self.place(0), "0")]

    def numbers(self, most: int) -> list[float]:
        """Return the multiples of a round step, about ``most`` of them; zero alone where there are none that can be read."""
        if not SMALLEST < max(-self.low, self.high) < LARGEST:
            return [0.0]
        span = self.high - self.low
        power = 10.0 ** math.floor(math.log10(span / most))
        step = next(times * power for times in (1, 2, 5, 10) if times * power * most >= span * (1 - 1e-9))
        if self.whole:
            step = max(1.0, step)
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        return [number * step for number in range(first, last + 1)]


def number_text(number: float) -> str:
    """Return a number as a chart shows it, at most a dozen signs: the table has all of it."""
    text = f"{int(number):,}" if float(number).is_integer() and abs(number) < LARGEST else f"{number:,.6g}"
    return f"{number:.4g}" if len(text) > LONGEST_NUMBER or "e" in text else text

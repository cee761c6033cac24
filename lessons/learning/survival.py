"""How long something takes where some of it has not happened yet: the estimate of Kaplan and Meier, which keeps open cases in.

To leave open cases out would make slow work look quick: only what was quick enough to be done would count.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from lessons.words import gettext, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Duration:
    """How long one case has taken, in days; ``done`` says that it came to its end, else it is still open."""

    days: int
    done: bool


@dataclass(frozen=True)
class Step:
    """After so many days, the share of cases that is estimated to be open still; ``at_risk`` were watched until then."""

    days: int
    share_open: float
    at_risk: int
    done: int


@dataclass(frozen=True)
class Curve:
    """The estimate for some cases: ``median`` is the number of days after which half are done, None when that is not reached yet."""

    cases: int
    done: int
    steps: tuple[Step, ...]
    median: int | None
    longest: int


def curve(durations: Iterable[Duration]) -> Curve:
    """Return the estimate of Kaplan and Meier; a case that is open at some number of days counts as watched on that day."""
    cases = sorted(durations, key=lambda one: one.days)
    share, at_risk = 1.0, len(cases)
    steps: list[Step] = []
    for days, group in groupby(cases, key=lambda one: one.days):
        here = list(group)
        done = sum(one.done for one in here)
        if done:
            share *= 1 - done / at_risk
            steps.append(Step(days, share, at_risk, done))
        at_risk -= len(here)
    # Rounding must not put off a median that is reached exactly.
    median = next((step.days for step in steps if step.share_open <= 0.5 + 1e-12), None)
    return Curve(
        len(cases), sum(one.done for one in cases), tuple(steps), median, max((one.days for one in cases), default=0)
    )


def in_words(days: int) -> str:
    """Return a number of days as people say it."""
    if days < 60:
        return ngettext("learning.time.days", days, number=days)
    months = round(days / 30.44)
    if months < 24:
        return ngettext("learning.time.months", months, number=months)
    return gettext("learning.time.years", number=f"{days / 365.25:.1f}")

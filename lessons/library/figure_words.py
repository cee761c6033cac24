"""A figure in words, by its method: what changed, how it compares with others, or what somebody reckons.

This is the one place that says it, for pages, reports and charts. A baseline is a value before only where nothing was compared: of a comparison or
a trial it is that of the others, and what differs from others has not changed. An estimate was not measured, so that it is neither better nor worse.
"""

from __future__ import annotations

from typing import NamedTuple

from lessons.words import gettext

CHANGE, ESTIMATE = "change", "estimate"
# What there is to say otherwise than of a change.
KINDS = frozenset({"comparison", "trial", ESTIMATE})
# Of a table or a chart: what the baseline and the result are.
NAMES = {
    CHANGE: ("outcomes.point.before", "outcomes.point.after"),
    "comparison": ("outcomes.point.comparison", "outcomes.point.result"),
    "trial": ("outcomes.point.control", "outcomes.point.result"),
    ESTIMATE: ("outcomes.point.before", "outcomes.point.estimate"),
}
# The same with their numbers: both, the baseline alone, the result alone.
MOVED = {
    CHANGE: ("outcomes.moved", "outcomes.moved.before", "outcomes.moved.after"),
    "comparison": ("outcomes.compared", "outcomes.compared.others", "outcomes.compared.own"),
    "trial": ("outcomes.tested", "outcomes.tested.others", "outcomes.tested.own"),
    ESTIMATE: ("outcomes.estimated", "outcomes.estimated.before", "outcomes.estimated.after"),
}
# By what the view `outcome_results` says of the direction.
VERDICTS: dict[str, dict[str | None, str]] = {
    CHANGE: {
        "better": "outcomes.direction.better",
        "worse": "outcomes.direction.worse",
        "no change": "outcomes.direction.no_change",
        None: "outcomes.direction.unknown",
    },
    "comparison": {
        "better": "outcomes.difference.better",
        "worse": "outcomes.difference.worse",
        "no change": "outcomes.difference.none",
        None: "outcomes.direction.unknown",
    },
    "trial": {
        "better": "outcomes.difference.better_control",
        "worse": "outcomes.difference.worse_control",
        "no change": "outcomes.difference.none_control",
        None: "outcomes.direction.unknown",
    },
    ESTIMATE: {None: "outcomes.direction.estimate"},
}


class PointNames(NamedTuple):
    """What the baseline and the result of a figure are called."""

    baseline: str
    result: str


def kind_of(method: str | None) -> str:
    """Return what a figure tells by its method: a change, a comparison, a trial, or an estimate."""
    return method if method in KINDS else CHANGE


def names(method: str | None) -> PointNames:
    """Return what the baseline and the result are called, such as before and after."""
    baseline, result = NAMES[kind_of(method)]
    return PointNames(gettext(baseline), gettext(result))


def moved(method: str | None, baseline: str | None, result: str | None) -> str:
    """Return "from 35 to 4", or "4, against 35 in the comparison"; what there is of it where one is missing, nothing where both are."""
    both, before, after = MOVED[kind_of(method)]
    if baseline and result:
        return gettext(both, baseline=baseline, result=result)
    if baseline:
        return gettext(before, baseline=baseline)
    return gettext(after, result=result) if result else ""


def verdict(method: str | None, direction: str | None) -> str:
    """Return whether it is better or worse, and than what."""
    return gettext(VERDICTS[kind_of(method)][direction])


def figure(value: float | None) -> str | None:
    """Return a measured value as written by people: 35, 2.5, 12,000; None when there is none."""
    if value is None:
        return None
    if float(value).is_integer() and abs(value) < 1e15:
        return f"{int(value):,}"
    text = f"{value:,.10f}".rstrip("0").rstrip(".")
    return text if float(text.replace(",", "")) == value else f"{value:,}"

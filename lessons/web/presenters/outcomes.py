"""Measured outcomes in words and figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.library.figure_words import CHANGE, ESTIMATE, PointNames, figure, kind_of, names, verdict
from lessons.web.presenters.decisions import unnamed
from lessons.web.presenters.links import Link
from lessons.words import gettext

if TYPE_CHECKING:
    from lessons.library.outcomes import StoredOutcome
    from lessons.library.vocabulary import StoredVocabulary
    from lessons.web.ask import Addresses

# Stands for a figure that there is not.
UNTOLD = "–"
# What a verdict is about: what differs from others has not changed.
ABOUT = {CHANGE: "shared.figures.change", ESTIMATE: "shared.figures.change"}
ABOUT_OTHERS = "shared.figures.difference"


@dataclass(frozen=True)
class TargetMark:
    """What became of a target, in words and as a shape: that of a success, a failure, something still open, or nothing."""

    shape: str
    text: str


@dataclass(frozen=True)
class FigureShown:
    """One figure before and after as text, with its unit once; ``against_target`` says what became of the target.

    ``points`` says what baseline and result are, where that is not before and after; ``verdict`` is ``direction`` with what it is about.
    """

    measure: str
    unit: str | None
    period: str | None
    baseline: str
    target: str
    result: str
    points: PointNames | None
    direction: str
    verdict: str
    better: str
    measures: str
    against_target: TargetMark
    method: str
    method_note: str | None
    note: str | None
    source: str | None
    remarks: str | None


@dataclass(frozen=True)
class OutcomeShown(FigureShown):
    """One figure of a review or a use; ``told_in`` leads to which of them states it."""

    told_in: Link
    organisation: str | None


def outcome_shown(outcome: StoredOutcome, vocabulary: StoredVocabulary, addresses: Addresses) -> OutcomeShown:
    """Return one figure of a review or a use as shown, with where it is told."""
    told_in = (
        Link(
            gettext("outcomes.told_in", who=outcome.organisation or unnamed()),
            addresses.path(f"/uses/{outcome.use_id}"),
        )
        if outcome.use_id
        else Link(outcome.review_title or "", addresses.path(f"/reviews/{outcome.review_id}"))
    )
    return OutcomeShown(
        **vars(figure_shown(outcome, vocabulary)),
        told_in=told_in,
        organisation=outcome.organisation,
    )


def figure_shown(outcome: StoredOutcome, vocabulary: StoredVocabulary) -> FigureShown:
    """Return one figure of a review or a use as shown."""
    method = vocabulary.terms.get(("method", outcome.method or ""))
    kind = kind_of(outcome.method)
    direction = verdict(outcome.method, outcome.direction)
    better = gettext("outcomes.is_better", which=outcome.better)
    return FigureShown(
        measure=outcome.measure,
        unit=outcome.unit,
        period=outcome.period,
        baseline=figure(outcome.baseline) or UNTOLD,
        target=figure(outcome.target) or UNTOLD,
        result=figure(outcome.result) or UNTOLD,
        points=_points(outcome),
        direction=direction,
        verdict=gettext(ABOUT.get(kind, ABOUT_OTHERS), direction=direction, better=better),
        better=better,
        measures=vocabulary.label("measures", outcome.measures) if outcome.measures else gettext("review.not_stated"),
        against_target=target_mark(outcome),
        method=vocabulary.label("method", outcome.method) if outcome.method else gettext("review.not_stated"),
        method_note=method.definition if method else None,
        note=outcome.note,
        source=outcome.source,
        remarks=" ".join(
            part
            for part in (
                sentence(outcome.note),
                gettext("outcomes.source", source=outcome.source) if outcome.source else "",
            )
            if part
        )
        or None,
    )


def _points(outcome: StoredOutcome) -> PointNames | None:
    """Return what those numbers are that there are, where the heads of a table, before and after, would say something else."""
    if kind_of(outcome.method) == CHANGE:
        return None
    baseline, result = names(outcome.method)
    return PointNames(baseline if outcome.baseline is not None else "", result if outcome.result is not None else "")


def figure_in_words(outcome: StoredOutcome, vocabulary: StoredVocabulary) -> str:
    """Return one figure in a line: "Attendance (per cent): before 40, target 60, after 55. Better. Target missed."."""
    shown = figure_shown(outcome, vocabulary)
    points = names(outcome.method)
    numbers = (
        (shown.baseline, gettext("outcomes.point", name=points.baseline.lower(), number=shown.baseline)),
        (shown.target, gettext("outcomes.target", number=shown.target)),
        (shown.result, gettext("outcomes.point", name=points.result.lower(), number=shown.result)),
    )
    unit = f" ({shown.unit})" if shown.unit else ""
    known = ", ".join(words for number, words in numbers if number != UNTOLD)
    direction = f" {shown.direction}." if outcome.direction else ""
    target = f" {shown.against_target.text}." if outcome.target is not None else ""
    return f"{shown.measure}{unit}: {known or gettext('outcomes.no_figure')}.{direction}{target}"


def target_mark(outcome: StoredOutcome) -> TargetMark:
    """Return what became of the target of a figure."""
    if outcome.target is None:
        return TargetMark("none", gettext("outcomes.target.none"))
    if outcome.target_met is None:
        return TargetMark("too-early", gettext("outcomes.target.not_measured"))
    if outcome.target_met:
        return TargetMark("success", gettext("outcomes.target.met"))
    return TargetMark("failure", gettext("outcomes.target.missed"))


def sentence(text: str | None) -> str:
    """Return text as a sentence of its own: with a capital and an end."""
    if not text:
        return ""
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", "。")) else f"{text}."

"""Missions and the portfolio of initiatives: how innovation is managed, resourced and judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.learning.report import Cell, LearningReport, ReportSection, ReportTable, capital, counted
from lessons.library.rows import fetch

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from lessons.library.vocabulary import StoredVocabulary

_INITIATIVES = """
    SELECT id, title, mission, organisation_id, organisation, contact, phase, phase_label, delivery_model, delivery_model_label, cost_amount,
           cost_currency, outcome_count, better_count, target_met_count, target_missed_count, result, result_label
    FROM initiatives WHERE :organisation IS NULL OR organisation_id = :organisation
    ORDER BY mission IS NULL, organisation IS NULL, organisation, mission, date_earliest, id"""
FELL_SHORT = ("failure", "no-effect", "mixed")


@dataclass(frozen=True)
class Initiative:
    """One review as an initiative; the row of the view ``initiatives``."""

    id: str
    title: str
    mission: str | None
    organisation_id: str | None
    organisation: str | None
    contact: str | None
    phase: str | None
    phase_label: str | None
    delivery_model: str | None
    delivery_model_label: str | None
    cost_amount: float | None
    cost_currency: str | None
    outcome_count: int
    better_count: int
    target_met_count: int
    target_missed_count: int
    result: str | None
    result_label: str | None


@dataclass(frozen=True)
class Mission:
    """One mission of one organisation with the initiatives that serve it."""

    text: str
    organisation_id: str | None
    organisation: str | None
    initiatives: tuple[Initiative, ...]


def initiatives(connection: sqlite3.Connection, organisation: str | None = None) -> list[Initiative]:
    """Return the initiatives of an organisation, by its id, or of all; by organisation and mission, those without a mission last."""
    return fetch(connection, Initiative, _INITIATIVES, {"organisation": organisation})


def missions_of(found: Iterable[Initiative]) -> list[Mission]:
    """Return the missions of some initiatives, in their order."""
    groups: dict[tuple[str, str | None], list[Initiative]] = {}
    for one in found:
        if one.mission:
            groups.setdefault((one.mission, one.organisation_id), []).append(one)
    return [Mission(text, of, members[0].organisation, tuple(members)) for (text, of), members in groups.items()]


def missions_report(
    found: Sequence[Initiative], shown: Sequence[Mission], vocabulary: StoredVocabulary, whose: str, number: int
) -> LearningReport:
    """Return the portfolio as a report. ``found`` are all initiatives, ``shown`` the missions of this page, ``number`` how many there are in all."""
    return LearningReport(
        f"Missions and initiatives: {whose}",
        "What the work was for, who owns it, and how it is managed, resourced and judged, as far as reviews say so.",
        (
            _portfolio(found),
            _by("phase", "How it is managed", "Phase", found, [term.slug for term in vocabulary.of_scheme("phase")], lambda one: (one.phase, one.phase_label)),
            _by(
                "delivery-model",
                "How it is delivered",
                "Delivery model",
                found,
                [term.slug for term in vocabulary.of_scheme("delivery_model")],
                lambda one: (one.delivery_model, one.delivery_model_label),
            ),
            ReportSection(
                "missions",
                _missions_of(number, sum(one.mission is not None for one in found)),
                () if number else ("No review states what mission its work served.",),
                table=_missions(shown) if shown else None,
            ),
        ),
    )  # fmt: skip


def _portfolio(found: Sequence[Initiative]) -> ReportSection:
    with_mission = sum(one.mission is not None for one in found)
    costed = [one for one in found if one.cost_amount is not None]
    totals: dict[str, float] = {}
    for one in costed:
        totals[one.cost_currency or "no currency"] = totals.get(one.cost_currency or "no currency", 0.0) + (
            one.cost_amount or 0.0
        )
    costs = "; ".join(f"{currency} {amount:,.0f}" for currency, amount in sorted(totals.items()))
    told = f": {costs}{' in all, each' if costed[1:] else ','} in the money of its own year" if costs else ""
    measured = sum(one.outcome_count > 0 for one in found)
    met, missed = sum(one.target_met_count for one in found), sum(one.target_missed_count for one in found)
    return ReportSection(
        "portfolio",
        "In short",
        (
            capital(f"{counted(len(found), 'initiative')}; {_state(with_mission)} a mission."),
            f"Resourced: {_state(len(costed))} a cost{told}.",
            f"Judged: {_state(measured)} an outcome in figures. "
            + (f"Targets met: {met:,}; missed: {missed:,}." if met or missed else "No target was measured."),
        ),
    )


def _state(number: int) -> str:
    """Return "22 state", "1 states" or "none states"."""
    return f"{f'{number:,}' if number else 'none'} {'state' if number > 1 else 'states'}"


def _by(
    anchor: str,
    heading: str,
    name: str,
    found: Sequence[Initiative],
    order: Sequence[str],
    of: Callable[[Initiative], tuple[str | None, str | None]],
) -> ReportSection:
    labels: dict[str, str] = {}
    groups: dict[str, list[Initiative]] = {}
    for one in found:
        slug, label = of(one)
        groups.setdefault(slug or "", []).append(one)
        labels[slug or ""] = label or slug or "Not stated"
    places: Mapping[str, int] = {slug: place for place, slug in enumerate(order)}
    rows = sorted(groups, key=lambda slug: (slug == "", places.get(slug, len(order)), slug))
    return ReportSection(
        anchor,
        heading,
        table=ReportTable(
            f"Initiatives by {name.lower()}",
            (
                name,
                "Initiatives",
                "Succeeded",
                "Fell short",
                "With a cost",
                "With an outcome",
            ),
            tuple(_row(labels[slug], groups[slug]) for slug in rows),
        )
        if rows
        else None,
    )


def _row(label: str, members: Sequence[Initiative]) -> tuple[Cell, ...]:
    numbers = (
        len(members),
        sum(one.result == "success" for one in members),
        sum(one.result in FELL_SHORT for one in members),
        sum(one.cost_amount is not None for one in members),
        sum(one.outcome_count > 0 for one in members),
    )
    return (Cell(label), *(Cell(f"{number:,}", number=True) for number in numbers))


def _missions_of(missions: int, initiatives: int) -> str:
    """Return how many missions there are, and how many initiatives served them where these are more."""
    served = f", served by {counted(initiatives, 'initiative')}" if initiatives > missions else ""
    return capital(counted(missions, "mission")) + served


def _missions(shown: Sequence[Mission]) -> ReportTable:
    return ReportTable(
        "Missions, who owns them, and the work that served them",
        ("Initiative", "Mission", "Owner", "Phase", "Delivery model", "Cost", "Outcomes for the better", "Result"),
        tuple(_initiative(one) for mission in shown for one in mission.initiatives),
    )


def _initiative(one: Initiative) -> tuple[Cell, ...]:
    cost = "" if one.cost_amount is None else f"{one.cost_currency or ''} {one.cost_amount:,.0f}".strip()
    owner = ", ".join(part for part in (one.organisation or "Not stated", one.contact) if part)
    return (
        Cell(one.title, f"/reviews/{one.id}"),
        Cell(one.mission or ""),
        Cell(owner, f"/organisations/{one.organisation_id}" if one.organisation_id else None),
        Cell(one.phase_label or one.phase or "Not stated"),
        Cell(one.delivery_model_label or one.delivery_model or "Not stated"),
        Cell(cost or "Not stated"),
        Cell(f"{one.better_count:,} of {one.outcome_count:,}" if one.outcome_count else "None measured"),
        Cell(one.result_label or "Not stated"),
    )

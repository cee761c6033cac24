"""Missions and the portfolio of initiatives: how innovation is managed, resourced and judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.learning.report import Cell, LearningReport, ReportSection, ReportTable, capital, counted
from lessons.library.rows import fetch
from lessons.words import gettext, ngettext

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from lessons.library.vocabulary import StoredVocabulary

_INITIATIVES = """
    SELECT id, title, mission, organisation_id, organisation, contact, phase, phase_label, delivery_model, delivery_model_label, cost_amount,
           cost_currency, outcome_count, better_count, target_met_count, target_missed_count, result, result_label
    FROM initiatives WHERE :organisation IS NULL OR organisation_id = :organisation
    ORDER BY mission IS NULL, organisation IS NULL, organisation, mission, date_earliest, id"""
# The heads of the table of missions.
HEADS = (
    "learning.portfolio.missions.initiative",
    "learning.portfolio.missions.mission",
    "learning.portfolio.missions.owner",
    "learning.portfolio.phase",
    "learning.portfolio.delivery_model",
    "learning.portfolio.missions.cost",
    "learning.portfolio.missions.better",
    "learning.portfolio.missions.result",
)
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
        gettext("learning.portfolio.title", whose=whose),
        gettext("learning.portfolio.lead"),
        (
            _portfolio(found),
            _by("phase", gettext("learning.portfolio.by_phase"), gettext("learning.portfolio.phase"), found, [term.slug for term in vocabulary.of_scheme("phase")], lambda one: (one.phase, one.phase_label)),
            _by(
                "delivery-model",
                gettext("learning.portfolio.by_delivery_model"),
                gettext("learning.portfolio.delivery_model"),
                found,
                [term.slug for term in vocabulary.of_scheme("delivery_model")],
                lambda one: (one.delivery_model, one.delivery_model_label),
            ),
            ReportSection(
                "missions",
                _missions_of(number, sum(one.mission is not None for one in found)),
                () if number else (gettext("learning.portfolio.none"),),
                table=_missions(shown) if shown else None,
            ),
        ),
    )  # fmt: skip


def _portfolio(found: Sequence[Initiative]) -> ReportSection:
    with_mission = sum(one.mission is not None for one in found)
    costed = [one for one in found if one.cost_amount is not None]
    totals: dict[str, float] = {}
    no_currency = gettext("learning.portfolio.no_currency")
    for one in costed:
        totals[one.cost_currency or no_currency] = totals.get(one.cost_currency or no_currency, 0.0) + (
            one.cost_amount or 0.0
        )
    costs = "; ".join(f"{currency} {amount:,.0f}" for currency, amount in sorted(totals.items()))
    measured = sum(one.outcome_count > 0 for one in found)
    met, missed = sum(one.target_met_count for one in found), sum(one.target_missed_count for one in found)
    targets = (
        gettext("learning.portfolio.targets", met=f"{met:,}", missed=f"{missed:,}")
        if met or missed
        else gettext("learning.portfolio.no_target")
    )
    return ReportSection(
        "portfolio",
        gettext("learning.portfolio.short"),
        (
            capital(_state("learning.portfolio.mission", with_mission, initiatives=counted(len(found), "initiative"))),
            _cost(len(costed), costs),
            f"{_state('learning.portfolio.judged', measured)} {targets}",
        ),
    )


def _state(key: str, number: int, **values: object) -> str:
    """Return how many state something, none of them as one."""
    return ngettext(key, max(number, 1), number=f"{number:,}" if number else gettext("counts.none"), **values)


def _cost(number: int, costs: str) -> str:
    if not costs:
        return _state("learning.portfolio.cost", number)
    if number > 1:
        return gettext("learning.portfolio.cost.in_all", number=f"{number:,}", costs=costs)
    return _state("learning.portfolio.cost.told", number, costs=costs)


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
        labels[slug or ""] = label or slug or gettext("shared.not_stated")
    places: Mapping[str, int] = {slug: place for place, slug in enumerate(order)}
    rows = sorted(groups, key=lambda slug: (slug == "", places.get(slug, len(order)), slug))
    return ReportSection(
        anchor,
        heading,
        table=ReportTable(
            gettext("learning.portfolio.table", name=name.lower()),
            (
                name,
                gettext("learning.portfolio.head.initiatives"),
                gettext("learning.portfolio.head.succeeded"),
                gettext("learning.portfolio.head.fell_short"),
                gettext("learning.portfolio.head.cost"),
                gettext("learning.portfolio.head.outcome"),
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
    told = capital(counted(missions, "mission"))
    if initiatives <= missions:
        return told
    return gettext("learning.portfolio.served", missions=told, initiatives=counted(initiatives, "initiative"))


def _missions(shown: Sequence[Mission]) -> ReportTable:
    return ReportTable(
        gettext("learning.portfolio.missions"),
        tuple(map(gettext, HEADS)),
        tuple(_initiative(one) for mission in shown for one in mission.initiatives),
    )


def _initiative(one: Initiative) -> tuple[Cell, ...]:
    cost = "" if one.cost_amount is None else f"{one.cost_currency or ''} {one.cost_amount:,.0f}".strip()
    not_stated = gettext("shared.not_stated")
    owner = ", ".join(part for part in (one.organisation or not_stated, one.contact) if part)
    return (
        Cell(one.title, f"/reviews/{one.id}"),
        Cell(one.mission or ""),
        Cell(owner, f"/organisations/{one.organisation_id}" if one.organisation_id else None),
        Cell(one.phase_label or one.phase or not_stated),
        Cell(one.delivery_model_label or one.delivery_model or not_stated),
        Cell(cost or not_stated),
        Cell(
            gettext("learning.portfolio.better", number=f"{one.better_count:,}", all=f"{one.outcome_count:,}")
            if one.outcome_count
            else gettext("learning.portfolio.none_measured")
        ),
        Cell(one.result_label or not_stated),
    )

"""Outcomes and other figures of reviews and of uses: what changed, from what to what, and how that is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.library.rows import column, fetch, fetch_one, placeholders
from lessons.schema import NOT_STATED, quoted

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence


@dataclass(frozen=True)
class StoredOutcome:
    """One figure of a review, or of a use, whichever of ``review_id`` and ``use_id`` is not None.

    ``direction`` is better, worse, no change or None; ``target_met`` 1, 0 or None; ``lesson_id`` the lesson that was used.
    """

    review_id: str | None
    review_title: str | None
    use_id: str | None
    lesson_id: str | None
    organisation: str | None
    sector: str | None
    measure: str
    unit: str | None
    baseline: float | None
    target: float | None
    result: float | None
    direction: str | None
    target_met: int | None
    better: str
    measures: str | None
    method: str | None
    period: str | None
    note: str | None
    source: str | None
    id: str


@dataclass(frozen=True)
class OutcomeFilters:
    """Which outcomes are asked for: each value that is not None must match; ``not-stated`` stands for no value."""

    sector: str | None = None
    measures: str | None = None
    method: str | None = None
    direction: str | None = None

    def parameters(self) -> dict[str, object]:
        """Return the parameters of ``WHERE``: None for a filter not set, an empty string for "not stated"."""
        return {name: "" if value == NOT_STATED else value for name, value in vars(self).items()}


@dataclass(frozen=True)
class Tally:
    """How many figures there are, how many of them measure an outcome, and in how many reviews and uses they stand."""

    figures: int
    outcomes: int
    reviews: int
    uses: int


FIELDS = """review_id, review_title, use_id, lesson_id, organisation, sector, measure, unit, baseline, target, actual AS result, direction, target_met,
    better, measures, method, period, note, source, id"""


def of_review(connection: sqlite3.Connection, review_id: str) -> list[StoredOutcome]:
    """Return the outcomes of a review in its own order."""
    sql = f"SELECT {FIELDS} FROM outcome_results WHERE review_id = ? ORDER BY position"
    return fetch(connection, StoredOutcome, sql, (review_id,))


def of_uses(connection: sqlite3.Connection, use_ids: Sequence[str]) -> dict[str, tuple[StoredOutcome, ...]]:
    """Return the figures of some uses in their own order, by use."""
    found: dict[str, tuple[StoredOutcome, ...]] = {}
    sql = f"SELECT {FIELDS} FROM outcome_results WHERE use_id IN ({placeholders(use_ids)}) ORDER BY use_id, position"
    for figure in fetch(connection, StoredOutcome, sql, use_ids):
        found[figure.use_id or ""] = (*found.get(figure.use_id or "", ()), figure)
    return found


def outcomes(
    connection: sqlite3.Connection, filters: OutcomeFilters, limit: int = -1, offset: int = 0
) -> list[StoredOutcome]:
    """Return the figures that match, by sector, review or use, and order in it; a ``limit`` of -1 is none."""
    sql = f"""SELECT {FIELDS} FROM outcome_results WHERE {WHERE}
        ORDER BY sector IS NULL, sector, coalesce(review_id, use_id), position LIMIT :limit OFFSET :offset"""
    return fetch(connection, StoredOutcome, sql, {**filters.parameters(), "limit": limit, "offset": offset})


def tally(connection: sqlite3.Connection, filters: OutcomeFilters) -> Tally:
    """Return how many figures match, how many of them measure an outcome, and of how many reviews and uses they are."""
    sql = f"""SELECT count(*) AS figures, coalesce(sum(measures = 'outcome'), 0) AS outcomes, count(DISTINCT review_id) AS reviews,
        count(DISTINCT use_id) AS uses
        FROM outcome_results WHERE {WHERE}"""
    return fetch_one(connection, Tally, sql, filters.parameters()) or Tally(0, 0, 0, 0)


# An empty string stands for "not stated": a column without a value.
WHERE = """(:sector IS NULL OR coalesce(sector, '') = :sector) AND (:measures IS NULL OR coalesce(measures, '') = :measures)
    AND (:method IS NULL OR coalesce(method, '') = :method)
    AND (:direction IS NULL OR coalesce(direction, '') = :direction)"""
FIELDS_OFFERED = ("sector", "measures", "method")


def values(connection: sqlite3.Connection, field: str) -> list[str]:
    """Return the values of ``field`` (sector, measures or method) that figures have; ``not-stated`` where one has none.

    Raises ``ValueError`` for another field.
    """
    if field not in FIELDS_OFFERED:
        raise ValueError(f"figures are not chosen by {field}")
    sql = f"SELECT DISTINCT coalesce({quoted(field)}, 'not-stated') FROM outcome_results ORDER BY 1"
    return column(connection, sql)

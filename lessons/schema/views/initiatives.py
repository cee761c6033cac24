"""The view of initiatives: what each review was an attempt at, how it was run and paid for, and what came of it."""

from __future__ import annotations

from lessons.schema.model import Column, View
from lessons.schema.reviews import REVIEWS
from lessons.schema.views.cards import label
from lessons.schema.vocabulary import ORGANISATIONS


def figures(name: str, what: str) -> Column:
    """Return a column that counts figures of the review."""
    return Column(name, "INTEGER", f"Number of its figures {what}.")


_COUNT = "(SELECT count(*) FROM outcome_results WHERE outcome_results.review_id = reviews.id AND outcome_results"

INITIATIVES = View(
    "initiatives",
    "One row for each review as an initiative: the mission that it served and who owns that, its phase, delivery model and cost, what was measured and how it turned out.",
    f"""
    SELECT reviews.id,
           reviews.title,
           reviews.mission,
           reviews.organisation_id,
           organisations.name AS organisation,
           reviews.contact,
           reviews.sector,
           reviews.phase,
           phases.label AS phase_label,
           reviews.delivery_model,
           models.label AS delivery_model_label,
           reviews.cost_amount,
           reviews.cost_currency,
           reviews.cost_year,
           reviews.people_affected,
           {_COUNT}.measures = 'outcome') AS outcome_count,
           {_COUNT}.measures = 'outcome' AND outcome_results.direction = 'better') AS better_count,
           {_COUNT}.against_target = 'met') AS target_met_count,
           {_COUNT}.against_target = 'missed') AS target_missed_count,
           reviews.result,
           results.label AS result_label,
           reviews.date,
           reviews.date_earliest,
           reviews.date_latest
    FROM reviews
    LEFT JOIN organisations ON organisations.id = reviews.organisation_id
    LEFT JOIN terms AS phases ON phases.id = 'phase/' || reviews.phase
    LEFT JOIN terms AS models ON models.id = 'delivery_model/' || reviews.delivery_model
    LEFT JOIN terms AS results ON results.id = 'result/' || reviews.result
    """,
    (
        *map(REVIEWS.column, ("id", "title", "mission", "organisation_id")),
        ORGANISATIONS.column(
            "name", called="organisation", sentence="Preferred name of the organisation, which owns the mission."
        ),
        *map(REVIEWS.column, ("contact", "sector", "phase")),
        label("phase"),
        REVIEWS.column("delivery_model"),
        label("delivery_model"),
        *map(REVIEWS.column, ("cost_amount", "cost_currency", "cost_year", "people_affected")),
        figures("outcome_count", "that measure an outcome"),
        figures(
            "better_count",
            "that measure an outcome which turned out better than before, or than what it was compared with; none of them an estimate",
        ),
        figures("target_met_count", "whose target was met"),
        figures("target_missed_count", "whose target was missed"),
        REVIEWS.column("result"),
        label("result"),
        *map(REVIEWS.column, ("date", "date_earliest", "date_latest")),
    ),
)

MISSIONS = View(
    "missions",
    "One row for each mission of each organisation: how many initiatives served it, and how they turned out.",
    """
    SELECT reviews.mission,
           reviews.organisation_id,
           organisations.name AS organisation,
           count(*) AS initiative_count,
           count(reviews.cost_amount) AS costed_count,
           sum(reviews.result IS 'success') AS success_count,
           sum(coalesce(reviews.result IN ('failure', 'no-effect', 'mixed'), 0)) AS fell_short_count,
           min(reviews.date_earliest) AS first_day,
           max(reviews.date_latest) AS last_day
    FROM reviews
    LEFT JOIN organisations ON organisations.id = reviews.organisation_id
    WHERE reviews.mission IS NOT NULL
    GROUP BY reviews.mission, reviews.organisation_id
    """,
    (
        REVIEWS.column("mission"),
        REVIEWS.column("organisation_id"),
        ORGANISATIONS.column(
            "name", called="organisation", sentence="Preferred name of the organisation, which owns the mission."
        ),
        Column("initiative_count", "INTEGER", "Number of reviews of work that served it."),
        Column("costed_count", "INTEGER", "Number of these that state what they cost."),
        Column("success_count", "INTEGER", "Number of these that succeeded."),
        Column("fell_short_count", "INTEGER", "Number of these that failed, had no effect, or were mixed."),
        Column(
            "first_day",
            "TEXT",
            "First day that any of them is dated, YYYY-MM-DD; empty when none is.",
            null=True,
            day=True,
        ),
        Column(
            "last_day",
            "TEXT",
            "Last day that any of them is dated, YYYY-MM-DD; empty when none is.",
            null=True,
            day=True,
        ),
    ),
)

"""The charts of the site. Numbers of records are counted; figures are never added up, for no two of them need be of one kind."""

from __future__ import annotations

from lessons.library.charts.model import ChartQuery, Series

_RESULT = (
    Series("success", "charts.result.success", "good"),
    Series("mixed", "charts.result.mixed", "half"),
    Series("no_effect", "charts.result.no_effect", "soft"),
    Series("failure", "charts.result.failure", "bad"),
    Series("too_early", "charts.result.too_early", "dots"),
    Series("not_stated", "charts.result.not_stated", "empty"),
)
_DIRECTION = (
    Series("better", "charts.direction.better", "good"),
    Series("no_change", "charts.direction.no_change", "soft"),
    Series("worse", "charts.direction.worse", "bad"),
    Series("unknown", "charts.direction.unknown", "empty"),
)

TARGETS = ChartQuery(
    "targets",
    "charts.targets.title",
    "figures",
    "charts.first.measured",
    "charts.unit.figures",
    """\
SELECT coalesce(measures_label, 'Not stated') AS measures,
  count(*) FILTER (WHERE against_target = 'met') AS met,
  count(*) FILTER (WHERE against_target = 'missed') AS missed,
  count(*) FILTER (WHERE against_target = 'not measured') AS not_measured,
  count(*) FILTER (WHERE against_target = 'none') AS no_target
FROM outcome_results
WHERE 1 = 1
GROUP BY measures
ORDER BY measures IS NULL, measures <> 'outcome', count(*) DESC, measures""",
    (
        Series("met", "charts.targets.met", "good", always=True),
        Series("missed", "charts.targets.missed", "bad", always=True),
        Series("not_measured", "charts.targets.not_measured", "dots"),
        Series("no_target", "charts.targets.no_target", "empty"),
    ),
    note_key="charts.targets.note",
)
BY_SECTOR = ChartQuery(
    "by-sector",
    "charts.by_sector.title",
    "figures",
    "charts.first.sector",
    "charts.unit.outcomes",
    """\
SELECT coalesce(terms.label, 'Not stated') AS sector,
  count(*) FILTER (WHERE direction = 'better') AS better,
  count(*) FILTER (WHERE direction = 'no change') AS no_change,
  count(*) FILTER (WHERE direction = 'worse') AS worse,
  count(*) FILTER (WHERE direction IS NULL) AS unknown
FROM outcome_results
LEFT JOIN terms ON terms.id = 'sector/' || outcome_results.sector
WHERE measures = 'outcome' AND 1 = 1
GROUP BY outcome_results.sector
ORDER BY outcome_results.sector IS NULL, count(*) DESC, terms.label""",
    _DIRECTION,
    note_key="charts.by_sector.note",
)
BY_METHOD = ChartQuery(
    "by-method",
    "charts.by_method.title",
    "figures",
    "charts.first.method",
    "charts.unit.outcomes",
    """\
SELECT coalesce(method_label, 'Not stated') AS method,
  count(*) FILTER (WHERE direction = 'better') AS better,
  count(*) FILTER (WHERE direction = 'no change') AS no_change,
  count(*) FILTER (WHERE direction = 'worse') AS worse,
  count(*) FILTER (WHERE direction IS NULL) AS unknown
FROM outcome_results
LEFT JOIN terms ON terms.id = 'method/' || outcome_results.method
WHERE measures = 'outcome' AND 1 = 1
GROUP BY outcome_results.method
ORDER BY outcome_results.method IS NULL, terms.position DESC""",
    _DIRECTION,
    note_key="charts.by_method.note",
)
RESULTS = ChartQuery(
    "results",
    "charts.results.title",
    "reviews",
    "charts.first.result",
    "charts.unit.reviews",
    """\
SELECT coalesce(terms.label, 'Not stated') AS result,
  count(*) AS reviews
FROM reviews
LEFT JOIN terms ON terms.id = 'result/' || reviews.result
WHERE 1 = 1
GROUP BY reviews.result
ORDER BY terms.position IS NULL, terms.position""",
    (Series("reviews", "charts.results.reviews"),),
)
BARRIERS = ChartQuery(
    "barriers",
    "charts.barriers.title",
    "reviews",
    "charts.first.barrier",
    "charts.unit.reviews",
    """\
SELECT all_terms.label AS barrier,
  count(*) FILTER (WHERE reviews.result = 'success') AS success,
  count(*) FILTER (WHERE reviews.result = 'mixed') AS mixed,
  count(*) FILTER (WHERE reviews.result = 'no-effect') AS no_effect,
  count(*) FILTER (WHERE reviews.result = 'failure') AS failure,
  count(*) FILTER (WHERE reviews.result = 'too-early') AS too_early,
  count(*) FILTER (WHERE reviews.result IS NULL) AS not_stated
FROM all_terms
JOIN reviews ON reviews.id = all_terms.review_id
WHERE all_terms.scheme = 'barriers' AND all_terms.lesson_id IS NULL AND 1 = 1
GROUP BY all_terms.term
ORDER BY count(*) DESC, barrier""",
    _RESULT,
    whole=False,
    note_key="charts.barriers.note",
)
LESSONS_BY_YEAR = ChartQuery(
    "lessons-by-year",
    "charts.lessons_by_year.title",
    "lessons",
    "charts.first.year",
    "charts.unit.lessons",
    """\
SELECT year, count(*) AS lessons
FROM lesson_cards
WHERE 1 = 1
GROUP BY year
ORDER BY year IS NULL, year""",
    (Series("lessons", "charts.lessons_by_year.lessons"),),
    by_year=True,
    note_key="charts.lessons_by_year.note",
)
STANDING = ChartQuery(
    "standing",
    "charts.standing.title",
    "lessons",
    "charts.first.status",
    "charts.unit.lessons",
    """\
SELECT terms.label AS status, count(*) AS lessons
FROM lesson_cards
JOIN terms ON terms.id = 'lesson_status/' || lesson_cards.standing
WHERE 1 = 1
GROUP BY lesson_cards.standing
ORDER BY terms.position""",
    (Series("lessons", "charts.standing.lessons"),),
    note_key="charts.standing.note",
)
DECISIONS = ChartQuery(
    "decisions",
    "charts.decisions.title",
    "uses",
    "charts.first.decision",
    "charts.unit.uses",
    """\
SELECT terms.label AS decision,
  count(*) FILTER (WHERE adoptions.independent = 1) AS by_another,
  count(*) FILTER (WHERE adoptions.independent = 0) AS by_its_own,
  count(*) FILTER (WHERE adoptions.independent IS NULL) AS not_known
FROM adoptions
JOIN terms ON terms.id = 'decision/' || adoptions.decision
WHERE 1 = 1
GROUP BY adoptions.decision
ORDER BY terms.position""",
    (
        Series("by_another", "charts.decisions.by_another"),
        Series("by_its_own", "charts.decisions.by_its_own", "half"),
        Series("not_known", "charts.decisions.not_known", "empty"),
    ),
    note_key="charts.decisions.note",
)
# In the order in which a page shows them.
CHARTS = (RESULTS, LESSONS_BY_YEAR, BARRIERS, TARGETS, BY_SECTOR, BY_METHOD, STANDING, DECISIONS)

# One figure and what it is set against, as a chart of its own: what that is goes by its method, so they have the names of their columns.
ONE_FIGURE = """\
WITH one AS (SELECT baseline, target, actual FROM outcome_results WHERE id = :id)
SELECT 'Baseline' AS point, baseline AS value FROM one
UNION ALL SELECT 'Target', target FROM one
UNION ALL SELECT 'Actual', actual FROM one"""


def one_figure(id_: str) -> tuple[str, dict[str, str]]:
    """Return the statement for what is drawn of one figure, and its values."""
    return ONE_FIGURE, {"id": id_}

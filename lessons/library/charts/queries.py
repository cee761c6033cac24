"""The charts of the site. Numbers of records are counted; figures are never added up, for no two of them need be of one kind."""

from __future__ import annotations

from lessons.library.charts.model import ChartQuery, Series

_RESULT = (
    Series("success", "Success", "good"),
    Series("mixed", "Mixed", "half"),
    Series("no_effect", "No effect", "soft"),
    Series("failure", "Failure", "bad"),
    Series("too_early", "Too early to say", "dots"),
    Series("not_stated", "Not stated", "empty"),
)
_DIRECTION = (
    Series("better", "Better", "good"),
    Series("no_change", "No change", "soft"),
    Series("worse", "Worse", "bad"),
    Series("unknown", "Unknown", "empty"),
)
_UNKNOWN = "Unknown is what has no figure before, or none after."

TARGETS = ChartQuery(
    "targets",
    "Were targets met?",
    "figures",
    "What is measured",
    "Number of figures",
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
        Series("met", "Target met", "good", always=True),
        Series("missed", "Target missed", "bad", always=True),
        Series("not_measured", "Target not measured", "dots"),
        Series("no_target", "No target", "empty"),
    ),
    note="An outcome is what changed for people; outputs, inputs and the context are counted on their own.",
)
BY_SECTOR = ChartQuery(
    "by-sector",
    "In which sectors did outcomes get better?",
    "figures",
    "Sector",
    "Number of outcomes",
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
    note=_UNKNOWN,
)
BY_METHOD = ChartQuery(
    "by-method",
    "How well do we know the outcomes?",
    "figures",
    "How we know",
    "Number of outcomes",
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
    note=f"The strongest method first. {_UNKNOWN}",
)
RESULTS = ChartQuery(
    "results",
    "How did the work turn out?",
    "reviews",
    "Result",
    "Number of reviews",
    """\
SELECT coalesce(terms.label, 'Not stated') AS result,
  count(*) AS reviews
FROM reviews
LEFT JOIN terms ON terms.id = 'result/' || reviews.result
WHERE 1 = 1
GROUP BY reviews.result
ORDER BY terms.position IS NULL, terms.position""",
    (Series("reviews", "Reviews"),),
)
BARRIERS = ChartQuery(
    "barriers",
    "Which barriers go with which result?",
    "reviews",
    "Barrier",
    "Number of reviews",
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
    note="A review counts once for each barrier that it, or a lesson of it, names.",
)
LESSONS_BY_YEAR = ChartQuery(
    "lessons-by-year",
    "From which years do the lessons come?",
    "lessons",
    "Year",
    "Number of lessons",
    """\
SELECT year, count(*) AS lessons
FROM lesson_cards
WHERE 1 = 1
GROUP BY year
ORDER BY year IS NULL, year""",
    (Series("lessons", "Lessons"),),
    by_year=True,
    note="The year is that of what was reviewed.",
)
STANDING = ChartQuery(
    "standing",
    "How far have the lessons come?",
    "lessons",
    "Status",
    "Number of lessons",
    """\
SELECT terms.label AS status, count(*) AS lessons
FROM lesson_cards
JOIN terms ON terms.id = 'lesson_status/' || lesson_cards.standing
WHERE 1 = 1
GROUP BY lesson_cards.standing
ORDER BY terms.position""",
    (Series("lessons", "Lessons"),),
    note="A lesson whose mistake was made again is counted as recurred.",
)
DECISIONS = ChartQuery(
    "decisions",
    "What did teams decide about lessons?",
    "uses",
    "Decision",
    "Number of uses",
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
        Series("by_another", "By another organisation than the lesson’s"),
        Series("by_its_own", "By the lesson’s own", "half"),
        Series("not_known", "Not known by which", "empty"),
    ),
    note="Told in a review that builds on the lesson, or by the team itself.",
)
# In the order in which a page shows them.
CHARTS = (RESULTS, LESSONS_BY_YEAR, BARRIERS, TARGETS, BY_SECTOR, BY_METHOD, STANDING, DECISIONS)

# One figure before, after and as it was to be, as a chart of its own.
ONE_FIGURE = """\
WITH one AS (SELECT baseline, target, actual FROM outcome_results WHERE id = :id)
SELECT 'Before' AS point, baseline AS value FROM one
UNION ALL SELECT 'Target', target FROM one
UNION ALL SELECT 'After', actual FROM one"""


def one_figure(id_: str) -> tuple[str, dict[str, str]]:
    """Return the statement for what is drawn of one figure, and its values."""
    return ONE_FIGURE, {"id": id_}

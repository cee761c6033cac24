"""Questions about the work that was reviewed: what went wrong, what got better, who contributes."""

from __future__ import annotations

from lessons.library.canned_queries.model import CannedQuery, Parameter

SECTOR = Parameter("sector", "sql.question.parameter.sector")

WORK = (
    CannedQuery(
        "barriers_and_failure",
        "sql.question.barriers_and_failure",
        "sql.question.barriers_and_failure.meaning",
        """\
SELECT coalesce(sectors.label, 'Not stated') AS sector,
       all_terms.label AS barrier,
       count(*) AS reviews,
       count(*) FILTER (WHERE reviews.result = 'failure') AS failed,
       round(100 * avg(reviews.result = 'failure'), 1) AS failed_per_cent,
       (SELECT round(100 * avg(others.result = 'failure'), 1)
        FROM reviews AS others
        WHERE others.sector IS reviews.sector AND others.result <> 'too-early') AS sector_failed_per_cent
FROM all_terms
JOIN reviews ON reviews.id = all_terms.review_id
LEFT JOIN terms AS sectors ON sectors.id = 'sector/' || reviews.sector
WHERE all_terms.scheme = 'barriers' AND all_terms.lesson_id IS NULL
  AND reviews.result <> 'too-early'
  AND (:sector = '' OR reviews.sector = :sector)
GROUP BY reviews.sector, all_terms.term
ORDER BY failed DESC, failed_per_cent DESC, sector, barrier""",
        (SECTOR,),
    ),
    CannedQuery(
        "barriers_and_enablers_together",
        "sql.question.barriers_and_enablers_together",
        "sql.question.barriers_and_enablers_together.meaning",
        """\
WITH named AS (
    SELECT review_id, scheme || '/' || term AS id, label, count(*) OVER (PARTITION BY scheme, term) AS reviews
    FROM all_terms
    WHERE scheme IN ('barriers', 'enablers') AND lesson_id IS NULL
)
SELECT one.label AS one,
       other.label AS other,
       count(*) AS reviews_with_both,
       one.reviews AS reviews_with_one,
       other.reviews AS reviews_with_other
FROM named AS one
JOIN named AS other ON other.review_id = one.review_id AND other.id > one.id
GROUP BY one.id, other.id
HAVING count(*) >= CAST(:at_least AS INTEGER)
ORDER BY reviews_with_both DESC, one, other""",
        (Parameter("at_least", "sql.question.parameter.at_least", "2"),),
    ),
    CannedQuery(
        "targets_met_by_method",
        "sql.question.targets_met_by_method",
        "sql.question.targets_met_by_method.meaning",
        """\
SELECT coalesce(method_label, 'Not stated') AS method,
       count(*) AS targets,
       count(*) FILTER (WHERE against_target = 'met') AS met,
       count(*) FILTER (WHERE against_target = 'missed') AS missed,
       count(*) FILTER (WHERE against_target = 'not measured') AS not_measured,
       round(100 * avg(target_met), 1) AS met_per_cent
FROM outcome_results
WHERE against_target <> 'none' AND (:measures = '' OR measures = :measures)
GROUP BY method
ORDER BY targets DESC, method""",
        (Parameter("measures", "sql.question.parameter.measures", "outcome"),),
    ),
    CannedQuery(
        "missed_targets",
        "sql.question.missed_targets",
        "sql.question.missed_targets.meaning",
        """\
SELECT measure, unit, baseline, target, actual, measures_label AS measures, organisation, review_title, review_id
FROM outcome_results
WHERE against_target = 'missed'
ORDER BY organisation, measure""",
    ),
    CannedQuery(
        "better_and_how_we_know",
        "sql.question.better_and_how_we_know",
        "sql.question.better_and_how_we_know.meaning",
        """\
SELECT outcome_results.measure,
       outcome_results.unit,
       outcome_results.baseline,
       outcome_results.actual,
       outcome_results.change_per_cent,
       outcome_results.method_label AS method,
       outcome_results.organisation,
       outcome_results.review_title
FROM outcome_results
LEFT JOIN terms AS methods ON methods.id = 'method/' || outcome_results.method
WHERE outcome_results.measures = 'outcome' AND outcome_results.direction = 'better'
ORDER BY methods.position DESC, outcome_results.id""",
    ),
    CannedQuery(
        "concentration_of_contributions",
        "sql.question.concentration_of_contributions",
        "sql.question.concentration_of_contributions.meaning",
        """\
WITH contributors AS (
    SELECT CASE :contributor WHEN 'author' THEN reviews.author
                             ELSE coalesce(organisations.name, 'Not stated') END AS contributor,
           count(*) AS reviews,
           sum(reviews.lesson_count) AS lessons
    FROM reviews
    LEFT JOIN organisations ON organisations.id = reviews.organisation_id
    GROUP BY 1
), shares AS (
    SELECT *, 1.0 * lessons / sum(lessons) OVER () AS share FROM contributors
)
SELECT contributor,
       reviews,
       lessons,
       round(100 * share, 1) AS per_cent,
       round(100 * sum(share) OVER (ORDER BY lessons DESC, contributor), 1) AS cumulative_per_cent,
       round(sum(share * share) OVER (), 3) AS concentration
FROM shares
ORDER BY lessons DESC, contributor""",
        (
            Parameter(
                "contributor",
                "sql.question.parameter.contributor",
                "organisation",
            ),
        ),
    ),
    CannedQuery(
        "sources_cited_most",
        "sql.question.sources_cited_most",
        "sql.question.sources_cited_most.meaning",
        """\
SELECT cite, count(DISTINCT review_id) AS reviews
FROM sources
GROUP BY cite
ORDER BY reviews DESC, cite
LIMIT 50""",
    ),
)

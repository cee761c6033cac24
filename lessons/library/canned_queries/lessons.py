"""Questions about lessons: where they come from, how far they have come, who used them."""

from __future__ import annotations

from lessons.library.canned_queries.model import CannedQuery, Parameter
from lessons.library.canned_queries.work import SECTOR

ORGANISATION = Parameter("organisation", "sql.question.parameter.organisation")

LESSONS = (
    CannedQuery(
        "lessons_used_elsewhere",
        "sql.question.lessons_used_elsewhere",
        "sql.question.lessons_used_elsewhere.meaning",
        """\
WITH measured AS (
    SELECT coalesce('uses/' || use_id, 'reviews/' || review_id) AS told_at,
           count(direction) AS compared,
           count(*) FILTER (WHERE direction = 'better') AS better,
           count(*) FILTER (WHERE direction = 'worse') AS worse
    FROM outcome_results
    WHERE measures = 'outcome'
    GROUP BY told_at
)
SELECT lesson_cards.statement,
       lesson_cards.organisation AS learnt_by,
       adoptions.organisation AS used_by,
       adoptions.decision,
       adoptions.date,
       adoptions.result,
       coalesce(measured.compared, 0) AS outcomes_compared,
       coalesce(measured.better, 0) AS better,
       coalesce(measured.worse, 0) AS worse,
       lesson_cards.id AS lesson_id
FROM adoptions
JOIN lesson_cards ON lesson_cards.id = adoptions.lesson_id
LEFT JOIN measured ON measured.told_at = coalesce('uses/' || adoptions.use_id, 'reviews/' || adoptions.from_review_id)
WHERE adoptions.independent = 1 AND adoptions.decision IN ('trialled', 'adopted', 'adapted')
ORDER BY lesson_cards.id, adoptions.date_earliest""",
    ),
    CannedQuery(
        "lessons_that_ask_for_something",
        "sql.question.lessons_that_ask_for_something",
        "sql.question.lessons_that_ask_for_something.meaning",
        """\
SELECT statement, organisation, owner, due, respond_by, overdue, without_owner, unmeasured, unanswered, as_of, id
FROM open_lessons
WHERE CASE :what WHEN 'overdue' THEN overdue
                 WHEN 'without owner' THEN without_owner
                 WHEN 'unmeasured' THEN unmeasured
                 WHEN 'unanswered' THEN unanswered
                 ELSE overdue OR without_owner OR unmeasured OR unanswered END
  AND (:organisation = '' OR organisation_id = :organisation)
ORDER BY overdue DESC, unanswered DESC, without_owner DESC, due_latest, id""",
        (
            Parameter("what", "sql.question.parameter.what"),
            ORGANISATION,
        ),
    ),
    CannedQuery(
        "unmeasured_lessons",
        "sql.question.unmeasured_lessons",
        "sql.question.unmeasured_lessons.meaning",
        """\
SELECT open_lessons.statement,
       open_lessons.organisation,
       open_lessons.status_label AS status,
       count(adoptions.id) AS times_used,
       open_lessons.id
FROM open_lessons
LEFT JOIN adoptions
       ON adoptions.lesson_id = open_lessons.id AND adoptions.decision IN ('trialled', 'adopted', 'adapted')
WHERE open_lessons.unmeasured AND (:sector = '' OR open_lessons.sector = :sector)
GROUP BY open_lessons.id
ORDER BY times_used DESC, open_lessons.id""",
        (SECTOR,),
    ),
    CannedQuery(
        "lessons_by_year_and_sector",
        "sql.question.lessons_by_year_and_sector",
        "sql.question.lessons_by_year_and_sector.meaning",
        """\
SELECT year,
       coalesce(sector_label, 'Not stated') AS sector,
       count(*) AS lessons,
       count(DISTINCT review_id) AS reviews
FROM lesson_cards
WHERE :sector = '' OR sector = :sector
GROUP BY year, sector
ORDER BY year, sector_label""",
        (SECTOR,),
    ),
    CannedQuery(
        "lessons_that_match",
        "sql.question.lessons_that_match",
        "sql.question.lessons_that_match.meaning",
        """\
WITH found AS MATERIALIZED (
    SELECT rowid AS number, rank, snippet(lessons_fts, -1, '[', ']', ' … ', 20) AS snippet
    FROM lessons_fts
    WHERE lessons_fts MATCH coalesce(nullif(:words, ''), '""')
)
SELECT lesson_cards.statement,
       found.snippet,
       coalesce(lesson_cards.sector_label, 'Not stated') AS sector,
       count(*) OVER (PARTITION BY lesson_cards.sector) AS matches_in_sector,
       lesson_cards.id
FROM found
JOIN lesson_cards ON lesson_cards.number = found.number
WHERE :sector = '' OR lesson_cards.sector = :sector
ORDER BY found.rank, lesson_cards.id
LIMIT 50""",
        (Parameter("words", "sql.question.parameter.words", "partnership"), SECTOR),
    ),
    CannedQuery(
        "learning_of_organisations",
        "sql.question.learning_of_organisations",
        "sql.question.learning_of_organisations.meaning",
        """\
SELECT organisation,
       lesson_count AS lessons,
       learned_count AS learned,
       open_count AS open,
       used_count AS used,
       used_of_others_count AS used_of_others,
       declined_count AS declined,
       repeated_count AS repeated,
       recurred_count AS own_repeated,
       used_by_others_count AS used_by_others,
       unanswered_count AS unanswered
FROM organisation_learning
WHERE :organisation = '' OR id = :organisation
ORDER BY lesson_count DESC, organisation""",
        (ORGANISATION,),
    ),
    CannedQuery(
        "time_to_learned",
        "sql.question.time_to_learned",
        "sql.question.time_to_learned.meaning",
        """\
WITH learned AS (
    SELECT lesson_id, statement, min(day) AS day
    FROM lesson_history
    WHERE status = 'learned'
    GROUP BY lesson_id
)
SELECT learned.statement,
       min(identified.day) AS identified,
       learned.day AS learned,
       CAST(julianday(learned.day) - julianday(min(identified.day)) AS INTEGER) AS days,
       learned.lesson_id
FROM learned
LEFT JOIN lesson_history AS identified
       ON identified.lesson_id = learned.lesson_id AND identified.status = 'identified' AND identified.day < learned.day
GROUP BY learned.lesson_id
ORDER BY days, learned.lesson_id""",
    ),
    CannedQuery(
        "changes_since",
        "sql.question.changes_since",
        "sql.question.changes_since.meaning",
        """\
WITH changes AS (
    SELECT day, 'lesson' AS record, change_type AS change, former_status, status, statement AS about, lesson_id AS id
    FROM lesson_history
    UNION ALL
    SELECT published_earliest, 'review', 'published', NULL, NULL, title, id FROM reviews
    UNION ALL
    SELECT last_changed, 'review', 'changed', NULL, NULL, title, id FROM reviews
    WHERE last_changed IS NOT published_earliest
    UNION ALL
    SELECT uses.published_earliest, 'use', 'published', NULL, uses.decision, lessons.statement, uses.id
    FROM uses LEFT JOIN lessons ON lessons.id = uses.lesson_id
    UNION ALL
    SELECT uses.last_changed, 'use', 'changed', NULL, uses.decision, lessons.statement, uses.id
    FROM uses LEFT JOIN lessons ON lessons.id = uses.lesson_id
    WHERE uses.last_changed IS NOT uses.published_earliest
)
SELECT * FROM changes
WHERE day >= :since
ORDER BY day DESC, record, id""",
        (Parameter("since", "sql.question.parameter.since", "2026-01-01"),),
    ),
    CannedQuery(
        "lessons_of_failures",
        "sql.question.lessons_of_failures",
        "sql.question.lessons_of_failures.meaning",
        """\
SELECT statement, recommendation, review_title, organisation, date, id
FROM lesson_cards
WHERE result = 'failure'
ORDER BY date_earliest DESC, id""",
    ),
    CannedQuery(
        "lessons_by_status",
        "sql.question.lessons_by_status",
        "sql.question.lessons_by_status.meaning",
        """\
SELECT standing, count(*) AS lessons
FROM lesson_cards
GROUP BY standing
ORDER BY lessons DESC, standing""",
    ),
)

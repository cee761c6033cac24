"""Why a lesson of others is an alternative strategy: what is alike, what shows that it worked, and what to beware of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.library.figure_words import figure, moved
from lessons.library.rows import column
from lessons.words import gettext, listed, ngettext

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from lessons.learning.alternatives import FellShort, Worked
    from lessons.learning.conditions import Conditions

# Of an adoption of a lesson of a review: that it worked, and was not before the lesson.
USED_WELL = """adoptions.lesson_id = lessons.id AND adoptions.decision IN ('trialled', 'adopted', 'adapted')
    AND coalesce(adoptions.date_latest >= reviews.date_earliest, 1)
    AND (adoptions.result = 'success' OR EXISTS (
        SELECT 1 FROM outcome_results
        WHERE outcome_results.use_id = adoptions.use_id AND measures = 'outcome' AND direction = 'better'))"""
_USERS = f"""
    SELECT DISTINCT coalesce(adoptions.organisation, 'a team') FROM adoptions
    JOIN lessons ON lessons.id = adoptions.lesson_id JOIN reviews ON reviews.id = lessons.review_id
    WHERE lessons.id = ? AND {USED_WELL} ORDER BY 1 LIMIT 3"""
_FIGURES = """
    SELECT measure, unit, baseline, actual, method, note FROM outcome_results
    WHERE measures = 'outcome' AND direction = 'better' AND review_id = ? ORDER BY position LIMIT 1"""


def reasons(connection: sqlite3.Connection, review: FellShort, lesson: Worked, conditions: Conditions) -> Iterable[str]:
    """Yield the reasons for an alternative: what is alike, what shows that it worked, and what to beware of."""
    barriers = conditions.of_review(review.id, "barriers") & conditions.of_review(lesson.review_id, "barriers")
    changes = conditions.of_review(review.id, "change") & conditions.of_lesson(lesson.id, lesson.review_id, "change")
    alike = []
    if barriers:
        alike.append(gettext("learning.alternatives.both_met", names=conditions.quoted("barriers", barriers)))
    if changes:
        alike.append(gettext("learning.alternatives.both_changed", names=conditions.named("change", changes).lower()))
    if review.sector is not None and review.sector == lesson.sector:
        alike.append(
            gettext("learning.alternatives.both_in", names=conditions.named("sector", [review.sector]).lower())
        )
    if review.level is not None and review.level == lesson.level:
        alike.append(gettext("learning.alternatives.both_at", names=conditions.named("level", [review.level]).lower()))
    yield gettext("learning.alternatives.alike", reasons=listed(alike))
    if lesson.there:
        yield from _worked_there(connection, lesson)
    if lesson.used_well:
        users = column(connection, _USERS, (lesson.id,))
        yield ngettext(
            "learning.alternatives.used", lesson.used_well, number=f"{lesson.used_well:,}", users=listed(users)
        )
    if lesson.recurred:
        yield gettext("learning.alternatives.beware")


def _worked_there(connection: sqlite3.Connection, lesson: Worked) -> Iterable[str]:
    """Yield what shows that the work of a lesson's own case succeeded, with what its review says of the figure: how far it can be trusted."""
    who = lesson.organisation or gettext("learning.alternatives.its_team")
    row = connection.execute(_FIGURES, (lesson.review_id,)).fetchone()
    if row is None:
        yield gettext("learning.alternatives.worked", who=who)
        return
    measure, unit, baseline, result, method, note = row
    yield gettext(
        "learning.alternatives.worked.figure",
        who=who,
        measure=f"{measure[:1].lower()}{measure[1:]}",
        figures=moved(method, figure(baseline), f"{figure(result)}{f' {unit}' if unit else ''}"),
    )
    if note:
        yield gettext("learning.alternatives.worked.note", note=note if note.endswith((".", "!", "?")) else f"{note}.")

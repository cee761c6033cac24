"""Repeated lessons: counted, with their reviews in the order in which things went wrong."""

from __future__ import annotations

import sqlite3

from lessons.learning.recurrence import recurring, recurring_count


def test_a_repeated_lesson_is_counted_with_its_reviews_side_by_side(founding: sqlite3.Connection) -> None:
    found = recurring(founding, 20)
    assert len(found) == recurring_count(founding) > 0
    lesson = next(one for one in found if one.id == "south-somerset-1991-reorganisation#prepare-staff")
    assert lesson.cases[0].review == lesson.review == "south-somerset-1991-reorganisation"
    assert "kirklees-recycling" in [case.review for case in lesson.cases[1:]]
    assert lesson.times == len(lesson.cases) - 1
    assert all(case.happened and case.why for case in lesson.cases)


def test_pages_of_them_follow_each_other(founding: sqlite3.Connection) -> None:
    everything = recurring(founding, 100)
    assert [recurring(founding, 1, place)[0] for place in range(len(everything))] == everything
    assert [one.times for one in everything] == sorted((one.times for one in everything), reverse=True)


def test_each_is_marked_as_recurred_in_the_database(founding: sqlite3.Connection) -> None:
    marked = {id_ for (id_,) in founding.execute("SELECT id FROM lessons WHERE recurred = 1")}
    assert {one.id for one in recurring(founding, 100)} == marked

"""The rule ``dates``."""

from __future__ import annotations

import pytest

from tests.support.sample import lesson, line_of, problems, review


def test_dates_of_the_front_matter_exist() -> None:
    assert problems(review(date="2024-02-30"), rule="dates") == [
        '3:7 date: found "2024-02-30"; February 2024 has 29 days'
    ]


def test_a_period_ends_after_it_begins() -> None:
    assert problems(review("period:\n  from: 1999-05\n  to: 1999-04"), rule="dates") == [
        "8:3 period: the period ends (1999-04) before it begins (1999-05)"
    ]
    assert problems(review("period:\n  from: 1999-05\n  to: 1999")) == []


@pytest.mark.parametrize(
    ("due", "message"),
    [
        ("1999-05", None),
        ("May 1999", 'Due: found "May 1999"; a date is written 1998, 1998-04 or 1998-04-17'),
        ("1999-06-31", 'Due: found "1999-06-31"; June 1999 has 30 days'),
    ],
)
def test_the_due_date_of_a_lesson_is_a_date(due: str, message: str | None) -> None:
    text = review(lessons=lesson(f"- Id: a\n- Recommendation: b\n- Due: {due}\n"))
    assert problems(text, rule="dates") == ([f"{line_of(text, '- Due')}:8 {message}"] if message else [])

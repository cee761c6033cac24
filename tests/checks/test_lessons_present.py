"""The rule ``lessons-present``."""

from __future__ import annotations

import pytest

from tests.support.sample import line_of, problems, review


@pytest.mark.parametrize("lessons", ["", "Introduction only.\n", "- a list\n"])
def test_a_review_has_at_least_one_lesson(lessons: str) -> None:
    text = review(lessons=lessons)
    assert problems(text, rule="lessons-present") == [
        f"{line_of(text, '## Lessons')}:4 there is no lesson here; write each as a level-3 heading: "
        "`### One sentence that says what to do`"
    ]


def test_a_lesson_at_the_wrong_level_is_shown_where_it_stands() -> None:
    text = review(lessons="#### Do it\n\nx\n")
    assert problems(text, rule="lessons-present") == [
        f"{line_of(text, '####')}:6 a lesson is a level-3 heading, and this one has level 4; write `###`"
    ]


def test_a_lesson_has_a_sentence() -> None:
    text = review(lessons="###\n\n- Id: a\n- Recommendation: b\n")
    assert problems(text, rule="lessons-present") == [
        f"{line_of(text, '###')}:1 this lesson has no sentence; write after `###` what to do"
    ]

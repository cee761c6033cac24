"""The rule ``lessons-present``."""

from __future__ import annotations

import pytest

from tests.support.sample import lesson, line_of, problems, review


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


@pytest.mark.parametrize(
    "statement",
    [
        "Lesson 1",
        "Lesson 2:",
        "1.",
        "Lesson one",
        "Lessons learned",
        "Recommendation A",
        "Learning point 3",
        "Key lesson 4",
    ],
)
def test_a_number_is_no_sentence(statement: str) -> None:
    text = review(lessons=lesson("- Id: a\n- Recommendation: b\n").replace("Ask the people who will use it", statement))
    (found,) = problems(text, rule="lessons-present")
    assert f'"{statement}" says nothing; write in its place' in found


@pytest.mark.parametrize("statement", ["Lesson 1: Ask the users", "Lessons need owners", "Two buses are enough", "Ask"])
def test_a_sentence_says_what_to_do_with_or_without_a_number(statement: str) -> None:
    assert (
        problems(
            review(
                lessons=lesson("- Id: a\n- Recommendation: b\n").replace("Ask the people who will use it", statement)
            )
        )
        == []
    )

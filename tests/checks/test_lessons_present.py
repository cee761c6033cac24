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


@pytest.mark.parametrize(
    "statement",
    [
        "Lesson", "Lessons learnt", "Lessons-learned", "Lesson learned 2", "Main finding 12", "Point iv", "Learning no. 7", "Learning number 7", "Lesson no 3",
        "Lesson #4", "LESSON 5", "7", "123", "Recommendation 2)", "Lesson 1 –", "Lesson 1 -", "Key recommendation B:", "Finding six",
        "Lesson two", "Lesson three", "Lesson four", "Lesson five", "Lesson xv",
    ],
)  # fmt: skip
def test_however_it_is_written_a_number_says_nothing(statement: str) -> None:
    text = review(lessons=f"### {statement}\n\nText.\n\n- Id: a\n- Recommendation: b\n")
    assert len(problems(text, rule="lessons-present")) == 1


@pytest.mark.parametrize(
    "statement", ["Lesson 1234", "1998 again", "Pointless", "Lesson for all", "Learning pays", "Finding ab"]
)
def test_what_is_more_than_a_number_is_left(statement: str) -> None:
    assert problems(review(lessons=f"### {statement}\n\nText.\n\n- Id: a\n- Recommendation: b\n")) == []


def test_each_lesson_without_a_sentence_is_told_but_for_imported_ones_that_are_numbered() -> None:
    fields = "\n\n- Id: {}\n- Recommendation: x\n\n"
    lessons = "".join(
        f"### {text}{fields.format(id_)}" for text, id_ in (("", "a"), ("Lesson 1", "b"), ("Ask", "c"), ("", "d"))
    )
    assert [one.partition(":")[0] for one in problems(review(lessons=lessons), rule="lessons-present")] == [
        "27",
        "32",
        "42",
    ]
    imported = review("source_system: {name: Old, id: 1, imported: 2024}", lessons=lessons)
    assert [one.partition(":")[0] for one in problems(imported, rule="lessons-present")] == ["28", "43"]


@pytest.mark.parametrize(
    ("lessons", "expected"),
    [
        ("> ### A\n", "25:4 there is no lesson here"),
        ("> ### A\n\n##### B\n\nx\n", "29:7 a lesson is a level-3 heading, and this one has level 5; write `###`"),
        ("##### B\n\nx\n\n#### C\n", "27:7 a lesson is a level-3 heading, and this one has level 5; write `###`"),
        ("Text.\n\n## Applicability\n\n#### B\n\nx\n", "25:4 there is no lesson here"),
    ],
)
def test_what_follows_is_a_heading_of_the_section_not_inside_a_quotation(lessons: str, expected: str) -> None:
    (found,) = problems(review(lessons=lessons), rule="lessons-present")
    assert found.startswith(expected)


@pytest.mark.parametrize(
    ("lessons", "rule"),
    [("# Ask them\n\nx\n", "headings"), ("# Other\n\n#### B\n", "headings"), ("- Id: a\n- Recommendation: b\n", "lesson-fields")],
)  # fmt: skip
def test_where_another_rule_says_what_is_wrong_this_one_is_silent(lessons: str, rule: str) -> None:
    assert problems(review(lessons=lessons), rule=rule)


def test_a_section_of_another_name_before_the_lessons_hides_nothing() -> None:
    text = review(lessons="").replace("## Lessons", "## Budget\n\nx\n\n## Lessons")
    assert any("there is no lesson here" in one for one in problems(text))


def test_where_the_section_is_missing_this_rule_is_silent() -> None:
    text = review(lessons="").replace("## Lessons", "")
    assert [one.rpartition(" [")[2] for one in problems(text)] == ["required-sections]"]


@pytest.mark.parametrize(
    ("before", "below"),
    [("## Lesons\n\n- Id: a\n- Recommendation: b\n\n", ""), ("", "<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n"), ("", "Text with a soft\u00adhyphen.\n")],
)  # fmt: skip
def test_other_faults_hide_no_section_without_lessons(before: str, below: str) -> None:
    found = problems(review(lessons=below).replace("## Lessons", f"{before}## Lessons"))
    assert len(found) > 1
    assert any("there is no lesson here" in one for one in found)


def test_where_no_front_matter_is_read_a_number_may_stand() -> None:
    found = problems(
        lesson("- Id: a\n- Recommendation: b\n").replace("### Ask the people", "## Lessons\n\n### Lesson 1")
    )
    assert [one for one in found if "says nothing" in one] == []

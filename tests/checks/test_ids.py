"""The rule ``ids``."""

from __future__ import annotations

import pytest

from lessons import checks
from lessons.entries import read_string
from tests.support.sample import collection, lesson, line_of, problems, read, review

FORM = "an Id has at most 80 lower-case letters, digits and hyphens"


def two(first: str, second: str) -> str:
    return review(lessons=lesson(f"{first}\n- Recommendation: b\n") + "\n" + lesson(f"{second}\n- Recommendation: b\n"))


@pytest.mark.parametrize(
    ("id_", "message"),
    [
        ("My Id", f'found the Id "My Id"; {FORM}, such as "my-id"'),
        ("ask_users", f'found the Id "ask_users"; {FORM}, such as "ask-users"'),
        ("日本", f'found the Id "日本"; {FORM}'),
        ("-a", f'found the Id "-a"; {FORM}, such as "a"'),
    ],
)
def test_a_lessons_id_is_well_formed(id_: str, message: str) -> None:
    text = review(lessons=lesson(f"- Id: {id_}\n- Recommendation: b\n"))
    assert problems(text, rule="ids") == [f"{line_of(text, '- Id')}:7 {message}"]


def test_a_lessons_id_is_its_own_in_the_review() -> None:
    text = two("- Id: a", "- Id: a")
    line = text.count("\n", 0, text.rindex("- Id: a")) + 1
    assert problems(text, rule="ids") == [
        f'{line}:7 the Id "a" is already used by the lesson on line {line_of(text, "### Ask")}; choose another'
    ]


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ("- Id: a\n- Formerly: b", "- Id: b", '"b" is the Id of the lesson on line 35, so it cannot be a former one'),
        ("- Id: a\n- Formerly: c", "- Id: b\n- Formerly: c", '"c" is a former Id on line 32 already; delete one'),
        ("- Id: a\n- Formerly: c, c", "- Id: b", '"c" is a former Id on line 32 already; delete one'),
        ("- Id: a\n- Formerly: Old Id", "- Id: b", f'found the former Id "Old Id"; {FORM}, such as "old-id"'),
    ],
)
def test_a_former_id_of_a_lesson_is_the_id_of_nothing_else(first: str, second: str, message: str) -> None:
    (found,) = problems(two(first, second), rule="ids")
    assert found.partition(" ")[2] == message


def test_a_files_name_is_its_own_wherever_it_stands() -> None:
    first, second = read_string(review(), "a/night-buses.md"), read_string(review(), "b/night-buses.md")
    assert [str(problem) for problem in checks.check(collection(first, second))] == [
        'b/night-buses.md:1:1: the id "night-buses" is already used by a/night-buses.md; give this file another name [ids]'
    ]


def test_of_two_drafts_of_which_one_claims_the_id_of_the_other_that_one_is_told() -> None:
    plans, entry = read(review("status: draft\nformerly: night-buses"), "plans"), read(review("status: draft"))
    assert [str(problem) for problem in checks.check(collection(plans, entry))] == [
        'plans.md:8:11: "night-buses" is the id of night-buses.md, so it cannot be a former id [ids]'
    ]


def test_of_two_folders_whose_names_read_the_same_the_reason_is_told() -> None:
    first, second = (read_string(review(), f"{folder}/night-buses.md") for folder in ("E\u0301coles", "\u00c9coles"))
    (found,) = checks.check(collection(first, second))
    assert "two folders of one name" in found.message
    assert "give this file another name" not in found.message


@pytest.mark.parametrize(
    ("formerly", "column", "message"),
    [
        ("night-trams", 11, '"night-trams" is the id of night-trams.md, so it cannot be a former id'),
        ("night-buses", 11, '"night-buses" is the id of night-buses.md, so it cannot be a former id'),
        ("old-trams", 11, '"old-trams" is also a former id of "a-first"; an id has one successor'),
        ("[old-buses, old-buses]", 23, '"old-buses" is listed twice; delete one'),
    ],
)
def test_a_former_id_of_a_review_has_one_successor(formerly: str, column: int, message: str) -> None:
    other, first = read(review(), "night-trams"), read(review("formerly: old-trams"), "a-first")
    entry = read(review(f"formerly: {formerly}"))
    found = checks.check(collection(first, other, entry), [entry])
    assert [str(problem) for problem in found] == [f"night-buses.md:7:{column}: {message} [ids]"]

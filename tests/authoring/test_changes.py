"""What a pull request is told: new, changed and gone reviews and lessons, what is related, and what is to be fixed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from lessons.authoring import renames
from lessons.authoring.report_formats import Checked, markdown
from lessons.entries import Entry
from lessons.problems import Place, Problem
from tests.support.sample import body, front, lesson, read, use_text

PATH = Path("entries/night-buses.md")


@pytest.fixture(autouse=True)
def committed(folder: Path) -> None:
    who = {f"GIT_{role}_{part}": "t@example.org" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    for arguments in (["init", "-q"], ["add", "."], ["-c", "commit.gpgsign=false", "commit", "-q", "-m", "first"]):
        subprocess.run(["git", *arguments], check=True, env={**os.environ, **who})
    assert folder.is_dir()


def comment(lessons: Callable[..., Result]) -> str:
    result = lessons("check", "--against", "HEAD", "--format", "markdown")
    assert result.exit_code in (0, 1), result.stderr
    return result.stdout


def test_nothing_changed_says_so(lessons: Callable[..., Result]) -> None:
    assert "Since `HEAD`: 0 new reviews, 0 changed, 0 new lessons, 0 removed." in comment(lessons)


def test_a_use_is_listed_as_a_use_and_not_as_a_review(lessons: Callable[..., Result]) -> None:
    Path("entries/uses").mkdir()
    Path("entries/uses/northshire.md").write_text(use_text(), "utf-8")
    said = comment(lessons)
    assert "Since `HEAD`: 0 new reviews, 0 changed, 0 new lessons, 0 removed." in said
    assert "- Use of a lesson, new or changed: Northshire Fire Service: adapted, night-buses#\u200bask-users (`entries/uses/northshire.md`)" in said  # fmt: skip


def test_a_new_review_is_listed_with_its_lessons_and_what_others_have_in_common_with_them(
    lessons: Callable[..., Result],
) -> None:
    text = (
        PATH.read_text("utf-8")
        .replace("Night buses", "Day buses")
        .replace("result: mixed", "result: mixed\nrelated: night-buses")
    )
    new = text.replace("### Ask the people who will use it", "### Ask people when they travel").replace(
        "- Id: ask-users", "- Id: ask-people"
    )
    Path("entries/day-buses.md").write_text(new, "utf-8")
    said = comment(lessons)
    assert "- New review: Day buses (`entries/day-buses.md`)\n" in said
    assert (
        "- Ask people when they travel (`day-buses`)\n  - related: Ask the people who will use it (`night-buses#ask-users`; both use "
        in said
    )


def test_a_lesson_that_has_another_id_is_told_as_renamed(lessons: Callable[..., Result]) -> None:
    text = PATH.read_text("utf-8")
    PATH.write_text(text.replace("- Id: ask-users", "- Id: ask-people\n- Formerly: ask-users"), "utf-8")
    said = comment(lessons)
    assert "- Changed review: Night buses (`entries/night-buses.md`)\n- Renamed: `night-buses#ask-users` is now `night-buses#ask-people`\n" in said  # fmt: skip
    assert "1 changed, 0 new lessons, 1 renamed, 0 removed" in said
    assert "To fix" not in said


def test_a_changed_review_lists_only_its_new_lessons_and_a_lesson_that_is_gone(lessons: Callable[..., Result]) -> None:
    PATH.write_text(PATH.read_text("utf-8").replace("- Id: ask-users", "- Id: ask-people"), "utf-8")
    said = comment(lessons)
    assert "- Removed: `night-buses#ask-users`\n" in said
    assert "1 new lesson, 1 removed" in said


@pytest.mark.parametrize("says_so", [True, False])
@pytest.mark.parametrize("edited", [True, False])
def test_a_review_under_another_name_is_told_as_renamed(
    says_so: bool, edited: bool, lessons: Callable[..., Result]
) -> None:
    text = PATH.read_text("utf-8")
    if says_so:
        text = text.replace("result: mixed", "result: mixed\nformerly: night-buses")
    if edited:
        text = text.replace("Buses every hour.", "Buses every half hour.")
    PATH.unlink()
    Path("entries/late-buses.md").write_text(text, "utf-8")
    said = comment(lessons)
    assert "0 new reviews, 0 changed, 0 new lessons, 1 renamed, 0 removed" in said
    assert "- Renamed: `night-buses` is now `late-buses` (`entries/late-buses.md`)\n" in said
    asked = '`entries/late-buses.md:1:1` the published review "night-buses" seems to have become this one since HEAD; add here'
    assert (asked in said) is not says_so


def test_of_many_that_were_renamed_and_edited_at_once_each_is_told_with_its_own_new_name() -> None:
    def library(prefix: str, day: str) -> list[Entry]:
        return [
            read(front(date=day, title=f"Case {number}") + body(lesson(f"- Id: do-{number}\n- Recommendation: Do {number}.")), f"{prefix}-{number}")
            for number in range(300)
        ]  # fmt: skip

    found = renames.likely(library("old", "1998"), library("new", "1999"))
    assert {id_: entry.id for id_, entry in found.items()} == {f"old-{n}": f"new-{n}" for n in range(300)}


def test_another_review_in_place_of_one_that_is_gone_is_not_told_as_renamed(lessons: Callable[..., Result]) -> None:
    PATH.unlink()
    sections = {"Summary": "S.", "What_was_intended": "I.", "What_happened": "H.", "Why_it_happened": "W."}
    text = front(title="Recycling") + body(lesson("- Id: sort\n- Recommendation: Sort.", prose="P."), **sections)
    Path("entries/recycling.md").write_text(text, "utf-8")
    said = comment(lessons)
    assert "1 new review, 0 changed, 1 new lesson, 2 removed" in said
    assert "Renamed" not in said


def test_a_review_that_is_gone_is_to_be_fixed(lessons: Callable[..., Result]) -> None:
    PATH.unlink()
    said = comment(lessons)
    assert "- Removed: `night-buses`\n" in said
    assert "### To fix before this can be merged\n\n- `entries/night-buses.md:1:1` the published review" in said


def checked(*problems: Problem) -> Checked:
    return Checked(problems, ["x.md"], {}, lambda rule: None, "1 review")


def test_text_of_entries_is_shown_as_it_is_and_calls_nobody() -> None:
    hostile = Problem(Place("a`b.md"), "see @everyone and #1 <img src=x> [a](http://b.c) *d*", "rule")
    said = markdown.text(checked(hostile))
    assert "`a’b.md:1:1`" in said
    assert "@\u200beveryone and #\u200b1 \\<img src=x> \\[a\\](http://b.c) \\*d\\*" in said


def test_a_comment_is_never_longer_than_the_code_host_takes() -> None:
    said = markdown.text(checked(*(Problem(Place("x.md", line), "long " * 500, "rule") for line in range(1, 200))))
    assert len(said) < 65_536
    assert said.endswith("run `lessons check` to see all of it.\n")


def test_errors_near_duplicates_and_advice_are_apart() -> None:
    said = markdown.text(
        checked(
            Problem(Place("x.md"), "wrong", "dates"),
            Problem(Place("x.md"), "alike", "near-duplicates", "advice"),
            Problem(Place("x.md"), "better", "acronyms", "advice"),
        )
    )
    assert [line for line in said.splitlines() if line.startswith("###")] == [
        "### To fix before this can be merged",
        "### Learnt before?",
        "### Advice",
    ]


def test_advice_is_given_on_what_changed_only_and_of_two_alike_the_new_one_is_told(
    lessons: Callable[..., Result],
) -> None:
    Path("entries/a-day-bus.md").write_text(PATH.read_text("utf-8").replace("date: 1998-04", "date: 1990"), "utf-8")
    said = comment(lessons)
    assert (
        '- `entries/a-day-bus.md:2:8` the review resembles "night-buses"' in said
        or "- `entries/a-day-bus.md:27:5` the lesson resembles" in said
    )
    assert "`entries/night-buses.md" not in said

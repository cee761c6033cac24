from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st

from lessons.authoring import fixes
from lessons.authoring.fixes import dates, lesson_ids, sections, terms, trailing_spaces, values
from lessons.authoring.fixes.edits import Edit, apply, insertion, replacement
from lessons.entries import read_string
from lessons.entries.collection import Collection
from lessons.entries.folder import read_folder
from lessons.record import vocabulary
from tests.support.examples import examples

ENTRIES = Path(__file__).parents[2] / "entries"
WORDS = vocabulary.load(ENTRIES, "entries")


def fixed(folder: Path) -> str:
    (found,) = fixes.fixed(read_folder(folder))
    return found.after


def after(fix: object, text: str) -> str:
    """Return what one kind of fix makes of a text."""
    entry = read_string(text, "x.md")
    return apply(text, fix.edits(entry, Collection((entry,), WORDS)))  # type: ignore[attr-defined]


def front(*lines: str) -> str:
    return "\n".join(["---", *lines, "---", "", "## What happened", "", "x", ""])


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("17 April 1998", "1998-04-17"), ("April 1998", "1998-04"), ("Apr 17, 1998", "1998-04-17"), ("3rd Sept. 1998", "1998-09-03"),
        ("1998/4/7", "1998-04-07"), ("1998.04", "1998-04"), ("1998-4-17", "1998-04-17"), ("1998-04-17T10:00:00Z", "1998-04-17"),
        ('"17 April 1998"', "1998-04-17"),
        # Right already, impossible, or two days could be meant.
        ("1998-04-17", "1998-04-17"), ("30 February 1998", "30 February 1998"), ("3/4/1998", "3/4/1998"), ("not-stated", "not-stated"),
    ],
)  # fmt: skip
def test_a_date_is_corrected_only_where_its_meaning_is_certain(wrong: str, right: str) -> None:
    assert after(values, front(f"date: {wrong} # why")) == front(f"date: {right} # why")


def test_a_date_in_a_lesson_s_due_is_corrected_too() -> None:
    text = front() + "## Lessons\n\n### Do\n\n- Id: x\n- **Due**: 1 May 1999\n"
    assert after(dates, text) == text.replace("1 May 1999", "1999-05-01")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("Policing and justice", "policing-and-justice"), ("law and order", "policing-and-justice"), ("Policing_and_Justice", "policing-and-justice"),
        ("'Law and Order'", "policing-and-justice"), ("Not stated", "not-stated"), ("polcing", "polcing"), ("transport", "transport"),
    ],
)  # fmt: skip
def test_a_term_under_another_name_becomes_its_slug_and_a_misspelt_one_is_left(wrong: str, right: str) -> None:
    assert after(terms, front(f"sector: {wrong}")) == front(f"sector: {right}")


def test_terms_in_lists_and_in_lesson_fields_are_corrected_one_by_one() -> None:
    text = (
        front("change: [Process, data, lwa]", "result: Failure")
        + "## Lessons\n\n### Do\n\n- Id: x\n- Change: Process, lwa\n- Kind: Improve\n"
    )
    assert after(terms, text) == (
        text.replace("[Process", "[process").replace("Failure", "failure").replace("Change: Process", "Change: process").replace("Improve", "improve")
    )  # fmt: skip


def test_an_accepted_heading_becomes_the_known_one_and_an_unknown_one_stays() -> None:
    text = "---\n---\n\n## What was supposed to happen?\n\nx\n\n## Budget\n\n## SUMMARY ##\n"
    assert after(sections, text) == "---\n---\n\n## What was intended\n\nx\n\n## Budget\n\n## Summary ##\n"


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("### Ask first\n\nProse.\n", "### Ask first\n\nProse.\n\n- Id: ask-first\n"),
        ("### Ask first", "### Ask first\n\n- Id: ask-first\n"),
        ("### Ask first\n\nProse.\n\n* Recommendation: x\n", "### Ask first\n\nProse.\n\n* Id: ask-first\n* Recommendation: x\n"),
        ("### Ask first\n\n```\n### no heading\n```\n\n## Follow-up\n\nx\n", "### Ask first\n\n```\n### no heading\n```\n\n- Id: ask-first\n\n## Follow-up\n\nx\n"),
        ("### Ask first\n\n- Id: Ask First\n", "### Ask first\n\n- Id: ask-first\n"),
        ("### Ask\n\n### Ask\n\n- Id: ask\n", "### Ask\n\n- Id: ask-2\n\n### Ask\n\n- Id: ask\n"),
        ("### [write: one sentence]\n", "### [write: one sentence]\n"),
    ],
)  # fmt: skip
def test_a_missing_or_malformed_lesson_id_is_written_where_fields_stand(before: str, expected: str) -> None:
    assert after(lesson_ids, f"---\n---\n\n## Lessons\n\n{before}") == f"---\n---\n\n## Lessons\n\n{expected}"


def test_spaces_at_line_ends_go_but_a_line_break_of_markdown_stays() -> None:
    text = "---\ntags: [a]  \ntitle: x\t\n---\n\n## Summary  \n\none  \ntwo \nthree  \n\n   \n"
    assert after(trailing_spaces, text) == "---\ntags: [a]\ntitle: x\n---\n\n## Summary\n\none  \ntwo\nthree\n\n\n"


def test_spaces_inside_code_stay_because_readers_would_see_the_change(folder: Path) -> None:
    path = folder / "night-buses.md"
    text = path.read_text("utf-8").replace("Buses every hour.", "Buses every hour. \n\n```\ncode  \n\nend \n```")
    path.write_text(text, "utf-8")
    assert fixed(folder) == text.replace("hour. \n", "hour.\n")


@pytest.mark.parametrize(("mark", "end"), [("\ufeff", "\r\n"), ("", "\r"), ("", "\n")])
def test_everything_else_stays_byte_for_byte(folder: Path, lessons: Callable[..., Result], mark: str, end: str) -> None:
    path = folder / "night-buses.md"
    source = (mark + path.read_text("utf-8").replace("date: 1998-04", "date:   April 1998   # about")).replace(
        "\n", end
    )
    path.write_bytes(source.replace(f"- Id: ask-users{end}", "").encode())
    result = lessons("check", "--fix")
    assert result.exit_code == 0
    assert path.read_bytes().decode() == source.replace("April 1998", "1998-04").replace(
        "ask-users", "ask-the-people-who-will-use-it"
    )


def test_a_file_that_needs_nothing_is_not_touched(folder: Path, lessons: Callable[..., Result]) -> None:
    path = folder / "night-buses.md"
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    result = lessons("check", "--fix")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("nothing to fix\n")
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_diff_shows_what_would_change_and_changes_nothing(folder: Path, lessons: Callable[..., Result]) -> None:
    path = folder / "night-buses.md"
    path.write_text(path.read_text("utf-8").replace("transport", "Transportation"), "utf-8")
    before = path.read_bytes()
    result = lessons("check", "--diff")
    assert result.exit_code == 1
    assert "--- a/entries/night-buses.md\n+++ b/entries/night-buses.md\n" in result.stdout
    assert "-sector: Transportation\n+sector: transport\n" in result.stdout
    assert path.read_bytes() == before


def test_only_the_files_given_are_corrected(folder: Path, lessons: Callable[..., Result]) -> None:
    text = (folder / "night-buses.md").read_text("utf-8").replace("transport", "Transport")
    for name in ("night-buses.md", "day-buses.md"):
        (folder / name).write_text(text, "utf-8")
    assert lessons("check", "--fix", "entries/day-buses.md").exit_code == 0
    assert "sector: transport\n" in (folder / "day-buses.md").read_text("utf-8")
    assert "sector: Transport\n" in (folder / "night-buses.md").read_text("utf-8")


def test_the_founding_reviews_need_no_mending() -> None:
    assert [one.path.name for one in fixes.fixed(read_folder(ENTRIES))] == []


@given(st.text("ab \r\n\ufeff", max_size=30), st.data())
@examples(200, scheduled=5000)
def test_edits_leave_every_other_line_as_it_was(source: str, data: st.DataObject) -> None:
    assert apply(source, []) == source
    lines = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    number = data.draw(st.integers(1, len(lines)))
    if not lines[number - 1]:
        return
    edited = apply(source, [replacement(number, 0, lines[number - 1][:1], "Z")])
    assert edited.count("Z") == 1
    assert len(edited) == len(source)


def test_of_edits_that_overlap_only_one_is_made_and_insertions_stand_above_the_edited_line() -> None:
    assert apply("abc\n", [replacement(1, 0, "ab", "X"), replacement(1, 1, "bc", "Y")]) == "aY\n"
    assert (
        apply("abc", [replacement(1, 0, "a", "X"), insertion(1, "new"), Edit(2, 0, 0, "end", insert=True)])
        == "new\nXbc\nend\n"
    )

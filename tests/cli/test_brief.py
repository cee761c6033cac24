"""``lessons brief``: files and pipes, formats, and what is said of what is no plan."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from lessons.authoring.plan_file import LARGEST_WORD_FILE, PACKED
from lessons.cli import main
from tests.learning.plans import GERMAN, RECYCLING, STATEMENTS
from tests.support import office
from tests.support.sample import Folder, use_text
from tests.web.libraries import PROJECT, built


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(built(PROJECT / "entries", tmp_path_factory.mktemp("brief") / "lessons.db"))


def test_a_file_and_a_pipe_give_the_same(database: str, tmp_path: Path) -> None:
    plan = tmp_path / "plan.md"
    plan.write_text(RECYCLING)
    from_file = CliRunner().invoke(main, ["brief", str(plan), "--database", database])
    piped = CliRunner().invoke(main, ["brief", "-", "--database", database], input=RECYCLING)
    assert from_file.exit_code == piped.exit_code == 0, from_file.output
    assert from_file.stdout == piped.stdout
    assert "1. " in piped.stdout
    assert "Why it is here: " in piped.stdout


def test_each_format_holds_the_lessons_and_why(database: str) -> None:
    for form in ("text", "markdown", "html", "json"):
        result = CliRunner().invoke(main, ["brief", "-", "--format", form, "--database", database], input=STATEMENTS)
        assert result.exit_code == 0, result.output
        assert "Make the new way the default and let people opt out" in " ".join(result.stdout.split()), form
    found = json.loads(result.stdout)
    assert found["count"] == len(found["lessons"])
    assert {"id", "statement", "why", "passage", "score"} <= found["lessons"][0].keys()


def test_lessons_are_numbered_within_their_group(database: str) -> None:
    lines = CliRunner().invoke(main, ["brief", "-", "--database", database], input=STATEMENTS).stdout.splitlines()
    groups: list[list[int]] = []
    for line in lines:
        if line.startswith("==="):
            groups.append([])
        elif line[:1].isdecimal():
            groups[-1].append(int(line.partition(".")[0]))
    assert len(groups) == 2
    assert groups == [list(range(1, len(numbers) + 1)) for numbers in groups]


def test_text_says_in_words_how_a_use_turned_out(database: str) -> None:
    said = CliRunner().invoke(main, ["brief", "-", "--database", database], input=STATEMENTS).stdout
    assert "Thames Valley Police adopted it (the same organisation), April 1998: too early" in " ".join(said.split())


def test_of_a_use_it_is_said_whether_it_worked_and_by_whom(shelf: Folder, tmp_path: Path) -> None:
    figure = (
        "outcomes:\n  - measure: Riders\n    better: higher\n    baseline: 1\n    result: 2\n    measures: outcome\n"
    )
    shelf.write("night-buses")
    shelf.write("uses/better.md", use_text(figure, organisation="Leeds", decision="adapted", date="2020-02"))
    shelf.write("uses/given-up.md", use_text(organisation="York", decision="abandoned", date="not-stated"))
    assert shelf.build(tmp_path / "lessons.db").written
    asked = ["brief", "-", "--database", str(tmp_path / "lessons.db")]
    plan = "We shall run night buses and ask users of the buses when they want to ride."
    said = " ".join(CliRunner().invoke(main, asked, input=plan).stdout.split())
    assert (
        "Who used it: Leeds adapted it (another organisation), February 2020: it worked, Riders: better; "
        "York abandoned it (another organisation): it did not work"
    ) in said
    found = json.loads(CliRunner().invoke(main, [*asked, "--format", "json"], input=plan).stdout)
    (lesson,) = found["lessons"]
    assert [(use["organisation"], use["worked"]) for use in lesson["used"]] == [("Leeds", True), ("York", False)]


def test_markup_of_a_plan_does_not_become_markup(database: str) -> None:
    plan = "We will invite residents to sign up <b>bold</b> [x](https://a.example) for the voluntary scheme.\n"
    html = CliRunner().invoke(main, ["brief", "-", "--format", "html", "--database", database], input=plan).stdout
    assert "<b>" not in html
    assert "a.example" not in html


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "-: the plan is empty"),
        (b"%PDF-1.4", "-: the plan is a PDF file"),
        (b"\n<!DOCTYPE HTML>\n<html><body><p>We will collect glass.</p>", "-: the plan is a web page"),
        (
            b"<?xml version='1.0'?>\n<!-- saved\nfrom us -->\n<html><p>We will collect glass.</p>",
            "-: the plan is a web page",
        ),
        (bytes(range(256)) * 40, "-: the plan is not text"),
        (b"plan " * 500_000, "longer than 500,000 characters"),
    ],
)
def test_what_is_no_plan_is_said_in_a_line(database: str, data: bytes, words: str) -> None:
    result = CliRunner().invoke(main, ["brief", "-", "--database", database], input=data)
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_word_file_gives_what_its_text_gives_and_says_what_was_left_out(database: str) -> None:
    def fill(document: Any) -> None:
        for paragraph in STATEMENTS.split("\n\n"):
            document.add_paragraph(" ".join(paragraph.split()))

    packed = CliRunner().invoke(
        main, ["brief", "-", "--format", "json", "--database", database], input=office.word(fill)
    )
    plain = CliRunner().invoke(main, ["brief", "-", "--format", "json", "--database", database], input=STATEMENTS)
    assert packed.exit_code == 0, packed.stderr
    assert [one["id"] for one in json.loads(packed.stdout)["lessons"]] == [
        one["id"] for one in json.loads(plain.stdout)["lessons"]
    ]
    tracked = office.with_body(
        "<w:p><w:ins w:id='1' w:author='a'><w:r><w:t>We invite residents to sign up.</w:t></w:r></w:ins></w:p>"
    )
    said = CliRunner().invoke(main, ["brief", "-", "--format", "json", "--database", database], input=tracked)
    assert "-: tracked changes were taken as accepted" in said.stderr
    assert "-: tracked changes were taken as accepted" in json.loads(said.stdout)["notices"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (office.excel(["a", "b"]), "this is an Excel file, not a Word file"),
        (office.word(), "the plan is empty"),
        (PACKED + bytes(LARGEST_WORD_FILE), "has more than 20 MB"),
        (PACKED + b"damaged", "this is not a Word file"),
    ],
)
def test_a_packed_file_that_is_no_plan_is_said_in_a_line(database: str, content: bytes, words: str) -> None:
    result = CliRunner().invoke(main, ["brief", "-", "--database", database], input=content)
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_file_that_is_not_there_is_said(database: str) -> None:
    result = CliRunner().invoke(main, ["brief", "no/such.md", "--database", database])
    assert (result.exit_code, result.stderr) == (2, "lessons: no/such.md: cannot be read (No such file or directory)\n")


def test_another_language_is_told_and_no_failure(database: str) -> None:
    result = CliRunner().invoke(main, ["brief", "-", "--database", database], input=GERMAN)
    assert result.exit_code == 0
    assert "The plan is in German" in result.stderr


def test_the_list_of_plans_is_measured_by_kind(database: str, tmp_path: Path) -> None:
    tmp_path.joinpath("paperless.md").write_text(STATEMENTS)
    rows = "plan,lessons,half,kind\npaperless,aylesbury-restorative-cautions#opt-out,open,other-sector\n"
    listed = tmp_path / "plans.csv"
    listed.write_text(rows)
    result = CliRunner().invoke(main, ["evaluate", str(listed), "--database", database])
    assert "other-sector: 1 of 1 plans" in result.stdout, result.output
    listed.write_text(rows.replace("#opt-out", "#let-those-affected-speak"))
    result = CliRunner().invoke(main, ["evaluate", str(listed), "--half", "open", "--json", "--database", database])
    assert json.loads(result.stdout) == [{"kind": "other-sector", "plans": 1, "met": 0, "share": 0.0}]
    listed.write_text(rows.replace("paperless", "missing"))
    result = CliRunner().invoke(main, ["evaluate", str(listed), "--database", database])
    assert result.exit_code == 2
    assert "plans.csv:2: expected the name of a plan" in result.stderr

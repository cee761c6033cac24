from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import Result

from lessons.authoring.report_formats import Checked, Teaching, github, json_, junit, sarif, text
from lessons.problems import Place, Problem

MANUAL = """polite

Reviews are polite.

What is right: say please,
every time.

Why: it costs nothing.
"""
ERROR = Problem(Place("entries/a b.md", 2, 8), 'say "please", 100%', "polite")
ADVICE = Problem(Place("entries/a b.md", 3), "say thanks", "polite", "advice")


def checked(*problems: Problem, strict: bool = False, line: str = "title: do it <now>") -> Checked:
    texts = {"entries/a b.md": f"---\n{line}\nx\n"}
    files = ["entries/a b.md", "entries/clean.md"]
    return Checked(problems, files, texts, lambda rule: MANUAL if rule == "polite" else None, "2 reviews", strict)


def test_a_manual_teaches_the_rule_what_is_right_and_why() -> None:
    assert Teaching.of(MANUAL) == Teaching("Reviews are polite.", "say please, every time.", "it costs nothing.")


def test_text_without_a_terminal_is_one_line_a_problem_and_says_what_is_advice() -> None:
    assert list(text.lines(checked(ERROR, ADVICE))) == [
        'entries/a b.md:2:8: say "please", 100% [polite]',
        "entries/a b.md:3:1: advice: say thanks [polite]",
        "2 reviews",
    ]


def test_text_on_a_terminal_shows_the_line_a_caret_and_each_rule_s_reason_once() -> None:
    assert list(text.taught(checked(ERROR, ADVICE))) == [
        'entries/a b.md:2:8: say "please", 100% [polite]',
        "    2 | title: do it <now>",
        "      |        ^",
        "entries/a b.md:3:1: advice: say thanks [polite]",
        "    3 | x",
        "      | ^",
        "",
        "[polite] Reviews are polite.",
        "  What is right: say please, every time.",
        "  Why: it costs nothing.",
        "",
        "2 reviews",
    ]


@pytest.mark.parametrize(
    ("line", "column", "shown", "caret"),
    [
        ("\tx: y", 5, "    1 |  x: y", "      |     ^"),
        ("日本: é", 3, "    1 | 日本: é", "      |     ^"),
        ("short", 99, "    1 | short", "      |      ^"),
        ("\x1b[31mred", 1, "    1 | �[31mred", "      | ^"),
        ("a" * 90 + "b" + "c" * 90, 91, "    1 | …" + "a" * 40 + "b" + "c" * 59 + "…", "      | " + " " * 41 + "^"),
    ],
)
def test_the_caret_stands_below_the_place(line: str, column: int, shown: str, caret: str) -> None:
    assert text.pointed(line, column, 1) == (shown, caret)


def test_json_holds_each_problem_with_its_line_and_what_its_rule_teaches() -> None:
    report = json.loads(json_.text(checked(ERROR, ADVICE)))
    assert (report["errors"], report["advice"], report["files"], report["summary"]) == (1, 1, 2, "2 reviews")
    assert report["problems"][0] == {
        "path": "entries/a b.md", "line": 2, "column": 8, "severity": "error", "rule": "polite", "message": 'say "please", 100%',
        "source": "title: do it <now>", "right": "say please, every time.", "why": "it costs nothing.",
    }  # fmt: skip


def test_github_s_commands_are_escaped_so_that_no_text_can_end_them() -> None:
    odd = Problem(Place("entries/a,b:c.md", 1), "one\ntwo 100%", "polite")
    first, advice, notice = github.text(checked(odd, ADVICE)).splitlines()
    assert (
        first
        == "::error file=entries/a%2Cb%3Ac.md,line=1,col=1,title=polite::one%0Atwo 100%25%0AWhat is right: say please, every time."
    )
    assert advice.startswith("::warning file=entries/a b.md,line=3,col=1,title=polite::say thanks")
    assert notice == "::notice title=lessons check::2 reviews"


def test_sarif_has_the_parts_that_the_standard_requires() -> None:
    report = json.loads(sarif.text(checked(ERROR, ADVICE)))
    (run,) = report["runs"]
    assert (report["version"], run["columnKind"], run["tool"]["driver"]["name"]) == (
        "2.1.0",
        "unicodeCodePoints",
        "lessons",
    )
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["polite"]
    first, second = run["results"]
    assert (first["ruleId"], first["ruleIndex"], first["level"], first["message"]) == (
        "polite",
        0,
        "error",
        {"text": 'say "please", 100%'},
    )
    assert second["level"] == "warning"
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "entries/a%20b.md"},
                "region": {"startLine": 2, "startColumn": 8},
            }
        }
    ]


def test_junit_counts_a_test_for_each_clean_file_and_one_for_each_problem() -> None:
    suite = ET.fromstring(junit.text(checked(ERROR, ADVICE))).find("testsuite")
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    assert [(case.get("classname"), case.find("failure") is not None) for case in suite] == [
        ("entries/clean.md", False), ("entries/a b.md", True),
    ]  # fmt: skip


def test_junit_stays_xml_whatever_the_message_holds() -> None:
    odd = Problem(Place("x.md"), 'a\x00b\x1b]]> <&"\ufffe', "polite")
    failure = ET.fromstring(junit.text(checked(odd))).find("testsuite/testcase/failure")
    assert failure is not None
    assert failure.get("message") == 'a�b�]]> <&"�'


def test_strict_makes_advice_count_in_every_format() -> None:
    report = checked(ADVICE, strict=True)
    assert json.loads(json_.text(report))["errors"] == 1
    assert github.text(report).startswith("::error ")
    assert json.loads(sarif.text(report))["runs"][0]["results"][0]["level"] == "error"
    assert 'failures="1"' in junit.text(report)
    assert "advice:" not in next(text.lines(report))


@pytest.mark.parametrize("form", ["json", "github", "sarif", "junit"])
def test_a_report_for_programs_goes_to_stdout_and_keeps_the_exit_status(
    form: str, folder: Path, lessons: Callable[..., Result]
) -> None:
    assert lessons("check", "--format", form).exit_code == 0
    (folder / "night-buses.md").write_text("nothing", "utf-8")
    result = lessons("check", "--format", form)
    assert (result.exit_code, result.stderr) == (1, "")
    assert "front-matter" in result.stdout

"""``lessons use`` writes the blank of a use, and refuses in words what cannot be used."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lessons import checks
from lessons.cli import main, new
from lessons.entries.folder import read_folder
from lessons.record import scaffold
from lessons.record.use import LessonUse
from lessons.text import nodes
from tests.support.sample import WORDS, Folder, review, use_text

LESSON = "night-buses#ask-users"
GIVEN = ("--organisation", "Northshire Fire Service", "--decision", "declined", "--date", "2026-09")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder(tmp_path / "entries")
    made.path.mkdir()
    made.write("night-buses")
    return made


def use(folder: Folder, *arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["use", "--entries", str(folder.path), *arguments], input=typed)


def test_options_write_a_use_that_passes_once_its_marks_are_replaced(folder: Folder) -> None:
    result = use(folder, LESSON, *GIVEN, "--why", "No buses: none #1")
    assert result.exit_code == 0, result.output
    path = folder.path / "uses" / "northshire-fire-service-ask-users.md"
    assert result.stdout.strip() == str(path)
    problems = checks.check(read_folder(folder.path))
    assert [problem.rule for problem in problems] == ["placeholders"]
    path.write_text(scaffold.PLACEHOLDER.sub("They walked.", path.read_text()))
    collection = read_folder(folder.path)
    written = collection.by_id[path.stem]
    assert checks.check(collection, [written], checks.RULES) == []
    record = written.use
    assert record is not None
    assert (record.lesson, record.organisation, record.decision, record.date, record.why) == (
        LESSON, "Northshire Fire Service", "declined", "2026-09", "No buses: none #1",
    )  # fmt: skip


def test_the_address_of_a_lesson_s_page_is_taken_for_it(folder: Folder) -> None:
    address = "https://lessons.example.org/library/reviews/night-buses/ask-users?results=q%3Dbus"
    assert use(folder, address, *GIVEN).exit_code == 0
    assert f'lesson: "{LESSON}"' in next((folder.path / "uses").iterdir()).read_text()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nite-buses#ask-users", *GIVEN), 'there is no review "nite-buses", did you mean "night-buses"?'),
        (("night-buses#ask-user", *GIVEN), 'the review "night-buses" has no lesson "ask-user", did you mean "ask-users"?'),
        (("night-buses", *GIVEN), 'found "night-buses"; a lesson is cited as <review>#<lesson>'),
        ((LESSON,), f"a decision is needed: lessons use {LESSON} --decision considered|"),
        ((LESSON, "--decision", "adoptd"), 'there is no decision "adoptd", did you mean "adopted"?'),
        ((LESSON, "--decision", "not-stated"), 'there is no decision "not-stated"'),
        ((LESSON, *GIVEN, "--date", "2026-13"), "there is no month 13"),
        ((LESSON, "No Name", *GIVEN), '"No Name" cannot be an id'),
        ((LESSON, "night-buses", *GIVEN), f"choose another name: lessons use {LESSON} NAME"),
        ((LESSON, "before", *GIVEN), "already exists"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_told_and_nothing_is_lost(
    folder: Folder, arguments: tuple[str, ...], message: str
) -> None:
    before = folder.write("uses/before.md", use_text())
    result = use(folder, *arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith("lessons: ")
    assert message in result.stderr
    assert [path.name for path in (folder.path / "uses").iterdir()] == ["before.md"]
    assert before.read_text() == use_text()


def test_a_use_of_one_s_own_or_a_withdrawn_review_is_written_with_a_note(folder: Folder) -> None:
    result = use(folder, LESSON, "--decision", "adopted", "--organisation", "kirklees")
    assert "Note: " in result.stderr
    assert "does not count as independent" in result.stderr
    folder.write("night-buses", review("status: withdrawn"))
    assert "is withdrawn" in use(folder, LESSON, "other-name", *GIVEN).stderr
    assert len(list((folder.path / "uses").iterdir())) == 2


def test_a_second_use_of_a_lesson_gets_another_name(folder: Folder) -> None:
    assert use(folder, LESSON, *GIVEN).exit_code == use(folder, LESSON, *GIVEN).exit_code == 0
    assert (folder.path / "uses" / "northshire-fire-service-ask-users-2.md").is_file()


def test_a_lesson_of_another_unit_can_be_used(folder: Folder) -> None:
    assert use(folder, "elsewhere:some-review#some-lesson", *GIVEN).exit_code == 0


def test_on_a_terminal_it_asks_and_a_decision_must_be_given(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(new, "on_terminal", lambda: True)
    monkeypatch.setattr("lessons.cli.use.on_terminal", lambda: True)
    result = use(folder, LESSON, typed="Northshire\n\nperhaps\n3\n2026-09\n\n\n")
    assert result.exit_code == 0, result.output
    text = (folder.path / "uses" / "northshire-ask-users.md").read_text()
    assert "decision: adopted" in text
    assert "organisation: Northshire" in text


def test_each_hint_of_a_blank_is_right_when_uncommented() -> None:
    text = scaffold.blank_use({"lesson": LESSON, "decision": "adopted"}, WORDS, schema="x.json")
    front = text.split("---")[1]
    uncommented = re.sub(r"^#(?! )", "", re.sub(r"^#(?=  )", "", front, flags=re.MULTILINE), flags=re.MULTILINE)
    parsed = nodes.parse(uncommented, "x.md")
    assert parsed.faults == []
    assert parsed.root is not None
    assert set(parsed.root.fields) == set(LessonUse.model_fields) - {"organisation", "date", "published", "formerly"}


def test_the_schema_of_uses_is_printed_where_the_modeline_looks_for_it(folder: Folder) -> None:
    result = CliRunner().invoke(main, ["schema", "--uses", "--entries", str(folder.path)])
    assert json.loads(result.stdout)["required"] == ["lesson", "organisation", "decision", "date"]
    use(folder, LESSON, *GIVEN)
    text = next((folder.path / "uses").iterdir()).read_text()
    assert text.splitlines()[1] == "# yaml-language-server: $schema=../.schema-of-uses.json"

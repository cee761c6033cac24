from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lessons.cli import main
from tests.proposing.test_issue_forms import ANSWERS, body, event
from tests.support.sample import Folder, Run, review

WORDS = "schemes:\n  sector:\n    label: Sector\n    terms:\n      transport: {label: Transport}\n"


@pytest.fixture
def issue(tmp_path: Path) -> Path:
    path = tmp_path / "event.json"
    path.write_bytes(event())
    return path


def test_an_issue_becomes_one_new_file_that_the_check_takes(issue: Path, shelf: Folder, run: Run) -> None:
    shelf.write("vocabulary.yml", WORDS)
    result = run("import", "issue", issue, "--into", shelf.path)
    path = shelf.path / "day-buses.md"
    assert (result.exit_code, result.stdout) == (0, f"{path}\n"), result.stderr
    assert sorted(shelf.path.iterdir()) == [path, shelf.path / "vocabulary.yml"]
    assert run("check", path).exit_code == 0


def test_an_issue_comes_by_the_standard_input(shelf: Folder) -> None:
    def given(content: bytes, *more: str) -> Result:
        return CliRunner().invoke(main, ["import", "issue", "-", "--into", str(shelf.path), *more], input=content)

    shelf.write("vocabulary.yml", WORDS)
    result = given(event(), "--dry-run")
    assert (result.exit_code, result.stdout) == (0, f"{shelf.path / 'day-buses.md'}\n"), result.stderr
    assert not (shelf.path / "day-buses.md").exists()
    refused = given(b"{}")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.startswith("lessons: issue: there is no issue in this JSON")


def test_mistakes_stay_in_the_file_and_are_said_at_their_place(issue: Path, shelf: Folder, run: Run) -> None:
    shelf.write("vocabulary.yml", WORDS)
    answers = ANSWERS | {"sector": "Rockets", "date": "some day"}
    del answers["result"]
    issue.write_bytes(event(body(answers=answers)))
    result = run("import", "issue", issue, "--into", shelf.path)
    path = shelf.path / "day-buses.md"
    assert (result.exit_code, result.stdout) == (1, f"{path}\n")
    assert f'{path}:5:9: unknown sector "Rockets"' in result.stderr
    for rule in ("[dates]", "[required-fields]", "written, with 3 problems"):
        assert rule in result.stderr


@pytest.mark.parametrize("there", ["day-buses.md", "1998/day-buses.md", "uses/day-buses.md"])
def test_an_entry_that_is_there_is_never_replaced(there: str, issue: Path, shelf: Folder, run: Run) -> None:
    path = shelf.write(there, review())
    before = path.read_bytes()
    for more in ((), ("--update",)):
        result = run("import", "issue", issue, "--into", shelf.path, *more)
        assert (result.exit_code, result.stdout) == (2, "")
        assert ("change the title of the issue" in result.stderr) is (not more)
        assert path.read_bytes() == before
        assert [one for one in shelf.path.rglob("*.md") if one != path] == []


def test_an_issue_needs_no_map_and_nothing_else_comes_by_the_standard_input(issue: Path, run: Run) -> None:
    for arguments, said in (
        (("issue", issue, "--map", "nasa"), "leave --map out"),
        (("issue", issue, "--draft-map", "map.yml"), "needs no map"),
        (("csv", "-", "--map", "nasa"), "only an issue is taken from the standard input"),
    ):
        result = run("import", *arguments)
        assert result.exit_code == 2
        assert said in result.stderr

"""``lessons search`` on the command line."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lessons.cli import main


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["search", *arguments])


def test_results_go_to_stdout_and_what_was_understood_to_stderr(founding: Path) -> None:
    found = run("regular postal servey of volunteers", "--database", str(founding), "--limit", "1")
    assert found.exit_code == 0
    assert "kirklees-talkback-panel#" in found.stdout
    assert "<mark>" not in found.stdout
    assert "Nothing contains “servey”, so the search used survey instead." in found.stderr
    assert "Did you mean: regular postal survey of volunteers" in found.stderr


def test_json_is_that_of_the_site(founding: Path) -> None:
    found = run(
        "cautions", "--database", str(founding), "--json", "--in", "reviews", "--facet", "sector=policing-and-justice"
    )
    page = json.loads(found.stdout)
    assert page["query"]["filters"] == {"sector": ["policing-and-justice"]}
    assert {result["type"] for result in page["results"]} == {"review"}


def test_a_word_behind_a_minus_is_left_out(founding: Path) -> None:
    both = json.loads(run("school", "--database", str(founding), "--json").stdout)
    less = json.loads(run("school", "-breakfast", "--database", str(founding), "--json").stdout)
    assert 0 < less["count"] < both["count"]


def test_nothing_found_is_no_failure(founding: Path) -> None:
    found = run("zzzzzzzz", "--database", str(founding))
    assert found.exit_code == 0
    assert found.stdout == ""
    assert "0 lessons" in found.stderr


def test_an_unknown_facet_is_one_line_and_status_2(founding: Path) -> None:
    found = run("school", "--facet", "colour=red", "--database", str(founding))
    assert found.exit_code == 2
    assert "--facet colour=red: expected NAME=VALUE" in found.stderr


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--facet", "sector=huosing"], "“Sector” has no value “huosing”. Did you mean “housing”?"),
        (["--facet", "sector=housing", "--facet", "sector=nowhere"], "“Sector” has no value “nowhere”."),
    ],
)
def test_a_facet_that_would_not_narrow_the_results_is_refused(founding: Path, options: list[str], words: str) -> None:
    found = run("school", *options, "--database", str(founding), "--json")
    assert (found.exit_code, found.stdout) == (2, "")
    assert words in found.stderr


@pytest.mark.parametrize(
    "command",
    [
        ["search", "school"],
        ["evaluate", "tests/judgements/founding.csv"],
        ["brief", "README.md"],
        ["audit"],
        ["digest", "--since", "2020-01-01"],
    ],
    ids=lambda command: command[0],
)
def test_a_database_of_an_older_schema_is_one_line_and_status_2(
    founding: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    old = tmp_path / "old.db"
    old.write_bytes(founding.read_bytes())
    with sqlite3.connect(old) as connection:
        connection.execute("UPDATE build_info SET value = '1.0' WHERE key = 'schema_version'")
        connection.execute("ALTER TABLE facets RENAME COLUMN id TO name")
    connection.close()
    monkeypatch.chdir(Path(__file__).parents[2])
    found = CliRunner().invoke(main, [*command, "--database", str(old)])
    assert found.exit_code == 2
    assert found.stderr.startswith(f"lessons: {old}: its schema has version 1.0, but this version of lessons reads 2.")
    assert "build it again with `lessons build`" in found.stderr


def test_a_mistyped_option_is_said_and_not_searched_for(founding: Path) -> None:
    found = run("school", "--limmit", "3", "--database", str(founding))
    assert found.exit_code == 2
    assert "No such option" in found.stderr


def test_a_missing_database_is_one_line_and_status_2(tmp_path: Path) -> None:
    found = run("school", "--database", str(tmp_path / "none.db"))
    assert found.exit_code == 2
    assert "none.db: cannot be opened" in found.stderr

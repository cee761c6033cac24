"""``lessons init``: from nothing to a library that is searched."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from lessons.cli import main


def lessons(*arguments: str, **more: str) -> Result:
    return CliRunner().invoke(main, list(arguments), **more)


def test_a_new_unit_checks_builds_and_is_searched_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = lessons(
        "init", str(tmp_path / "north"), "--name", "Lessons of the north", "--program", "lessons-learned-unit"
    )
    assert done.exit_code == 0, done.stderr
    assert done.stdout == f"{tmp_path / 'north'}\n"
    monkeypatch.chdir(tmp_path / "north")
    assert lessons("check", "--strict").exit_code == 0
    assert lessons("build").exit_code == 0
    found = json.loads(lessons("search", "first review", "--json").stdout)
    assert [one["id"] for one in found["results"]] == ["setting-up-this-library#write-the-first-review"]


@pytest.mark.parametrize("name", ["Æ Ð B", "a ð b", "㏗ of soils", "日本", "  -- x --  ", "İstanbul"])
def test_a_unit_may_have_any_name(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = lessons("init", str(tmp_path / "unit"), "--name", name)
    assert done.exit_code == 0, done.stderr
    monkeypatch.chdir(tmp_path / "unit")
    assert lessons("check", "--strict").exit_code == 0


def test_it_becomes_a_repository_in_which_the_database_is_not_kept(tmp_path: Path) -> None:
    lessons("init", str(tmp_path / "north"), "--name", "North")
    (tmp_path / "north" / "build").mkdir()
    (tmp_path / "north" / "build" / "lessons.db").write_bytes(b"")
    status = subprocess.run(
        ["git", "status", "--short"], cwd=tmp_path / "north", capture_output=True, text=True, check=True
    )
    assert "?? entries/" in status.stdout
    assert "build" not in status.stdout


def test_its_readme_gives_two_commands_that_install_what_it_asks_for(tmp_path: Path) -> None:
    lessons("init", str(tmp_path / "north"), "--name", "North", "--program", "lessons-learned-unit >= 0.1")
    readme = (tmp_path / "north" / "README.md").read_text("utf-8")
    start = "python3 -m venv .venv && .venv/bin/pip install --quiet -r requirements.txt && .venv/bin/lessons"
    assert [line for line in readme.split("\n") if line.startswith(start)] == [f"{start} serve", f"{start} check"]
    assert (tmp_path / "north" / "requirements.txt").read_text("utf-8").split("\n")[1] == "lessons-learned-unit >= 0.1"


def test_an_issue_made_with_a_form_of_the_new_unit_becomes_a_review_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lessons("init", str(tmp_path / "north"), "--name", "North")
    monkeypatch.chdir(tmp_path / "north")
    form = yaml.safe_load(Path(".github/ISSUE_TEMPLATE/lesson.yml").read_text("utf-8"))
    asked = [part["attributes"] for part in form["body"] if part["type"] != "markdown"]
    answers = [
        f"### {one['label']}\n\n{one.get('options', ['March 2019'])[0]}"
        for one in asked
        if "address" not in one["label"]
    ]
    event = json.dumps({"issue": {"title": f"{form['title']}Trams", "body": "\n\n".join(answers)}})
    done = lessons("import", "issue", "-", input=event)
    assert (done.exit_code, done.stdout) == (0, "entries/trams.md\n"), done.stderr
    workflow = Path(".github/workflows/accepted-issues.yml").read_text("utf-8")
    assert "pip install --quiet -r requirements.txt" in workflow


def test_a_folder_on_this_machine_as_the_programs_source_is_pointed_out(tmp_path: Path) -> None:
    done = lessons(
        "init", str(tmp_path / "north"), "--name", "North", "--program", "lessons-learned-unit @ file:///srv/x"
    )
    assert "names a folder of this machine" in done.stderr


def test_a_unit_without_a_name_or_in_a_folder_that_is_in_use_is_refused_in_words(tmp_path: Path) -> None:
    assert "a name is needed" in lessons("init", str(tmp_path / "north"), "--name", "  ").stderr
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "x").touch()
    done = lessons("init", str(tmp_path / "used"), "--name", "North")
    assert (done.exit_code, done.stderr) == (
        2,
        f"lessons: {tmp_path / 'used'} is not empty (x); choose a new folder, or an empty one\n",
    )
    assert not (tmp_path / "north").exists()


def test_two_units_share_a_vocabulary(tmp_path: Path) -> None:
    lessons("init", str(tmp_path / "north"), "--name", "North")
    done = lessons("init", str(tmp_path / "south"), "--name", "South", "--from-vocabulary", str(tmp_path / "north"))
    assert done.exit_code == 0, done.stderr
    north, south = ((tmp_path / name / "entries" / "vocabulary.yml").read_text("utf-8") for name in ("north", "south"))
    assert south == north.replace("slug: north\n  name: North", "slug: south\n  name: South")


def test_a_unit_has_the_slug_that_it_chooses(tmp_path: Path) -> None:
    done = lessons("init", str(tmp_path / "n"), "--name", "Lessons of the north", "--slug", "north")
    assert done.exit_code == 0, done.stderr
    words = (tmp_path / "n" / "entries" / "vocabulary.yml").read_text("utf-8")
    assert "unit:\n  slug: north\n  name: Lessons of the north\n" in words


@pytest.mark.parametrize("slug", ["North", "the north", "", "-north", "nörth", "a:b", "all-units"])
def test_what_cannot_be_a_slug_is_refused(slug: str, tmp_path: Path) -> None:
    done = lessons("init", str(tmp_path / "n"), "--name", "North", "--slug", slug)
    assert done.exit_code == 2
    assert "write lower-case letters, digits and hyphens, such as north" in done.stderr
    assert not (tmp_path / "n").exists()


def test_the_first_reviews_of_two_new_units_are_not_told_as_one_case(tmp_path: Path) -> None:
    for slug in ("north", "south"):
        done = lessons("init", str(tmp_path / slug), "--name", "Lessons of the district", "--slug", slug)
        assert done.exit_code == 0, done.stderr
    units = [str(tmp_path / slug) for slug in ("north", "south")]
    combined = lessons("combine", *units, "-o", str(tmp_path / "central.db"))
    assert combined.exit_code == 0, combined.stderr
    assert "2 units, 2 reviews" in combined.stderr
    assert "likely the same case" not in combined.stderr


def test_without_terms_reviews_may_use_any(tmp_path: Path) -> None:
    assert lessons("init", str(tmp_path / "nasa"), "--name", "NASA", "--without-terms").exit_code == 0
    words = (tmp_path / "nasa" / "entries" / "vocabulary.yml").read_text("utf-8")
    assert words == "unit:\n  slug: nasa\n  name: NASA\n"
    done = lessons(
        "init", str(tmp_path / "x"), "--name", "X", "--without-terms", "--from-vocabulary", str(tmp_path / "nasa")
    )
    assert (done.exit_code, "say one of the two" in done.stderr) == (2, True)

"""``lessons withdraw`` takes a text out of every database, whatever is wrong elsewhere, and says what still holds it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lessons.building.build import Options, build
from lessons.library.connection import connect
from lessons.library.redirects import redirect
from tests.support.git import Repository
from tests.support.sample import Folder, Run, body, front, lesson, review

SECRET = "Zanzibar timetables of a grieving family"
BUILD = Path("build")


@pytest.fixture
def unit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A repository with a review to be taken back, one that refers to it, and a database for each of two audiences."""
    repository = Repository.begun(tmp_path / "unit")
    monkeypatch.chdir(repository.path)
    folder = Folder(Path("entries"))
    secret = lesson(f"- Id: ask-users\n- Recommendation: Ask for the {SECRET} first.")
    folder.write("ferry-times", front("formerly: evening-ferries", title=SECRET) + body(secret, Summary=f"{SECRET}."))
    folder.write("day-buses", review("related: ferry-times", title="Day buses"))
    repository.commit("2020-01-01")
    for audience, name in (("public", "lessons.db"), ("internal", "inside.db")):
        assert build(folder.path, BUILD / name, Options(audience)).written
    return folder


def holding() -> list[str]:
    """Return the files below the folder of databases that hold the text, but what a build keeps of the entries' files for its owner alone."""
    files = [path for path in BUILD.rglob("*") if path.is_file() and not path.name.endswith(".kept")]
    return sorted(path.name for path in files if SECRET.encode() in path.read_bytes())


def databases() -> list[str]:
    return [name for name in holding() if name.endswith(".db")]


def test_the_text_is_gone_from_every_database_and_its_address_says_so(unit: Folder, run: Run) -> None:
    assert databases() == ["inside.db", "lessons.db"]
    result = run("withdraw", "ferry-times", "--reason", "A family asked for it.")
    assert result.exit_code == 0, result.output
    assert databases() == []
    assert "# A family asked for it.\nstatus: withdrawn\n" in unit.path.joinpath("ferry-times.md").read_text()
    for said in (
        "entries/ferry-times.md: withdrawn\n",
        "build/inside.db: built without it, 1 review\n",
        "build/lessons.db: built without it, 1 review\n",
        "they stand at entries/day-buses.md:7:10\n",
        "git commit -m 'Withdraw ferry-times' -- entries/ferry-times.md\n",
        "git keeps the text in 1 commit, ",
        "branches and tags: main\n",
    ):
        assert said in result.output
    again = run("withdraw", "ferry-times")
    assert again.exit_code == 0
    assert "entries/ferry-times.md: is withdrawn already\n" in again.output


def test_exports_that_hold_it_are_named_and_other_files_are_not(unit: Folder, run: Run) -> None:
    assert run("export", "ndjson", "--output", "build/lessons.ndjson").exit_code == 0
    assert run("export", "datapackage", "--output", "public/data").exit_code == 0
    (BUILD / "notes.txt").write_text("nothing of it")
    result = run("withdraw", "evening-ferries", "--copies", "public")
    assert "build/lessons.ndjson: still names it; make it anew or delete it\n" in result.output
    assert "public/data (" in result.output
    assert "notes.txt" not in result.output
    assert holding() == ["lessons.ndjson"]


def test_problems_elsewhere_do_not_hold_it_up(unit: Folder, run: Run) -> None:
    unit.write("tram-stops", review(title="Trams"))
    assert run("build").exit_code == 0
    unit.write("tram-stops", review(title="Trams", sector="transprot", result="good"))
    result = run("withdraw", "ferry-times")
    assert result.exit_code == 1
    assert databases() == []
    assert (
        "build/lessons.db: built without it, 1 review; left out until they are corrected: entries/tram-stops.md\n"
        in (result.output)
    )
    assert result.output.count('entries/tram-stops.md:6:9: unknown result "good"') == 1


def test_its_own_mistakes_do_not_hold_it_up(unit: Folder, run: Run) -> None:
    path = unit.path / "ferry-times.md"
    path.write_text(path.read_text().replace("result: mixed", "result: good"))
    assert run("withdraw", "ferry-times").exit_code == 1
    assert databases() == []


def test_where_nothing_can_be_built_it_is_said_which_databases_still_hold_the_text(unit: Folder, run: Run) -> None:
    unit.write("vocabulary.yml", "unit:\n  slug: here\n  name: Here\n")
    assert run("build").exit_code == 0
    # The unit of a database cannot be compared with one that cannot be read.
    unit.write("vocabulary.yml", "unit: [")
    result = run("withdraw", "ferry-times")
    assert (
        "build/lessons.db: STILL HOLDS THE TEXT, since it could not be built: the vocabulary has problems"
        in result.output
    )
    assert result.exit_code == 1
    assert databases() == ["inside.db", "lessons.db"]


def test_a_database_of_another_unit_is_not_touched(unit: Folder, run: Run, tmp_path: Path) -> None:
    other = Folder(tmp_path / "other")
    other.write("vocabulary.yml", "unit:\n  slug: south\n  name: South\nschemes: {}\n")
    other.write("tram-stops", review(title="Trams", sector="not-stated"))
    assert build(other.path, BUILD / "south.db", Options()).written
    before = (BUILD / "south.db").read_bytes()
    assert "south.db" not in run("withdraw", "ferry-times").output
    assert (BUILD / "south.db").read_bytes() == before


def test_an_unknown_id_changes_nothing(unit: Folder, run: Run) -> None:
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    result = run("withdraw", "ferry-time")
    assert (result.exit_code, result.stderr) == (
        2,
        'lessons: there is no review or use "ferry-time", did you mean "ferry-times"?\n',
    )
    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before


def test_without_a_database_and_without_git_the_file_is_marked(tmp_path: Path, run: Run) -> None:
    folder = Folder(tmp_path / "entries")
    folder.write("ferry-times")
    result = run("withdraw", "ferry-times", "--entries", folder.path, "--databases", tmp_path / "none")
    assert result.exit_code == 0, result.output
    assert "there is no database to build" in result.output
    assert "git" not in result.output.partition("no database")[2]


def test_what_is_withdrawn_need_not_keep_its_text(unit: Folder, run: Run) -> None:
    unit.write("ferry-times", front("formerly: evening-ferries\nstatus: withdrawn", title="Withdrawn"))
    unit.write("tram-stops", review("repeats: ferry-times#ask-users", title="Trams"))
    assert run("check").exit_code == 0, run("check").output
    assert run("build").exit_code == 0
    connection = connect(BUILD / "lessons.db")
    gone = [redirect(connection, f"/reviews/{id_}") for id_ in ("ferry-times", "evening-ferries")]
    connection.close()
    assert [one and one.status for one in gone] == [410, 410]
    unit.write("ferry-times", front("formerly: evening-ferries", title="Withdrawn"))
    assert "has no lesson" in run("check").output
    assert 'the section "Summary" is missing' in run("check").output

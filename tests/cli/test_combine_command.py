"""``lessons combine``: from units to a library that is searched, briefed and audited."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lessons.cli import main
from lessons.library import lessons as library
from lessons.library.connection import connect
from tests.support.sample import review

ROOT = Path(__file__).parents[2]
ENTRIES = ROOT / "entries"
SAMPLE = ROOT / "tests" / "data" / "nasa-sample.csv"


def lessons(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


@pytest.fixture(scope="module")
def central(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("units")
    for name in ("north", "south"):
        done = lessons("init", folder / name, "--name", name.title(), "--program", "lessons-learned-unit")
        assert done.exit_code == 0, done.stderr
    (folder / "south" / "entries" / "buses.md").write_text(
        review("repeats:\n  - north:setting-up-this-library#write-the-first-review\n"), "utf-8"
    )
    done = lessons(
        "combine", folder / "north", folder / "south" / "entries", "-o", folder / "central.db", "--name", "All of us"
    )
    assert done.exit_code == 0, done.stderr
    assert done.stderr.endswith(f"{folder / 'central.db'}: 2 units, 3 reviews with 3 lessons\n")
    return folder / "central.db"


def test_a_combined_library_is_searched_with_a_facet_of_units(central: Path) -> None:
    done = lessons("search", "users travel", "--database", central, "--json", "--facet", "unit=south")
    found = json.loads(done.stdout)
    assert found["results"][0]["id"] == "south:buses#ask-users"
    assert all(one["id"].startswith("south:") for one in found["results"])
    units = next(facet for facet in found["facets"] if facet["name"] == "unit")
    assert {value["label"] for value in units["values"]} <= {"North", "South"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["audit"], "Kirklees"),
        (["digest", "--since", "1990-01-01", "--until", "2030-01-01"], "All of us"),
    ],
)
def test_audit_and_digest_read_it(central: Path, arguments: list[str], words: str) -> None:
    done = lessons(*arguments, "--database", central)
    assert done.exit_code == 0, done.stderr
    assert words in done.stdout


def test_a_plan_gets_lessons_of_all_units(central: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.md").write_text(
        "We plan night buses and want users to travel with them on a new timetable.", "utf-8"
    )
    done = lessons("brief", tmp_path / "plan.md", "--database", central, "--format", "json")
    assert "south:buses#ask-users" in [one["id"] for one in json.loads(done.stdout)["lessons"]]


def test_a_unit_with_problems_stops_it_with_the_problems(central: Path, tmp_path: Path) -> None:
    lessons("init", tmp_path / "west", "--name", "West")
    (tmp_path / "west" / "entries" / "x-y.md").write_text("---\ntitle: x\n---\n", "utf-8")
    before = central.read_bytes()
    done = lessons("combine", tmp_path / "west", "-o", central)
    assert done.exit_code == 2
    assert "x-y.md:2:1: " in done.stderr
    assert "nothing was combined" in done.stderr
    assert central.read_bytes() == before


def test_the_founding_reviews_and_nasas_lessons_are_one_library_with_uses_and_repeats_across(tmp_path: Path) -> None:
    lessons("init", tmp_path / "nasa", "--name", "NASA", "--without-terms")
    (tmp_path / "nasa" / "entries" / "setting-up-this-library.md").unlink()
    imported = lessons("import", "csv", SAMPLE, "--map", "nasa", "--into", tmp_path / "nasa" / "entries")
    assert imported.exit_code == 0, imported.stderr
    review_id = min(path.stem for path in (tmp_path / "nasa" / "entries").glob("*.md"))
    lessons("build", "--entries", tmp_path / "nasa" / "entries", "--output", tmp_path / "nasa.db")
    with closing(sqlite3.connect(tmp_path / "nasa.db")) as connection:
        nasa = connection.execute(
            "SELECT id FROM lessons WHERE review_id = ? ORDER BY position", (review_id,)
        ).fetchone()[0]
    lessons("init", tmp_path / "team", "--name", "Team")
    (tmp_path / "team" / "entries" / "buses.md").write_text(
        review(
            f"builds_on:\n  - lesson: nasa:{nasa}\n    decision: adopted\nrepeats:\n  - public-service-lessons:kirklees-recycling#prepare-crews\n",
            date="2026-01",
        ),
        "utf-8",
    )
    central = tmp_path / "central.db"
    done = lessons("combine", ENTRIES, tmp_path / "nasa.db", tmp_path / "team", "-o", central)
    assert done.exit_code == 0, done.stderr
    assert "refers to what is not here" not in done.stderr
    with closing(connect(central)) as connection:
        used, repeated = f"nasa:{nasa}", "public-service-lessons:kirklees-recycling#prepare-crews"
        # On the side of the lesson, and on that of the review that tells it.
        for id_ in (used, repeated):
            there = library.uses_of(connection, id_.partition("#")[0])
            assert (id_, "team:buses") in {(link.lesson_id, link.review_id) for link in there}
        assert {link.lesson_id for link in library.used_by(connection, "team:buses")} == {used, repeated}


def test_a_folder_without_reviews_is_no_unit(central: Path, tmp_path: Path) -> None:
    (tmp_path / "empty" / "entries").mkdir(parents=True)
    before = central.read_bytes()
    for folder in (tmp_path / "empty", tmp_path):
        done = lessons("combine", folder, "-o", central)
        assert (done.exit_code, f"{folder} has no reviews" in done.stderr) == (2, True)
    assert central.read_bytes() == before


def test_a_database_is_named_by_its_address_too(central: Path, tmp_path: Path) -> None:
    folder = tmp_path / "of the north"
    folder.mkdir()
    assert (
        lessons("build", "--entries", central.parent / "north" / "entries", "--output", folder / "a.db").exit_code == 0
    )
    for address in (
        (folder / "a.db").as_uri(),
        f"file://localhost{(folder / 'a.db').as_uri().removeprefix('file://')}",
    ):
        done = lessons("combine", address, "-o", tmp_path / "central.db")
        assert done.exit_code == 0, done.stderr


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (
            "https://north.example.org/data/lessons.db",
            "download it and name the file: curl -fO https://north.example.org/data",
        ),
        ("file://north.example.org/lessons.db", "begins with file:///"),
        ("file:///not/there.db", "'/not/there.db' does not exist"),
    ],
)
def test_an_address_that_leads_to_no_file_here_is_refused_in_words(tmp_path: Path, address: str, words: str) -> None:
    done = lessons("combine", address, "-o", tmp_path / "central.db")
    assert (done.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert words in " ".join(done.stderr.split())

"""When reviews and lessons were published and last changed, as it stands in the database."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.support.git import Repository, git
from tests.support.sample import LESSON, review

LATER = """\

### Tell them when it changes

They were not told.

- Id: tell-users
- Recommendation: Tell users before a timetable changes.
"""


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository.begun(tmp_path / "repository")


def rows(repository: Repository, table: str = "reviews") -> dict[str, tuple[str | None, ...]]:
    output = repository.path / "lessons.db"
    report = repository.shelf.build(output)
    assert report.written, [str(problem) for problem in report.problems]
    connection = sqlite3.connect(output)
    found = connection.execute(f"SELECT id, published, published_earliest, last_changed FROM {table}").fetchall()
    connection.close()
    output.unlink()
    return {id_: tuple(days) for id_, *days in found}


def test_a_lesson_was_published_with_its_review_or_when_it_joined_it(repository: Repository) -> None:
    repository.shelf.write("night-buses")
    repository.commit("2026-01-05")
    repository.shelf.write("night-buses", review(lessons=LESSON + LATER))
    repository.commit("2026-02-05")
    assert rows(repository)["night-buses"] == ("2026-01-06", "2026-01-06", "2026-02-06")
    assert rows(repository, "lessons") == {
        "night-buses#ask-users": ("2026-01-06", "2026-01-06", "2026-01-06"),
        "night-buses#tell-users": ("2026-02-06", "2026-02-06", "2026-02-06"),
    }


def test_a_stated_day_holds_for_the_review_and_the_lessons_that_came_with_it(repository: Repository) -> None:
    repository.shelf.write("night-buses", review("published: 2019-05"))
    repository.commit("2026-01-05")
    repository.shelf.write("night-buses", review("published: 2019-05", lessons=LESSON + LATER))
    repository.commit("2026-02-05")
    assert rows(repository)["night-buses"] == ("2019-05", "2019-05-01", "2026-02-06")
    found = rows(repository, "lessons")
    assert found["night-buses#ask-users"][0] == "2019-05"
    assert found["night-buses#tell-users"][0] == "2026-02-06"


def test_what_came_to_git_later_than_the_day_it_states_has_not_changed_by_that(repository: Repository) -> None:
    repository.shelf.write("night-buses", review("published: 2019-05"))
    repository.commit("2026-01-05")
    assert rows(repository)["night-buses"] == ("2019-05", "2019-05-01", None)
    assert rows(repository, "lessons")["night-buses#ask-users"] == ("2019-05", "2019-05-01", None)
    repository.shelf.write("night-buses", review("published: 2019-05", title="Buses at night"))
    repository.commit("2026-02-05")
    assert rows(repository)["night-buses"] == ("2019-05", "2019-05-01", "2026-02-06")
    assert rows(repository, "lessons")["night-buses#ask-users"] == ("2019-05", "2019-05-01", None)


def test_former_ids_keep_their_day(repository: Repository) -> None:
    repository.shelf.write("night-buses")
    repository.commit("2026-01-05")
    (repository.entries / "night-buses.md").unlink()
    repository.commit("2026-02-05")
    lesson = "### Ask everybody first\n\nOther words.\n\n- Id: ask-first\n- Formerly: ask-users\n- Recommendation: Ask everybody.\n"
    repository.shelf.write(
        "late-buses", review("formerly: night-buses\n" + "mission: " + "Buses. " * 60, lessons=lesson)
    )
    repository.commit("2026-03-05")
    assert rows(repository)["late-buses"] == ("2026-01-06", "2026-01-06", "2026-03-06")
    assert rows(repository, "lessons")["late-buses#ask-first"] == ("2026-01-06", "2026-01-06", "2026-03-06")


@pytest.mark.parametrize("table", ["reviews", "lessons"])
def test_what_is_not_known_is_empty(repository: Repository, tmp_path: Path, table: str) -> None:
    repository.shelf.write("trams")
    repository.commit("2026-01-05")
    repository.shelf.write("night-buses")
    assert next(days for id_, days in rows(repository, table).items() if id_.startswith("night")) == (None, None, None)
    repository.commit("2026-02-05")
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{repository.path}", "shallow")
    assert set(rows(Repository(tmp_path / "shallow"), table).values()) == {(None, None, None)}


def test_without_git_what_is_stated_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "entries").mkdir()
    outside = Repository(tmp_path)
    outside.shelf.write("night-buses", review("published: 2019-05-02"))
    assert rows(outside, "lessons") == {"night-buses#ask-users": ("2019-05-02", "2019-05-02", None)}


def test_the_same_history_gives_the_same_bytes(repository: Repository) -> None:
    repository.shelf.write("night-buses")
    repository.commit("2026-01-05")
    outputs = [repository.path / name for name in ("one.db", "two.db")]
    for output in outputs:
        repository.shelf.build(output)
    assert outputs[0].read_bytes() == outputs[1].read_bytes()


def test_nothing_changed_before_it_was_published(repository: Repository) -> None:
    draft = "status: draft\n"
    repository.shelf.write("night-buses", review(draft))
    repository.commit("2026-01-05")
    repository.shelf.write("night-buses", review(f"{draft}place: Huddersfield"))
    repository.commit("2026-02-05")
    repository.shelf.write("night-buses", review("place: Huddersfield"))
    repository.commit("2026-03-05")
    assert rows(repository)["night-buses"] == ("2026-03-06", "2026-03-06", "2026-03-06")
    assert rows(repository, "lessons")["night-buses#ask-users"] == ("2026-03-06", "2026-03-06", "2026-03-06")


def test_what_was_done_before_the_stated_day_of_publication_is_no_change(repository: Repository) -> None:
    repository.shelf.write("night-buses", review("published: 2026-06"))
    repository.commit("2026-01-05")
    repository.shelf.write("night-buses", review("published: 2026-06", title="Buses at night"))
    repository.commit("2026-02-05")
    assert rows(repository)["night-buses"] == ("2026-06", "2026-06-01", None)
    repository.shelf.write("night-buses", review("published: 2026-06", title="Buses by night"))
    repository.commit("2026-06-20")
    assert rows(repository)["night-buses"] == ("2026-06", "2026-06-01", "2026-06-21")

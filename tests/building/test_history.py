"""When entries were first published and last changed, as git knows it and as nobody else does."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from lessons.building import history
from tests.support.git import Repository, git
from tests.support.sample import Folder, Run


def review(*lines: str, body: str = "## Lessons\n\n### Ask\n\n- Id: ask\n") -> str:
    return "\n".join(["---", "title: A title that a reader knows again", *lines, "---", "", body])


def write(repository: Repository, name: str, text: str | None = None) -> None:
    repository.shelf.write(name, review() if text is None else text)


def known(repository: Repository) -> dict[str, tuple[str | None, str]]:
    found, unknown, _ = history.read(repository.entries)
    assert unknown is None
    return {id_: (dates.published, dates.changed) for id_, dates in found.items()}


@pytest.fixture
def shelf_in_git(tmp_path: Path) -> Repository:
    return Repository.begun(tmp_path / "repository")


@pytest.fixture
def repository(shelf_in_git: Repository) -> Path:
    for day, name in (("2020-05-01", "a.md"), ("2020-06-01", "sub/é b.md"), ("2021-07-01", "a.md")):
        write(shelf_in_git, name, review(f"place: {day}"))
        shelf_in_git.commit(day)
    return shelf_in_git.path


def test_first_and_last_commit_of_each_entry_by_its_day_in_utc(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half past eleven in the evening, eleven hours west of Greenwich, is the next day there."""
    for zone in ("UTC", "Asia/Tokyo"):
        monkeypatch.setenv("TZ", zone)
        assert known(Repository(repository)) == {"a": ("2020-05-02", "2021-07-02"), "é b": ("2020-06-02", "2020-06-02")}


def test_a_review_committed_in_march_and_merged_in_may_is_of_may(shelf_in_git: Repository) -> None:
    write(shelf_in_git, "old.md")
    shelf_in_git.commit("2026-01-05")
    git(shelf_in_git.path, "checkout", "--quiet", "-b", "topic")
    write(shelf_in_git, "buses.md", review("place: Leeds"))
    shelf_in_git.commit("2026-03-05")
    git(shelf_in_git.path, "checkout", "--quiet", "main")
    shelf_in_git.commit("2026-04-05")
    git(shelf_in_git.path, "merge", "--quiet", "--no-ff", "--message", "m", "topic", day="2026-05-05")
    assert known(shelf_in_git)["buses"] == ("2026-05-06", "2026-05-06")


def test_a_squashed_branch_is_of_the_day_of_the_squash(shelf_in_git: Repository) -> None:
    shelf_in_git.commit("2026-01-05")
    git(shelf_in_git.path, "checkout", "--quiet", "-b", "topic")
    for day in ("2026-03-05", "2026-03-09"):
        write(shelf_in_git, "buses.md", review(f"place: {day}"))
        shelf_in_git.commit(day)
    git(shelf_in_git.path, "checkout", "--quiet", "main")
    git(shelf_in_git.path, "merge", "--quiet", "--squash", "topic")
    shelf_in_git.commit("2026-06-05")
    assert known(shelf_in_git)["buses"] == ("2026-06-06", "2026-06-06")


def test_a_draft_is_published_when_it_stops_being_one(shelf_in_git: Repository) -> None:
    for day, status in (
        ("2026-01-05", "draft\nmission: status"),
        ("2026-02-05", '"in-review" # soon'),
        ("2026-03-05", "published"),
    ):
        write(shelf_in_git, "buses.md", review(f"status: {status}"))
        shelf_in_git.commit(day)
    assert known(shelf_in_git)["buses"] == ("2026-03-06", "2026-03-06")
    write(shelf_in_git, "trams.md", review("status: draft"))
    shelf_in_git.commit("2026-04-05")
    assert known(shelf_in_git)["trams"] == (None, "2026-04-06")
    write(shelf_in_git, "buses.md", review("status: withdrawn"))
    shelf_in_git.commit("2026-05-05")
    assert known(shelf_in_git)["buses"] == ("2026-03-06", "2026-05-06")


def test_a_review_that_gets_another_name_or_folder_is_no_new_one(shelf_in_git: Repository) -> None:
    write(shelf_in_git, "buses.md")
    write(shelf_in_git, "trams.md", review(*(f"place: {number}" for number in range(20))))
    shelf_in_git.commit("2026-01-05")
    git(shelf_in_git.path, "mv", "entries/buses.md", "entries/night-buses.md")
    shelf_in_git.commit("2026-02-05")
    write(shelf_in_git, "1998/night-buses.md", review("place: Leeds"))
    (shelf_in_git.entries / "night-buses.md").unlink()
    shelf_in_git.commit("2026-03-05")
    assert known(shelf_in_git)["night-buses"] == ("2026-01-06", "2026-03-06")
    # Two change places in one commit.
    texts = [(shelf_in_git.entries / name).read_text() for name in ("trams.md", "1998/night-buses.md")]
    write(shelf_in_git, "trams.md", texts[1])
    write(shelf_in_git, "1998/night-buses.md", texts[0])
    shelf_in_git.commit("2026-04-05")
    assert {dates[0] for dates in known(shelf_in_git).values()} == {"2026-01-06"}


def test_another_review_under_a_name_that_was_given_up_is_a_new_one(shelf_in_git: Repository) -> None:
    write(shelf_in_git, "buses.md", review(*(f"place: {number}" for number in range(20))))
    shelf_in_git.commit("2026-01-05")
    git(shelf_in_git.path, "mv", "entries/buses.md", "entries/night-buses.md")
    shelf_in_git.commit("2026-02-05")
    write(shelf_in_git, "buses.md", review(*(f"mission: {number}" for number in range(20))))
    shelf_in_git.commit("2026-03-05")
    assert known(shelf_in_git)["buses"][0] == "2026-03-06"
    assert known(shelf_in_git)["night-buses"][0] == "2026-01-06"


def test_a_name_that_went_is_remembered_for_who_names_it_as_former(shelf_in_git: Repository) -> None:
    write(shelf_in_git, "buses.md")
    shelf_in_git.commit("2026-01-05")
    (shelf_in_git.entries / "buses.md").unlink()
    shelf_in_git.commit("2026-02-05")
    write(shelf_in_git, "coaches.md", "---\nformerly: buses\n---\n" + "Another text.\n" * 30)
    shelf_in_git.commit("2026-03-05")
    assert known(shelf_in_git) == {"buses": ("2026-01-06", "2026-01-06"), "coaches": ("2026-03-06", "2026-03-06")}


def test_the_folder_of_entries_may_get_another_name_but_what_comes_into_it_is_new(shelf_in_git: Repository) -> None:
    write(shelf_in_git, "vocabulary.yml", "unit: {slug: here, name: Here}\n")
    write(shelf_in_git, "buses.md")
    shelf_in_git.commit("2026-01-05")
    git(shelf_in_git.path, "mv", "entries", "reviews")
    (shelf_in_git.path / "drafts").mkdir()
    (shelf_in_git.path / "drafts" / "trams.md").write_text(review(*(f"place: {number}" for number in range(20))))
    shelf_in_git.commit("2026-02-05")
    git(shelf_in_git.path, "mv", "drafts/trams.md", "reviews/trams.md")
    shelf_in_git.commit("2026-03-05")
    found = history.read(shelf_in_git.path / "reviews").dates
    assert {id_: dates.published for id_, dates in found.items()} == {"buses": "2026-01-06", "trams": "2026-03-06"}


def test_lessons_have_dates_of_their_own(shelf_in_git: Repository) -> None:
    first, second = "### Ask\n\n- Id: ask\n", "### Tell\n\nProse.\n\n* **id**: tell\n- Owner: x\n"
    write(shelf_in_git, "buses.md", review("status: draft", body=f"## Lessons\n\n{first}"))
    shelf_in_git.commit("2026-01-05")
    write(shelf_in_git, "buses.md", review(body=f"## Lessons\n\n{first}"))
    shelf_in_git.commit("2026-02-05")
    write(shelf_in_git, "buses.md", review(body=f"## Lessons\n\n{first}\n{second}\n## Follow-up\n\nNone.\n"))
    shelf_in_git.commit("2026-03-05")
    write(
        shelf_in_git, "buses.md", review(body=f"## Lessons\n\n{first}- Owner: y\n\n{second}\n## Follow-up\n\nSome.\n")
    )
    shelf_in_git.commit("2026-04-05")
    found = history.read(shelf_in_git.entries).dates["buses"]
    assert found.published == "2026-02-06"
    assert found.lessons == {"ask": ("2026-02-06", "2026-04-06"), "tell": ("2026-03-06", "2026-03-06")}


def test_what_is_not_committed_is_not_known(shelf_in_git: Repository) -> None:
    write(shelf_in_git, "buses.md")
    shelf_in_git.commit("2026-01-05")
    write(shelf_in_git, "trams.md")
    git(shelf_in_git.path, "add", ".")
    assert set(known(shelf_in_git)) == {"buses"}


def test_a_clone_without_the_former_texts_is_told_from_a_whole_one(shelf_in_git: Repository) -> None:
    write(shelf_in_git, "buses.md", review("place: 1"))
    shelf_in_git.commit("2026-01-05")
    blob = subprocess.run(
        ["git", "-C", str(shelf_in_git.path), "rev-parse", "HEAD:entries/buses.md"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    write(shelf_in_git, "buses.md", review("place: 2"))
    shelf_in_git.commit("2026-02-05")
    (shelf_in_git.path / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    found = history.read(shelf_in_git.entries)
    assert found.dates == {}
    assert found.unknown == "this clone lacks former versions of reviews; get them with `git fetch --refetch`"


def test_outside_git_and_without_git_nothing_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert history.read(tmp_path)[:2] == ({}, None)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert history.read(tmp_path)[:2] == ({}, None)


def test_in_a_repository_without_a_commit_nothing_is_known(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    assert history.read(tmp_path)[:2] == ({}, None)


def test_of_a_shallow_clone_nothing_is_said_since_its_first_commit_is_not_the_first(
    repository: Path, tmp_path: Path
) -> None:
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{repository}", "shallow")
    assert history.read(tmp_path / "shallow" / "entries")[:2] == (
        {},
        "this is a shallow clone, which lacks the first commits; get them with `git fetch --unshallow`",
    )


def test_when_git_refuses_the_folder_of_another_user_it_is_said_with_what_to_do(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What git itself offers for testing this.
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert history.read(repository / "entries")[:2] == (
        {},
        "git refuses the folder, because it belongs to another user; "
        f"if you trust it: `git config --global --add safe.directory {repository}`",
    )


def test_without_git_in_a_repository_it_is_said(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert history.read(repository / "entries")[:2] == ({}, "git cannot be run: no such file or directory")


def test_a_damaged_repository_is_said_in_git_s_words(repository: Path) -> None:
    (repository / ".git" / "HEAD").unlink()
    found = history.read(repository / "entries")
    assert found.dates == {}
    assert (found.unknown or "").startswith("git cannot read the repository: fatal: not a git repository")


def test_lost_objects_are_said_in_git_s_words(repository: Path) -> None:
    for path in (repository / ".git" / "objects").glob("??/*"):
        path.unlink()
    assert (history.read(repository / "entries").unknown or "").startswith("git cannot read the repository: ")


@pytest.mark.parametrize("command", [("build",), ("export", "csv")])
def test_who_builds_or_exports_is_told(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    for path in (repository / "entries").rglob("*.md"):
        path.unlink()
    Folder(repository / "entries").write("night-buses")
    result = run(*command, "--entries", repository / "entries", "--output", tmp_path / "written")
    assert result.exit_code == 0
    last = result.stderr.splitlines()[-1]
    assert last.startswith("when reviews were published and last changed is missing: git refuses the folder")


def test_what_was_read_of_a_commit_is_not_read_again_while_it_is_checked_out(
    shelf_in_git: Repository, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(shelf_in_git, "c.md", review("status: draft"))
    write(shelf_in_git, "d.md")
    shelf_in_git.commit("2022-01-01")
    first = history.read(shelf_in_git.entries)
    kept = first.as_json()
    write(shelf_in_git, "not-committed.md")
    with monkeypatch.context() as patch:
        patch.setattr(history, "texts", lambda *_: pytest.fail("it was read again"))
        assert history.read(shelf_in_git.entries, kept) == first
    shelf_in_git.commit("2023-01-01")
    now = history.read(shelf_in_git.entries, kept)
    assert now == history.read(shelf_in_git.entries)
    assert "not-committed" in now.dates
    git(shelf_in_git.path, "checkout", "--quiet", "HEAD~1")
    assert history.read(shelf_in_git.entries, now.as_json()) == first


@pytest.mark.parametrize("kept", ["", "{", "[]", "3", '["x", 3]', "null"])
def test_kept_history_that_cannot_be_read_is_read_anew(kept: str, shelf_in_git: Repository, repository: Path) -> None:
    first = history.read(shelf_in_git.entries)
    assert history.read(shelf_in_git.entries, kept) == first
    spoilt = first.as_json().replace('"2020-05-02"', "3", 1).replace(": [", ": {", 1)
    assert history.read(shelf_in_git.entries, spoilt) == first

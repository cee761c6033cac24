"""When entries were first published and last changed, as git knows it and as nobody else does."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from lessons.building import history
from lessons.building.history import Dates
from tests.support.sample import Folder, Run


def git(folder: Path, *arguments: str, day: str = "2020-01-01") -> None:
    environment = {
        "PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b",
        "GIT_AUTHOR_DATE": "2001-01-01T00:00:00+00:00", "GIT_COMMITTER_DATE": f"{day}T23:30:00-11:00",
    }  # fmt: skip
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, env=environment, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    (folder / "entries" / "sub").mkdir(parents=True)
    git(folder, "init", "--quiet")
    for day, name in (("2020-05-01", "a.md"), ("2020-06-01", "sub/é b.md"), ("2021-07-01", "a.md")):
        (folder / "entries" / name).write_text(day)
        git(folder, "add", ".")
        git(folder, "commit", "--quiet", "--message", day, day=day)
    return folder


def test_first_and_last_commit_of_each_file_in_the_committers_own_day(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = {"a.md": Dates("2020-05-01", "2021-07-01"), "sub/é b.md": Dates("2020-06-01", "2020-06-01")}
    for zone in ("UTC", "Asia/Tokyo"):
        monkeypatch.setenv("TZ", zone)
        assert history.read(repository / "entries") == (expected, None)


def test_outside_git_and_without_git_nothing_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert history.read(tmp_path) == ({}, None)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert history.read(tmp_path) == ({}, None)


def test_in_a_repository_without_a_commit_nothing_is_known(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    assert history.read(tmp_path) == ({}, None)


def test_of_a_shallow_clone_nothing_is_said_since_its_first_commit_is_not_the_first(
    repository: Path, tmp_path: Path
) -> None:
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{repository}", "shallow")
    assert history.read(tmp_path / "shallow" / "entries") == (
        {},
        "this is a shallow clone, which lacks the first commits; get them with `git fetch --unshallow`",
    )


def test_when_git_refuses_the_folder_of_another_user_it_is_said_with_what_to_do(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What git itself offers for testing this.
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert history.read(repository / "entries") == (
        {},
        "git refuses the folder, since it belongs to another user; "
        f"if you trust it: `git config --global --add safe.directory {repository}`",
    )


def test_without_git_in_a_repository_it_is_said(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert history.read(repository / "entries") == ({}, "git cannot be run: no such file or directory")


def test_a_damaged_repository_is_said_in_git_s_words(repository: Path) -> None:
    (repository / ".git" / "HEAD").unlink()
    found = history.read(repository / "entries")
    assert found.dates == {}
    assert (found.unknown or "").startswith("git cannot read the repository: fatal: not a git repository")


def test_lost_objects_are_said_in_git_s_words(repository: Path) -> None:
    for path in (repository / ".git" / "objects").glob("??/*"):
        path.unlink()
    assert (history.read(repository / "entries").unknown or "").startswith("git cannot read the repository: ")


@pytest.mark.parametrize("command", ["build", "export"])
def test_who_builds_or_exports_is_told(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, command: str
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    for path in (repository / "entries").rglob("*.md"):
        path.unlink()
    Folder(repository / "entries").write("night-buses")
    output = ("--output", tmp_path / "lessons.db") if command == "build" else ("csv", "--output", tmp_path / "x.csv")
    result = run(command, "--entries", repository / "entries", *output)
    assert result.exit_code == 0
    last = result.stderr.splitlines()[-1]
    assert last.startswith("when reviews were published and last changed is missing: git refuses the folder")

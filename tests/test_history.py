"""When entries were first published and last changed, as git knows it and as nobody else does."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from lessons import history
from lessons.history import Dates


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
        assert history.dates(repository / "entries") == expected


def test_outside_git_and_without_git_nothing_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert history.dates(tmp_path) == {}
    monkeypatch.setenv("PATH", str(tmp_path))
    assert history.dates(tmp_path) == {}


def test_in_a_repository_without_a_commit_nothing_is_known(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    assert history.dates(tmp_path) == {}


def test_of_a_shallow_clone_nothing_is_said_since_its_first_commit_is_not_the_first(
    repository: Path, tmp_path: Path
) -> None:
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{repository}", "shallow")
    assert history.dates(tmp_path / "shallow" / "entries") == {}

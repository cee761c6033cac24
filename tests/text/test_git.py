"""Git is asked about a folder; whatever goes wrong with it is said in words."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from lessons.authoring import against
from lessons.problems import LessonsError
from lessons.text import git


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / "a").write_text("caf\u00e9\n", "utf-8")
    return tmp_path


def test_what_git_prints_is_returned_as_bytes_or_as_text(repository: Path) -> None:
    assert git.text(repository, "rev-parse", "--is-inside-work-tree") == "true\n"
    assert git.answer(repository, "hash-object", "--stdin", given=b"") == b"e69de29bb2d1d6434b8b29ae775ad8c2e48c5391\n"


def test_where_git_fails_there_is_no_answer(repository: Path) -> None:
    assert git.answer(repository, "rev-parse", "--verify", "--quiet", "nothing") is None
    assert git.text(repository / "missing", "status") is None


def test_without_git_that_is_said(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository))
    with pytest.raises(LessonsError, match=r"^git cannot be run: "):
        git.answer(repository, "status")


def test_a_refusal_of_git_is_not_taken_for_no_repository(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository / "entries").mkdir()
    with pytest.raises(LessonsError, match="is not in a git repository"):
        list(against.entries_at(Path("/"), "HEAD"))
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(
        LessonsError, match=r"^git refuses the folder, because it belongs to another user; if you trust it: "
    ):
        list(against.entries_at(repository / "entries", "HEAD"))


def test_a_git_that_does_not_answer_is_given_up(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = repository / "git"
    program.write_text("#!/bin/sh\nexec sleep 60\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{repository}:/usr/bin:/bin")
    with pytest.raises(LessonsError, match=r"^git did not answer within 0 seconds"):
        git.run(repository, "status", seconds=0.01)

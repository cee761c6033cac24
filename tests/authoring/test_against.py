from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.support.sample import use_text

PATH = Path("entries/night-buses.md")


@pytest.fixture
def committed(folder: Path) -> Path:
    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "first")
    return folder


def git(*arguments: str) -> None:
    who = {f"GIT_{role}_{part}": "t@example.org" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    subprocess.run(["git", "-c", "commit.gpgsign=false", *arguments], check=True, env={**os.environ, **who})


def change(old: str, new: str) -> None:
    PATH.write_text(PATH.read_text("utf-8").replace(old, new), "utf-8")


def problems(lessons: Callable[..., Result], *arguments: str) -> list[str]:
    result = lessons("check", "--against", "HEAD", *arguments)
    assert result.exit_code in (0, 1), result.stderr
    return [line for line in result.stderr.splitlines() if line.endswith("[vanished-ids]")]


@pytest.mark.usefixtures("committed")
class TestAgainst:
    def test_nothing_changed_is_no_problem(self, lessons: Callable[..., Result]) -> None:
        assert problems(lessons) == []

    def test_a_published_review_that_is_gone_is_a_problem_that_says_what_to_do(
        self, lessons: Callable[..., Result]
    ) -> None:
        PATH.unlink()
        assert problems(lessons) == [
            'entries/night-buses.md:1:1: the published review "night-buses" has vanished since HEAD; if it was renamed, '
            "add to the new file `formerly: night-buses`; if it was withdrawn, keep the file with `status: withdrawn` [vanished-ids]"
        ]

    def test_a_published_use_that_is_gone_is_a_problem_and_one_that_is_withdrawn_is_not(
        self, lessons: Callable[..., Result]
    ) -> None:
        path = Path("entries/uses/northshire.md")
        path.parent.mkdir()
        path.write_text(use_text(), "utf-8")
        git("add", ".")
        git("commit", "-q", "-m", "a use")
        assert problems(lessons) == []
        path.write_text(use_text("status: draft"), "utf-8")
        assert 'the use was published in HEAD, and "draft" would take it off the site' in problems(lessons)[0]
        path.write_text(use_text("status: withdrawn"), "utf-8")
        assert problems(lessons) == []
        path.unlink()
        (found,) = problems(lessons)
        assert found.startswith(
            'entries/uses/northshire.md:1:1: the published use "northshire" has vanished since HEAD; if it was renamed, '
            "add to the new file `formerly: northshire`"
        )
        Path("entries/uses/fire-service.md").write_text(use_text("formerly: northshire"), "utf-8")
        assert problems(lessons) == []

    def test_a_review_under_another_name_must_say_formerly(self, lessons: Callable[..., Result]) -> None:
        PATH.rename("entries/late-buses.md")
        assert len(problems(lessons)) == 1
        moved = Path("entries/late-buses.md")
        moved.write_text(
            moved.read_text("utf-8").replace("result: mixed", "result: mixed\nformerly: night-buses"), "utf-8"
        )
        assert problems(lessons) == []

    def test_a_review_moved_to_another_folder_keeps_its_address(self, lessons: Callable[..., Result]) -> None:
        Path("entries/1998").mkdir()
        PATH.rename("entries/1998/night-buses.md")
        assert problems(lessons) == []

    def test_a_withdrawn_review_may_lose_its_lessons(self, lessons: Callable[..., Result]) -> None:
        change("result: mixed", "result: mixed\nstatus: withdrawn")
        change("- Id: ask-users", "- Id: other")
        assert problems(lessons) == []

    def test_a_published_review_must_not_become_a_draft(self, lessons: Callable[..., Result]) -> None:
        change("result: mixed", "result: mixed\nstatus: draft")
        assert problems(lessons) == [
            'entries/night-buses.md:7:9: the review was published in HEAD, and "draft" would take it off the site; withdraw it instead [vanished-ids]'
        ]

    def test_a_lesson_id_that_is_gone_is_a_problem_at_the_lesson_that_has_its_sentence(
        self, lessons: Callable[..., Result]
    ) -> None:
        change("- Id: ask-users", "- Id: ask-people")
        (problem,) = problems(lessons)
        assert problem.startswith(
            'entries/night-buses.md:27:5: the lesson "ask-users", published in HEAD, has vanished; '
        )
        change("- Id: ask-people", "- Id: ask-people\n- Formerly: ask-users")
        assert problems(lessons) == []

    def test_a_draft_may_vanish(self, lessons: Callable[..., Result]) -> None:
        change("result: mixed", "result: mixed\nstatus: draft")
        git("commit", "-q", "-a", "-m", "draft")
        PATH.unlink()
        assert problems(lessons) == []

    def test_a_review_that_is_gone_is_reported_also_when_other_files_are_given(
        self, lessons: Callable[..., Result]
    ) -> None:
        Path("entries/day-buses.md").write_text(PATH.read_text("utf-8"), "utf-8")
        PATH.unlink()
        assert len(problems(lessons, "entries/day-buses.md")) == 1

    @pytest.mark.parametrize("revision", ["nonsense", "--output=x", "HEAD:entries"])
    def test_a_revision_that_git_does_not_know_is_one_clear_line(
        self, lessons: Callable[..., Result], revision: str
    ) -> None:
        result = lessons("check", f"--against={revision}")
        assert result.exit_code == 2
        assert (
            result.stderr
            == f'lessons: git does not know the revision "{revision}"; in a shallow clone, fetch it first\n'
        )

    def test_the_rule_has_a_manual(self, lessons: Callable[..., Result]) -> None:
        assert lessons("check", "--explain", "vanished-ids").stdout.startswith(
            "vanished-ids\n\nPublished ids do not vanish"
        )


@pytest.mark.usefixtures("folder")
def test_a_folder_outside_git_is_one_clear_line(
    lessons: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(Path.cwd().parent))
    result = lessons("check", "--against", "HEAD")
    assert (result.exit_code, result.stderr) == (
        2,
        "lessons: entries is not in a git repository, so there is nothing to compare with\n",
    )

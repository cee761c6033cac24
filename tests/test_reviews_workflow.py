"""The workflows of a pull request: what the one that runs it writes down, and what the one that may write makes of that."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.git import Repository
from tests.support.runner import Runner
from tests.support.sample import review

WORKFLOWS = Path(__file__).parents[1] / ".github" / "workflows"


def steps(workflow: str, job: str) -> dict[str, str]:
    found: dict[str, Any] = yaml.safe_load((WORKFLOWS / workflow).read_text("utf-8"))["jobs"][job]
    return {step["name"]: step["run"] for step in found["steps"] if "run" in step and "name" in step}


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """A machine with a pull request checked out that adds two reviews, one of them with problems."""
    made = Runner(tmp_path)
    repository = Repository(tmp_path)
    repository.entries.mkdir()
    made.git("init", "--quiet", "--initial-branch", "main")
    repository.shelf.write("night-buses", review())
    repository.commit("2020-01-01")
    repository.shelf.write("good-one", review(title="Good"))
    repository.shelf.write("bad-one", review(title="Bad", date="17 April 1998"))
    repository.commit("2020-01-02")
    return made


def test_a_preview_is_built_without_the_reviews_that_have_problems_and_names_them(runner: Runner) -> None:
    scripts = steps("reviews.yml", "check")
    base = {"BASE": "HEAD~1"}
    for name in ("Write down what the change brings, and what can be fixed", "Build the preview"):
        done = runner.run(scripts[name], **base)
        assert done.returncode == 0, done.stderr
    comment = (runner.folder / "preview" / "comment.md").read_text("utf-8")
    assert "- New review: Good (`entries/good-one.md`)" in comment
    assert comment.endswith("### Left out of the preview\n\n    has problems: entries/bad-one.md\n")
    assert (runner.folder / "preview" / "lessons.db").read_bytes()[:6] == b"SQLite"
    said = (runner.folder / "summary.md").read_text("utf-8")
    assert "<summary><b>Good</b>" in said
    assert "has problems: entries/bad-one.md" in said
    (suggestion,) = json.loads((runner.folder / "preview" / "suggestions.json").read_text("utf-8"))
    assert (suggestion["path"], suggestion["line"]) == ("entries/bad-one.md", 3)
    annotated = runner.run(scripts["Annotate what changed"], **base)
    assert annotated.returncode == 1
    assert "::error file=entries/bad-one.md,line=3," in annotated.stdout
    assert "night-buses.md,line" not in annotated.stdout


@pytest.mark.skipif(shutil.which("jq") is None, reason="runners of the code host have jq")
class TestOffering:
    """What is offered is only what makes up a comment, once."""

    offer = steps("reviews-comment.yml", "comment")["Offer what is safe to fix"]

    def offered(self, runner: Runner, comments: Any, known: str = "") -> Any:
        preview = runner.folder / "preview"
        preview.mkdir(exist_ok=True)
        (preview / "number").write_text("7\n", "utf-8")
        (preview / "suggestions.json").write_text(json.dumps(comments), "utf-8")
        (runner.folder / "bin" / "gh").write_text(
            '#!/bin/sh\ncase "$*" in *head.sha*) echo abc ;; *comments*) cat "$HOME/known-comments" ;; '
            '*POST*) cp review.json "$HOME/posted" ;; esac\n',
            "utf-8",
        )
        (runner.folder / "known-comments").write_text(known, "utf-8")
        done = runner.run(self.offer, HEAD="abc")
        assert done.returncode == 0, done.stderr
        posted = runner.folder / "posted"
        return json.loads(posted.read_text("utf-8")) if posted.exists() else None

    def test_a_suggestion_is_posted_as_a_comment_that_approves_nothing(self, runner: Runner) -> None:
        several = {
            "path": "entries/a.md",
            "side": "RIGHT",
            "line": 4,
            "start_line": 3,
            "start_side": "RIGHT",
            "body": "x",
        }
        hostile = {"path": "entries/b.md", "line": 1, "side": "LEFT", "body": "y", "event": "APPROVE", "in_reply_to": 3}
        assert self.offered(runner, [several, hostile]) == {
            "event": "COMMENT", "commit_id": "abc", "body": "What is safe to fix:",
            "comments": [several, {"path": "entries/b.md", "line": 1, "side": "RIGHT", "body": "y"}],
        }  # fmt: skip

    def test_what_was_offered_before_is_not_offered_again(self, runner: Runner) -> None:
        comment = {"path": "entries/a.md", "line": 4, "side": "RIGHT", "body": "x\n`y`"}
        known = json.dumps({"path": "entries/a.md", "body": "x\n`y`"})
        assert self.offered(runner, [comment], known) is None
        assert self.offered(runner, [comment, {**comment, "path": "entries/b.md"}], known)["comments"] == [
            {**comment, "path": "entries/b.md"}
        ]

    def test_nothing_is_posted_where_there_is_nothing_to_fix(self, runner: Runner) -> None:
        assert self.offered(runner, []) is None

"""Continuous integration runs what it says: known actions, the command of the README, load only when it is asked for."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).parents[1]
WORKFLOWS = sorted((PROJECT / ".github" / "workflows").glob("*.yml"))


def test_every_action_is_named_by_its_commit() -> None:
    used = [
        step["uses"]
        for path in WORKFLOWS
        for job in yaml.safe_load(path.read_text("utf-8"))["jobs"].values()
        for step in (*job.get("steps", []), job)
        if "uses" in step
    ]
    assert len(used) > 5
    others = [action for action in used if not action.startswith("./.github/workflows/")]
    assert [action for action in others if not re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}", action)] == []


def test_ci_runs_the_test_command_of_the_readme() -> None:
    (command,) = re.findall(r'^tests="(.*)"$', (PROJECT / ".ci" / "run").read_text("utf-8"), re.MULTILINE)
    assert command in (PROJECT / "README.md").read_text("utf-8").splitlines()


@pytest.mark.slow
def test_load_runs_only_when_it_is_asked_for(tmp_path: Path) -> None:
    collect = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-m", "scheduled", "-p", "no:cacheprovider"]
    for option, code in (((), 5), (("--scheduled",), 0)):
        found = subprocess.run(
            [*collect, *option, PROJECT / "tests" / "serving"], cwd=PROJECT, capture_output=True, check=False
        )
        assert found.returncode == code, found.stdout


def test_every_test_with_random_examples_has_more_of_them_in_the_scheduled_run() -> None:
    fixed = [
        path.relative_to(PROJECT).as_posix()
        for path in (PROJECT / "tests").rglob("*.py")
        if re.search(r"\bsettings\([^)]*max_examples", path.read_text("utf-8"))
    ]
    assert fixed == ["tests/support/examples.py"], "use tests.support.examples"

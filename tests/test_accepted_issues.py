"""The workflow that turns an accepted issue into a pull request: who may do what in it, and its scripts as the runner runs them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.proposing.test_issue_forms import ANSWERS, HOSTILE, MORE, body, event
from tests.support.runner import Runner
from tests.support.sample import review

PROJECT = Path(__file__).parents[1]
WORKFLOWS = PROJECT / ".github" / "workflows"
JOBS: dict[str, Any] = yaml.safe_load((WORKFLOWS / "accepted-issues.yml").read_text("utf-8"))["jobs"]


def script(job: str, name: str) -> str:
    (found,) = (step["run"] for step in JOBS[job]["steps"] if step.get("name") == name)
    return str(found)


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(tmp_path)


@pytest.fixture
def library(runner: Runner) -> Runner:
    """A repository on the host with one review."""
    runner.git("init", "--quiet", "--initial-branch=main", "made")
    entry = runner.folder / "made" / "entries" / "night-buses.md"
    entry.parent.mkdir()
    entry.write_text(review(), "utf-8")
    names = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    runner.git("-C", "made", "add", ".")
    runner.git("-C", "made", *names, "commit", "--quiet", "-m", "Begin")
    (runner.folder / "owner").mkdir()
    runner.git("clone", "--quiet", "--bare", "made", "owner/library.git")
    return runner


@pytest.mark.parametrize("path", sorted(WORKFLOWS.glob("*.yml")), ids=lambda path: path.name)
def test_no_workflow_puts_what_somebody_wrote_into_a_script(path: Path) -> None:
    jobs = yaml.safe_load(path.read_text("utf-8"))["jobs"]
    scripts = [step["run"] for job in jobs.values() for step in job.get("steps", ()) if "run" in step]
    assert scripts
    assert [text for text in scripts if "${{" in text] == []


def test_what_runs_the_program_may_only_read_and_what_may_write_runs_nothing_of_the_project() -> None:
    workflow = yaml.safe_load((WORKFLOWS / "accepted-issues.yml").read_text("utf-8"))
    assert workflow[True] == {"issues": {"types": ["labeled"]}}
    assert workflow["permissions"] == {}
    writing = {name for name, job in JOBS.items() if "write" in job["permissions"].values()}
    assert writing == {"propose"}
    assert JOBS["convert"]["permissions"] == JOBS["allowed"]["permissions"] == {"contents": "read"}
    assert all("uses" not in step for step in JOBS["propose"]["steps"] + JOBS["allowed"]["steps"])
    written = "\n".join(step["run"] for step in JOBS["propose"]["steps"])
    assert re.findall(r"\bpip\b|python|\blessons\b|(?<!\.)\./|GITHUB_EVENT_PATH", written) == []
    assert "secrets." not in str(workflow)
    checkout = next(step for step in JOBS["convert"]["steps"] if "checkout" in step.get("uses", ""))
    assert checkout["with"]["persist-credentials"] is False


def test_nothing_runs_before_it_is_known_who_added_the_label_accepted() -> None:
    assert JOBS["allowed"]["if"] == "github.event.label.name == 'accepted'"
    assert (JOBS["convert"]["needs"], JOBS["propose"]["needs"]) == ("allowed", "convert")


@pytest.mark.parametrize(("permission", "status"), [("admin", 0), ("write", 0), ("read", 1), ("none", 1), ("", 1)])
def test_only_who_may_write_can_accept_an_issue(permission: str, status: int, runner: Runner) -> None:
    found = runner.run(script("allowed", "Check that whoever added the label may write"), GH_ANSWER=permission)
    assert found.returncode == status
    assert "repos/owner/library/collaborators/someone/permission" in runner.asked.read_text("utf-8")


@pytest.mark.parametrize("name", ["", "commands of a shell", "commands of a workflow", "front matter"])
def test_an_issue_becomes_a_pull_request_with_one_new_file_whatever_it_says(name: str, library: Runner) -> None:
    text = {**HOSTILE, **MORE}.get(name, "They ran, mostly empty.").strip()
    title = f"Lesson: Buses {' '.join(text.split())[:60]}"
    told = library.folder / "event.json"
    told.write_bytes(event(body(answers=ANSWERS | {"section.what-happened": text}), title))
    library.git("clone", "--quiet", "owner/library.git", "work")
    folder = library.folder / "work"
    convert = f"cd work\n{script('convert', 'Make the file, and write down what the check says of it')}"
    made = library.run(convert, GITHUB_EVENT_PATH=str(told))
    assert made.returncode == 0, made.stderr
    (folder / "proposal").rename(library.folder / "proposal")
    opened = library.run(script("propose", "Open the pull request"))
    assert opened.returncode == 0, opened.stdout + opened.stderr
    changed = library.git("-C", "owner/library.git", "diff", "--name-status", "main", "issue-7").split()
    assert changed[0::2] == ["A"]
    assert changed[1].startswith("entries/buses")
    asked = library.asked.read_text("utf-8").splitlines()
    assert asked[asked.index("--title") + 1] == f"Add {Path(changed[1]).stem}"
    assert Path(f"{library.asked}.body").read_text("utf-8").startswith("Closes #7.")
    assert list(library.folder.rglob("pwned")) == []


def test_what_is_said_of_an_issue_stands_in_the_summary_and_not_in_the_log(library: Runner) -> None:
    label = "::add-mask::secret ##[error]x"
    told = library.folder / "event.json"
    library.git("clone", "--quiet", "owner/library.git", "work")
    convert = f"cd work\n{script('convert', 'Make the file, and write down what the check says of it')}"
    for text, status in ((body(answers=ANSWERS | {"date": label, "result": label}), 0), ("no form", 1)):
        told.write_bytes(event(f"{label}\n\n{text}"))
        done = library.run(convert, GITHUB_EVENT_PATH=str(told))
        assert done.returncode == status, done.stderr
        assert label not in done.stdout + done.stderr
        (library.folder / "work" / "proposal").rename(library.folder / f"proposal-{status}")
    said = (library.folder / "summary.md").read_text("utf-8")
    assert f"what stands before the first question was left out: {label}" in said
    assert "was not made with the form" in said
    assert [line for line in said.splitlines() if line.startswith(("::", "##["))] == []


@pytest.mark.parametrize(
    "files",
    [
        {"entries/night-buses.md": "x"},
        {"entries/a-new-one.md": "x", "entries/another-one.md": "y"},
        {"entries/../.github/workflows/x.yml": "x"},
        {"entries/$(touch pwned).md": "x"},
        {"entries/a b.md": "x"},
        {"entries/a-new-one.md\nb.md": "x"},
        {"entries/vocabulary.yml": "x"},
        {"entries/.schema.json": "x"},
        {"entries/deep/er/a-new-one.md": "x"},
        {"entries/a-new-one.md": "x" * 1_000_001},
        {"a-new-one.md": "x"},
    ],
    ids=lambda files: next(iter(files)) if isinstance(files, dict) else None,
)
def test_what_is_not_one_new_entry_is_not_proposed(files: dict[str, str], library: Runner) -> None:
    for name, text in {**files, "report.md": "fine"}.items():
        path = library.folder / "proposal" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    assert library.run(script("propose", "Open the pull request")).returncode != 0
    assert library.git("-C", "owner/library.git", "branch", "--list").split() == ["*", "main"]
    assert not library.asked.exists() or "pr" not in library.asked.read_text("utf-8").splitlines()
    assert list(library.folder.rglob("pwned")) == []

"""``lessons check``: what is read, what is reported where, and the exit status."""

from __future__ import annotations

import gc
import os
import weakref
from pathlib import Path
from typing import Any

import pytest

from lessons.cli import check
from lessons.entries.collection import Collection
from lessons.record.review import Review
from tests.support.sample import Folder, Run, review

VOCABULARY = "schemes:\n  sector:\n    label: Sector\n    terms:\n      transport: {label: Transport}\n"


@pytest.fixture
def entries(shelf: Folder, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """The folder ``entries`` of the working directory, with a vocabulary."""
    monkeypatch.chdir(shelf.path.parent)
    shelf.write("vocabulary.yml", VOCABULARY)
    return Folder(Path("entries"))


def errors(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.endswith("]") and ": advice: " not in line]


def test_a_clean_folder_exits_with_0_and_says_so(entries: Folder, run: Run) -> None:
    entries.write("night-buses")
    result = run("check")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr.splitlines()[-1].startswith("1 review with 1 lesson: no problems")


def test_every_problem_of_every_file_is_reported_in_order(entries: Folder, run: Run) -> None:
    entries.write("z-review", result="terrible", date="1998-13")
    entries.write("a-review", sector="fishing")
    result = run("check")
    assert result.exit_code == 1
    assert [line.split(": ")[0] for line in errors(result.stderr)] == [
        "entries/a-review.md:5:9",
        "entries/z-review.md:3:7",
        "entries/z-review.md:6:9",
    ]
    assert "2 reviews with 2 lessons: 3 problems in 2 files" in result.stderr.splitlines()[-1]


def test_a_folder_is_checked_with_its_own_vocabulary(entries: Folder, run: Run, tmp_path: Path) -> None:
    other = Folder(tmp_path / "other")
    other.write("night-buses", sector="anything-at-all")
    assert run("check", "other").exit_code == 0
    other.write("vocabulary.yml", VOCABULARY.replace("transport", "housing"))
    result = run("check", "other")
    assert 'unknown sector "anything-at-all"; use one of: housing' in result.stderr


def test_a_file_given_is_reported_alone_with_its_links_looked_up_in_the_whole_folder(entries: Folder, run: Run) -> None:
    entries.write("bad", result="terrible")
    path = entries.write("sub/night-buses", review("related: bad"))
    result = run("check", path)
    assert (result.exit_code, errors(result.stderr)) == (0, [])
    assert result.stderr.splitlines()[-1].startswith("1 review with 1 lesson")


def test_a_folder_inside_is_checked_as_part_of_the_whole(entries: Folder, run: Run) -> None:
    entries.write("bad", result="terrible")
    entries.write("sub/night-buses", review("related: bad"))
    entries.write("sub/night-trams", sector="fishing")
    result = run("check", "entries/sub")
    assert [line.split(": ")[0] for line in errors(result.stderr)] == ["entries/sub/night-trams.md:5:9"]
    assert run("check", "entries/sub", "entries/bad.md").exit_code == 1


@pytest.mark.parametrize("absolute", [False, True])
def test_of_a_repository_the_folder_of_entries_is_checked(entries: Folder, run: Run, absolute: bool) -> None:
    entries.write("night-buses")
    Path("CHANGELOG.md").write_text("# Changes\n")
    result = run("check", Path.cwd() if absolute else ".")
    assert (result.exit_code, errors(result.stderr)) == (0, [])
    assert result.stderr.splitlines()[-1].startswith("1 review with 1 lesson")


def test_a_folder_that_has_its_own_vocabulary_is_checked_whole_whatever_is_in_it(entries: Folder, run: Run) -> None:
    entries.write("night-buses")
    entries.write("entries/night-trams")
    entries.write("entries/vocabulary.yml", VOCABULARY)
    assert run("check", "entries").stderr.splitlines()[-1].startswith("2 reviews with 2 lessons")


def test_a_link_given_is_the_one_that_is_reported(entries: Folder, run: Run) -> None:
    entries.write("night-buses")
    (entries.path / "outside.md").symlink_to("/etc/hostname")
    result = run("check", "entries/outside.md")
    assert [line.rpartition("[")[2] for line in errors(result.stderr)] == ["symbolic-links]"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "lessons: there is no file or folder nowhere"),
        (["entries/README.md"], "lessons: entries/README.md is not a review: a review is a Markdown file (.md), not README.md"),
        (["--explain", "no-such-rule"], 'lessons: there is no rule "no-such-rule"; rules are: symbolic-links, '),
    ],
)  # fmt: skip
def test_what_cannot_be_checked_is_one_line_and_exits_with_2(
    entries: Folder, run: Run, arguments: list[str], message: str
) -> None:
    entries.write("README.md", "x")
    result = run("check", *arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith(message)
    assert result.stderr.count("\n") == 1


def test_without_a_folder_of_entries_it_says_so(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("check")
    assert (result.exit_code, result.stderr) == (2, "lessons: there is no file or folder entries\n")


def test_explain_prints_a_manual_to_stdout(run: Run) -> None:
    result = run("check", "--explain", "required-sections")
    assert result.exit_code == 0
    assert result.stdout.startswith("required-sections\n\nA review answers the four questions")
    assert "What was supposed to happen" in result.stdout
    assert result.stderr == ""


def test_the_founding_reviews_are_clean(run: Run, project: Path) -> None:
    result = run("check", project / "entries")
    assert errors(result.stderr) == []
    assert result.exit_code == 0


def test_hostile_names_stay_on_one_line(entries: Folder, run: Run) -> None:
    entries.write("a\nb.md: error: x [rule].md", review())
    entries.write(os.fsdecode(b"b\xffyte.md"), review())
    found = errors(run("check").stderr)
    assert len(found) == 2
    assert all(line.endswith("[file-names]") for line in found)


def test_checking_finds_the_same_with_what_a_build_kept_as_without_it(entries: Folder, run: Run) -> None:
    entries.write("night-buses")
    entries.write(
        "night-trams", review("related: night-buses", lessons="### Ask\n\n- Id: ask\n- Recommendation: See above.\n")
    )
    assert run("build").exit_code == 0
    for change in (None, review("related: nowhere")):
        if change:
            entries.write("night-trams", change)
        kept = run("check")
        os.rename("build", "elsewhere")
        assert run("check").stderr == kept.stderr
        assert not os.path.exists("build")
        os.rename("elsewhere", "build")


def test_the_garbage_collector_finds_no_entries_to_look_through_when_it_runs_again(
    entries: Folder, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries.write("night-buses")
    read: list[weakref.ref[Review]] = []
    left: list[int] = []
    read_folder, enable = check.read_folder, gc.enable

    def reading(*arguments: Any, **more: Any) -> Collection:
        collection = read_folder(*arguments, **more)
        # Of an entry itself there are no weak references.
        read.extend(weakref.ref(entry.record) for entry in collection.entries if entry.record)
        return collection

    def enabling() -> None:
        left.append(sum(one() is not None for one in read))
        enable()

    monkeypatch.setattr(check, "read_folder", reading)
    monkeypatch.setattr(gc, "enable", enabling)
    assert run("check").exit_code == 0
    assert len(read) == 1
    assert left == [0]

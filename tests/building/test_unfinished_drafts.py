"""A draft that has problems is left out and holds up nobody else's review; everything else still stops a build."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from lessons.building.build import Options
from lessons.building.outputs.comparing import differences
from lessons.building.unchanged import unchanged
from lessons.building.verifying import verify
from tests.support.sample import Folder, Run, review, use_text


def ids(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return [id_ for (id_,) in connection.execute("SELECT id FROM reviews ORDER BY id")]


UNFINISHED = {
    "a placeholder": review("status: draft").replace("Buses every hour.", "[write: the aim]"),
    "an unknown term": review("status: draft", result="nonsense"),
    "no sections": "---\ntitle: A thought\nstatus: draft\n---\n",
}


@pytest.mark.parametrize("text", UNFINISHED.values(), ids=UNFINISHED)
def test_a_draft_never_holds_up_a_build(shelf: Folder, tmp_path: Path, text: str) -> None:
    shelf.write("night-buses")
    shelf.write("half-a-thought", text)
    report = shelf.build(tmp_path / "a.db")
    assert (report.written, report.errors, report.problems) == (True, [], [])
    assert ids(tmp_path / "a.db") == ["night-buses"]


def test_with_drafts_what_is_wrong_is_told_and_the_others_are_built(shelf: Folder, tmp_path: Path) -> None:
    shelf.write("night-buses", review("related: half-a-thought"))
    shelf.write("half-a-thought", UNFINISHED["an unknown term"])
    shelf.write("whole-thought", UNFINISHED["a placeholder"])
    report = shelf.build(tmp_path / "a.db", drafts=True)
    assert (report.written, report.errors) == (True, [])
    assert [Path(path).stem for path in report.unfinished] == ["half-a-thought"]
    assert {problem.rule for problem in report.problems} == {"known-terms", "placeholders"}
    assert ids(tmp_path / "a.db") == ["night-buses", "whole-thought"]
    assert b"half-a-thought" not in (tmp_path / "a.db").read_bytes()


@pytest.mark.parametrize("drafts", [False, True])
def test_a_draft_with_the_id_of_another_review_neither_has_its_place_nor_is_built_again_and_again(
    shelf: Folder, tmp_path: Path, drafts: bool
) -> None:
    shelf.write("a/night-buses")
    shelf.write("b/night-buses", review("status: draft"))
    shelf.build(tmp_path / "a.db", drafts=drafts)
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
        assert connection.execute("SELECT file FROM reviews").fetchall() == [("a/night-buses.md",)]
    assert unchanged(shelf.path, tmp_path / "a.db", Options(drafts=drafts)) is not None


@pytest.mark.parametrize("drafts", [False, True])
@pytest.mark.parametrize(
    "draft",
    [
        ("a/night-buses", review("status: draft")),
        ("z/night-buses", review("status: draft")),
        ("night-routes", review("status: draft")),
        ("plans", review("status: draft\nformerly: night-buses")),
        ("plans", review("status: draft\nformerly: night-routes")),
    ],
    ids=["before its file", "after its file", "a former id", "formerly its id", "formerly a former id"],
)
def test_a_draft_that_takes_the_id_of_a_published_review_takes_nothing_else(
    shelf: Folder, tmp_path: Path, draft: tuple[str, str], drafts: bool
) -> None:
    shelf.write("m/night-buses", review("formerly: night-routes"))
    shelf.write(
        "m/day-buses",
        review("related: night-buses\nbuilds_on:\n  - lesson: night-buses#ask-users\n    decision: adopted"),
    )
    shelf.write("uses/northshire.md", use_text(lesson="night-buses#ask-users"))
    shelf.build(tmp_path / "without.db", drafts=drafts)
    shelf.write(*draft)
    report = shelf.build(tmp_path / "with.db", drafts=drafts)
    assert (report.written, report.errors, report.uses_withheld, report.links_dropped) == (True, [], 0, 0)
    assert [
        line for line in differences(tmp_path / "with.db", tmp_path / "without.db") if "build_info" not in line
    ] == []
    shelf.write("m/day-buses", review("related: night-buses", title="Changed"))
    shelf.build(tmp_path / "with.db", drafts=drafts)
    assert verify(shelf.path, tmp_path / "with.db", Options(drafts=drafts)) == []


def test_uses_of_a_withdrawn_review_are_withdrawn_though_a_draft_has_its_id(shelf: Folder, tmp_path: Path) -> None:
    shelf.write("m/night-buses", review("status: withdrawn"))
    shelf.write("uses/northshire.md", use_text(lesson="night-buses#ask-users"))
    shelf.build(tmp_path / "without.db")
    shelf.write("z/night-buses", review("status: draft"))
    assert shelf.build(tmp_path / "with.db").written
    assert [
        line for line in differences(tmp_path / "with.db", tmp_path / "without.db") if "build_info" not in line
    ] == []


def test_what_is_no_draft_still_stops_a_build(shelf: Folder, tmp_path: Path) -> None:
    shelf.write("night-buses")
    shelf.write("day-buses", review("status: in-review", result="nonsense"))
    assert not shelf.build(tmp_path / "a.db").written


def test_the_command_says_which_draft_was_left_out(shelf: Folder, tmp_path: Path, run: Run) -> None:
    shelf.write("night-buses")
    shelf.write("half-a-thought", UNFINISHED["no sections"])
    arguments = ("build", "--entries", shelf.path, "--output", tmp_path / "a.db")
    result = run(*arguments, "--drafts")
    assert result.exit_code == 0
    assert "left out: a draft that has problems: " in result.stderr
    result = run(*arguments)
    assert (result.exit_code, "half-a-thought" in result.stderr) == (0, False)


def test_an_export_does_without_it_too(shelf: Folder, run: Run) -> None:
    shelf.write("night-buses")
    shelf.write("half-a-thought", UNFINISHED["no sections"])
    result = run("export", "ndjson", "--entries", shelf.path)
    assert (result.exit_code, result.stdout.count("\n")) == (0, 1)

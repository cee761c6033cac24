"""What goes to files and pipes: UTF-8 whatever the machine's encoding, and no complaint when nobody reads on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import BashComplete

from lessons.cli import main
from tests.support.sample import Folder

LESSONS = [sys.executable, "-m", "lessons"]


def run(*arguments: object, **more: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*LESSONS, *map(str, arguments)], env={**os.environ, **more}, capture_output=True, check=False, timeout=120
    )


@pytest.fixture
def database(shelf: Folder, tmp_path: Path) -> Path:
    shelf.write("night-buses", title="Night buses – “last” trams to Đà Nẵng …")
    output = tmp_path / "lessons.db"
    assert shelf.build(output).written
    return output


@pytest.mark.parametrize("query", ["buses", "避難所", "Nang"])
def test_json_is_utf_8_on_a_machine_with_another_encoding(database: Path, query: str) -> None:
    done = run("search", query, "--json", "--in", "reviews", "--database", database, PYTHONIOENCODING="cp1252")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.decode("utf-8"))["query"]["text"] == query


def test_sarif_is_utf_8_on_a_machine_with_another_encoding(shelf: Folder) -> None:
    path = shelf.write("night-buses", sector="“Züge”")
    done = run("check", path, "--format", "sarif", PYTHONIOENCODING="cp1252")
    assert done.returncode == 1
    assert "Züge" in done.stdout.decode("utf-8")
    json.loads(done.stdout.decode("utf-8"))


def test_who_has_seen_enough_ends_the_output_and_nothing_has_failed(database: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        done = subprocess.run(
            [*LESSONS, "search", "buses", "--database", str(database)],
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdout=write,
            stderr=subprocess.PIPE,
            check=False,
            timeout=120,
        )
    finally:
        os.close(write)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    assert b"Broken pipe" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("arguments", [("schema",), ("search", "buses", "--json"), ("check", "--explain", "dates")])
def test_a_full_disk_is_one_clear_line(database: Path, arguments: tuple[str, ...]) -> None:
    more = ("--database", str(database)) if arguments[0] == "search" else ()
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*LESSONS, *arguments, *more], stdout=full, stderr=subprocess.PIPE, check=False, timeout=120
        )
    assert (done.returncode, done.stderr.decode()) == (2, "lessons: cannot write the output: no space left on device\n")


@pytest.mark.parametrize("facet", ["sector=transprt", "result=mixd", "year=1066", "sector=propulsion"])
def test_a_value_that_a_facet_does_not_have_is_refused_with_what_would_be_right(database: Path, facet: str) -> None:
    done = run("search", "buses", "--facet", facet, "--database", database)
    assert (done.returncode, done.stdout) == (2, b"")
    said = done.stderr.decode()
    assert f"has no value “{facet.partition('=')[2]}”. " in said
    assert "Did you mean “" in said or "There are " in said


@pytest.mark.parametrize("facet", ["result=Mixed", "result=mixed", "result= MIXED"])
def test_a_facet_s_value_may_be_given_by_its_label(database: Path, facet: str) -> None:
    done = run("search", "buses", "--facet", facet, "--json", "--database", database)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["count"] > 0


@pytest.mark.parametrize(
    ("typed", "begun", "expected"),
    [([], "che", "check"), (["export"], "nd", "ndjson"), (["search"], "--fac", "--facet")],
)
def test_the_shell_completes_commands_choices_and_options(typed: list[str], begun: str, expected: str) -> None:
    shell = BashComplete(main, {}, "lessons", "_LESSONS_COMPLETE")
    assert [one.value for one in shell.get_completions(typed, begun)] == [expected]

"""What goes to files and pipes: UTF-8 whatever the machine's encoding, and no complaint when nobody reads on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

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

"""How a served site stops: at once, or after a while in which it says that readers should be sent elsewhere; and what it printed."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from lessons.building.build import Options, build
from tests.support.processes import LONGEST_SECONDS, ended

PROJECT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "lessons.db"
    assert build(PROJECT / "entries", path, Options()).written
    return path


def started(database: Path, *arguments: str) -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "lessons",
            "serve",
            "--no-build",
            "--database",
            str(database),
            "--port",
            "0",
            *arguments,
        ],
        cwd=database.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    for line in process.stderr:
        if found := re.search(r"http://[\d.]+:\d+", line):
            return process, found.group()
    raise AssertionError("the server ended before it served")


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=LONGEST_SECONDS) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def test_a_site_that_is_to_stop_says_so_and_goes_on_for_a_while(database: Path) -> None:
    process, address = started(database, "--drain", "600")
    try:
        assert status(f"{address}/-/readyz") == 200
        process.send_signal(signal.SIGTERM)
        while status(f"{address}/-/readyz") == 200:
            pass
        assert status(f"{address}/-/readyz") == 503
        assert status(f"{address}/-/healthz") == 200
        assert status(f"{address}/reviews") == 200
    finally:
        _, log = ended(process, signal.SIGTERM)
    assert process.returncode == 0, "told again, it stops at once"
    assert "Traceback" not in log


@pytest.mark.parametrize("arguments", [("--drain", "1"), ()])
def test_a_site_that_is_to_stop_ends_by_itself(database: Path, arguments: tuple[str, ...]) -> None:
    process, _ = started(database, *arguments)
    _, log = ended(process, signal.SIGTERM)
    assert process.returncode == 0
    assert "Traceback" not in log


def test_the_access_log_is_lines_of_json_without_what_was_asked(database: Path) -> None:
    process, address = started(database, "--access-log")
    try:
        assert status(f"{address}/search?q=a+secret+plan") == 200
        assert status(f"{address}/a-secret") == 404
    finally:
        output, log = ended(process)
    found = [json.loads(line) for line in output.splitlines()]
    assert [(one["route"], one["status"]) for one in found] == [("/search", 200), ("other", 404)]
    assert "secret" not in output + log

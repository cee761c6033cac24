"""`lessons serve` as a person runs it: a process, an address, a browser's requests."""

from __future__ import annotations

import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
REVIEW = "kirklees-recycling"
pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A working copy with the founding reviews and the project's metadata."""
    shutil.copytree(PROJECT / "entries", tmp_path / "entries")
    shutil.copy(PROJECT / "metadata.yml", tmp_path)
    return tmp_path


@contextmanager
def running(
    folder: Path, *arguments: str, command: tuple[str, ...] = ("lessons", "serve", "--port", "0")
) -> Iterator[str]:
    """Run a server and give its address; what it said before that is checked to hold no traceback."""
    process = subprocess.Popen(
        [sys.executable, "-m", *command, *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    said = ""
    try:
        for line in process.stdout:
            said += line
            if found := re.search(r"http://[\d.]+:\d+/?", line):
                yield found.group().rstrip("/")
                break
        else:
            pytest.fail(f"the server ended: {said}")
    finally:
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=20)
        assert "Traceback" not in said + rest


def get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as answer:
        body: str = answer.read().decode()
    return body


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lessons", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def break_entry(folder: Path) -> None:
    path = folder / "entries" / f"{REVIEW}.md"
    path.write_text(re.sub(r"(?m)^sector: .*$", "sector: polcing", path.read_text("utf-8")), encoding="utf-8")


def test_it_builds_and_serves_at_a_printed_address(folder: Path) -> None:
    with running(folder) as address:
        assert "Household recycling" in get(f"{address}/reviews/{REVIEW}")
    assert (folder / "build" / "lessons.db").is_file()


def test_a_second_start_does_not_build_again_even_when_file_times_changed(folder: Path) -> None:
    with running(folder):
        pass
    before = (folder / "build" / "lessons.db").stat().st_mtime_ns
    for path in (folder / "entries").iterdir():
        path.touch()
    with running(folder) as address:
        get(address)
    assert (folder / "build" / "lessons.db").stat().st_mtime_ns == before


def test_problems_without_a_database_are_printed_and_end_with_status_1(folder: Path) -> None:
    break_entry(folder)
    done = run(folder, "serve", "--port", "0")
    assert done.returncode == 1
    assert (
        f'entries/{REVIEW}.md:5:9: unknown sector "polcing", did you mean "policing-and-justice"? [known-terms]'
        in done.stderr
    )
    assert "There is no database from before to serve." in done.stderr


def test_problems_with_a_database_serve_the_last_good_one_and_say_so_on_the_page(folder: Path) -> None:
    assert run(folder, "build").returncode == 0
    break_entry(folder)
    with running(folder) as address:
        page = get(f"{address}/reviews/{REVIEW}")
    assert "this is the last good version" in page
    assert "Waste and recycling" in page


def test_a_port_in_use_is_one_line_and_status_2(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run(folder, "serve", "--port", str(port))
    assert done.returncode == 2
    assert (
        done.stderr
        == f"lessons: cannot serve on 127.0.0.1:{port}: address already in use; choose another with --port\n"
    )


def test_a_missing_folder_is_one_line_and_status_2(tmp_path: Path) -> None:
    done = run(tmp_path, "serve", "--port", "0")
    assert done.returncode == 2
    assert done.stderr == "lessons: there is no folder entries\n"


def test_a_rebuilt_database_is_served_without_restart(folder: Path) -> None:
    with running(folder) as address:
        assert "Household recycling" in get(f"{address}/reviews/{REVIEW}")
        path = folder / "entries" / f"{REVIEW}.md"
        path.write_text(
            path.read_text("utf-8").replace("Household recycling rounds", "Kerbside rounds"), encoding="utf-8"
        )
        assert run(folder, "build").returncode == 0
        shown = [get(f"{address}/reviews/{REVIEW}") for _ in range(40)]
    # The first requests may still be answered from the version before; none fails, and in the end it is the new one.
    assert "Kerbside rounds" in shown[-1]


def test_drafts_are_shown_only_when_asked_for(folder: Path) -> None:
    path = folder / "entries" / f"{REVIEW}.md"
    path.write_text(
        path.read_text("utf-8").replace("\nresult: failure", "\nresult: failure\nstatus: draft", 1), encoding="utf-8"
    )
    with running(folder, "--drafts") as address:
        assert "Drafts are shown here." in get(f"{address}/reviews/{REVIEW}")
    with running(folder) as address, pytest.raises(urllib.error.HTTPError, match="404"):
        get(f"{address}/reviews/{REVIEW}")


def test_plain_datasette_gives_the_same_pages(folder: Path) -> None:
    assert run(folder, "build").returncode == 0
    pages = ("/", "/search?q=opt+out", "/reviews", f"/reviews/{REVIEW}", f"/reviews/{REVIEW}/prepare-crews", "/help")
    with running(folder) as address:
        ours = [get(address + page).replace(address, "") for page in pages]
    plain = ("datasette", "serve", "build/lessons.db", "-m", "metadata.yml", "--port", "0")
    with running(folder, command=plain) as address:
        theirs = [get(address + page).replace(address, "") for page in pages]
    assert theirs == ours

"""Interrupted at any moment, the program ends with the status that says so and without a traceback.

Each program here prints `here` when it is at the moment in question and then does nothing more, so that only the interrupt
can end it.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.processes import ended

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs the signals of POSIX")
PROJECT = Path(__file__).parents[2]
STATUS = {signal.SIGINT: 130, signal.SIGTERM: 143}

START = """
import contextlib, gc, os, signal, sqlite3, sys, threading
from importlib.abc import MetaPathFinder
from pathlib import Path

class Here(MetaPathFinder):
    "Stops where a module is imported."

    def __init__(self, name):
        self.name = name

    def find_spec(self, name, path=None, target=None):
        if name == self.name:
            here()

def here(*_, **__):
    print("here", flush=True)
    while True:
        threading.Event().wait()

def command():
    "Stands for the command line."

def main():
    import lessons.cli
    from lessons.__main__ import run
    from lessons.workers import interrupts
    # A busy machine takes long to tidy up.
    interrupts.PATIENCE_SECONDS = 100
    lessons.cli.main = command
    run()
"""
END = """
if __name__ == "__main__":
    main()
"""


def started(folder: Path, program: str, *arguments: str) -> subprocess.Popen[str]:
    """Start a program in a group of its own, as a terminal would, and return it when it has said that it is there."""
    path = folder / "program.py"
    path.write_text(START + program + END)
    process = subprocess.Popen(
        [sys.executable, path, *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    if process.stdout.readline() != "here\n":
        pytest.fail(f"it ended before: {ended(process)[1]}")
    return process


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A working copy with the founding reviews."""
    shutil.copytree(PROJECT / "entries", tmp_path / "entries")
    return tmp_path


STAGES = {
    "importing the command line": 'sys.meta_path.insert(0, Here("click"))',
    "importing the command": 'sys.meta_path.insert(0, Here("lessons.cli.serve"))',
    "importing the server": 'sys.meta_path.insert(0, Here("datasette.app"))',
    "reading": "import lessons.entries.folder; lessons.entries.folder.read_folder = here",
    "checking": "import lessons.checks; lessons.checks.check = here",
    "writing": "import lessons.building.outputs.database; lessons.building.outputs.database.write = here",
    "starting": "import lessons.serving.server; lessons.serving.server.Server.datasette = here",
}


@pytest.mark.slow
@pytest.mark.parametrize("number", STATUS)
@pytest.mark.parametrize("stage", STAGES)
def test_serve_ends_while_it_starts(folder: Path, stage: str, number: signal.Signals) -> None:
    program = f"def main():\n    {STAGES[stage]}\n    from lessons.__main__ import run\n    run()\n"
    process = started(folder, program, "serve", "--port", "0")
    assert ended(process, number)[1].splitlines()[-1] == "lessons: interrupted"
    assert process.returncode == STATUS[number]


@pytest.mark.slow
@pytest.mark.parametrize("number", STATUS)
@pytest.mark.parametrize("options", [["--full"], []], ids=["from nothing", "from the last"])
def test_an_interrupted_build_leaves_the_database_and_nothing_beside_it(
    folder: Path, number: signal.Signals, options: list[str]
) -> None:
    build = [sys.executable, "-m", "lessons", "build"]
    subprocess.run(build, cwd=folder, check=True, capture_output=True)
    before = {path.name: path.read_bytes() for path in (folder / "build").iterdir()}
    entry = next((folder / "entries").glob("*.md"))
    entry.write_text(entry.read_text("utf-8") + "\n", "utf-8")
    program = """
def main():
    import lessons.building.outputs.database as database
    database._state_digest = here
    from lessons.__main__ import run
    run()
"""
    process = started(folder, program, "build", *options)
    assert ended(process, number)[1] == "lessons: interrupted\n"
    assert process.returncode == STATUS[number]
    assert {path.name: path.read_bytes() for path in (folder / "build").iterdir()} == before


PARALLEL = """
def command():
    from lessons.entries import folder as reading
    reading.MIN_ENTRIES_FOR_PROCESSES = 1
    list(reading._mapped(stuck, [Path(f"{number}.md") for number in range(1000)], 2))

def stuck(path):
    if path.stem == "0":
        here()
    threading.Event().wait()
"""


def test_ctrl_c_in_a_terminal_ends_a_parallel_build_with_its_workers_and_one_line(tmp_path: Path) -> None:
    process = started(tmp_path, PARALLEL)
    os.killpg(process.pid, signal.SIGINT)
    # The workers share both pipes: these end when the last of them has ended.
    assert process.communicate() == ("", "lessons: interrupted\n")
    assert process.returncode == 130


@pytest.mark.parametrize("number", STATUS)
def test_an_interrupt_of_the_program_alone_ends_its_workers_too(tmp_path: Path, number: signal.Signals) -> None:
    process = started(tmp_path, PARALLEL)
    assert ended(process, number) == ("", "lessons: interrupted\n")
    assert process.returncode == STATUS[number]


def test_an_interrupt_while_workers_are_started_waits_until_they_are(tmp_path: Path) -> None:
    program = """
def command():
    from lessons.workers.interrupts import starting_children
    with starting_children():
        signal.raise_signal(signal.SIGTERM)
        print("here", flush=True)
    print("not reached", flush=True)
"""
    process = started(tmp_path, program)
    assert process.communicate() == ("", "lessons: interrupted\n")
    assert process.returncode == 143


@pytest.mark.parametrize("number", STATUS)
def test_an_interrupt_that_a_destructor_swallows_ends_the_program(tmp_path: Path, number: signal.Signals) -> None:
    program = """
class Dying:
    def __del__(self):
        here()

def command():
    Dying()
    while True:
        pass
"""
    process = started(tmp_path, program)
    assert ended(process, number) == ("", "")
    assert process.returncode == STATUS[number]


def test_an_interrupt_that_a_callback_swallows_ends_the_program_all_the_same(tmp_path: Path) -> None:
    program = """
def command():
    from lessons.workers import interrupts
    interrupts.PATIENCE_SECONDS = 0.01
    connection = sqlite3.connect(":memory:")
    connection.create_function("here", 0, here)
    with contextlib.suppress(sqlite3.OperationalError):
        connection.execute("SELECT here()")
    threading.Event().wait()
"""
    process = started(tmp_path, program)
    assert ended(process) == ("", "")
    assert process.returncode == 130


def test_a_second_interrupt_does_not_wait_for_the_program_to_tidy_up(tmp_path: Path) -> None:
    program = """
def command():
    try:
        here()
    finally:
        here()
"""
    process = started(tmp_path, program)
    process.send_signal(signal.SIGINT)
    assert process.stdout is not None
    assert process.stdout.readline() == "here\n"
    assert ended(process, signal.SIGTERM) == ("", "")
    assert process.returncode == 130


def test_interrupts_are_heard_though_the_shell_had_them_ignored(tmp_path: Path) -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process = started(tmp_path, "command = here\n")
    finally:
        signal.signal(signal.SIGINT, before)
    assert ended(process) == ("", "lessons: interrupted\n")
    assert process.returncode == 130


def test_where_stopping_is_normal_an_interrupt_is_no_failure(tmp_path: Path) -> None:
    program = """
def command():
    from lessons.workers.interrupts import stopping_is_normal
    stopping_is_normal()
    here()
"""
    process = started(tmp_path, program)
    assert ended(process, signal.SIGTERM) == ("", "")
    assert process.returncode == 0


def test_other_exceptions_of_destructors_are_still_told(tmp_path: Path) -> None:
    program = """
class Dying:
    def __del__(self):
        raise ValueError("odd")

def command():
    Dying()
    here()
"""
    process = started(tmp_path, program)
    assert "ValueError: odd" in ended(process)[1]

"""A folder read into a collection, by one process or several, with paths as the user knows them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lessons.entries import folder as reading
from tests.support.processes import LONGEST_SECONDS
from tests.support.sample import Folder


def test_paths_are_the_folder_as_given_and_the_path_inside(shelf: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.write("night-buses")
    shelf.write("sub/night-trams")
    monkeypatch.chdir(shelf.path.parent)
    for folder, shown in (
        ("entries", "entries/"),
        ("./entries", "entries/"),
        ("../" + shelf.path.parent.name + "/entries", None),
    ):
        found = reading.read_folder(Path(folder))
        assert [entry.path for entry in found.entries] == [
            f"{shown or folder + '/'}night-buses.md",
            f"{shown or folder + '/'}sub/night-trams.md",
        ]
    monkeypatch.chdir(shelf.path)
    assert [entry.path for entry in reading.read_folder(Path()).entries] == ["night-buses.md", "sub/night-trams.md"]


def test_progress_is_told_file_by_file(shelf: Folder) -> None:
    for number in range(3):
        shelf.write(f"review-{number}")
    seen: list[tuple[int, int]] = []
    reading.read_folder(shelf.path, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_files_given_are_found_among_those_read(shelf: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.write("night-buses")
    (shelf.path / "linked.md").symlink_to("night-buses.md")
    (shelf.path / "outside.md").symlink_to("/etc/hostname")
    monkeypatch.chdir(shelf.path.parent)
    paths = [Path("entries/linked.md"), Path("entries/../entries/outside.md")]
    assert reading.inside(Path("entries"), paths) == {"entries/linked.md", "entries/outside.md"}


def deadly(path: Path) -> Path:
    """Kill the worker that reads the fifth file."""
    if path.stem == "4" and multiprocessing.parent_process() is not None:
        os._exit(9)
    return path


def test_when_a_process_is_killed_the_others_files_are_read_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MIN_ENTRIES_FOR_PROCESSES", 1)
    paths = [Path(f"{number}.md") for number in range(1000)]
    assert list(reading._mapped(deadly, paths, 2)) == paths  # type: ignore[arg-type,comparison-overlap]
    assert multiprocessing.active_children() == []


def test_several_processes_read_every_file_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MIN_ENTRIES_FOR_PROCESSES", 1)
    for number in (1, reading._CHUNK, 9 * reading._CHUNK + 1):
        paths = [Path(f"{one}.md") for one in range(number)]
        assert list(reading._mapped(Path, paths, 3)) == paths  # type: ignore[arg-type,comparison-overlap]


def test_workers_are_gone_as_soon_as_nobody_wants_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MIN_ENTRIES_FOR_PROCESSES", 1)
    entries = reading._mapped(Path, [Path(f"{number}.md") for number in range(1000)], 2)  # type: ignore[arg-type]
    next(entries)
    assert len(multiprocessing.active_children()) == 2
    entries.close()
    assert multiprocessing.active_children() == []


PARENT = """
import os, signal, sys
from pathlib import Path
from lessons.entries import folder as reading
reading.MIN_ENTRIES_FOR_PROCESSES = 1

def main():
    # Standard output is shared with the workers: whoever reads it sees its end when the last of them has ended.
    entries = reading._mapped(first_of_all, [Path(f"{number}.md") for number in range(1000)], 2)
    next(entries)
    print("working", flush=True)
    os.kill(os.getpid(), getattr(signal, sys.argv[1]))

def first_of_all(path):
    return path

if __name__ == "__main__":
    main()
"""


@pytest.mark.skipif(os.name != "posix", reason="needs the signals of POSIX")
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM"])
def test_workers_end_with_their_parent_however_it_ends(tmp_path: Path, name: str) -> None:
    program = tmp_path / "parent.py"
    program.write_text(PARENT)
    with subprocess.Popen([sys.executable, program, name], stdout=subprocess.PIPE, text=True) as parent:
        said, _ = parent.communicate(timeout=LONGEST_SECONDS)
    assert said == "working\n"
    assert parent.returncode == -getattr(signal, name)

"""From a folder of entries to a :class:`~lessons.checks.Collection`, with more than one process where that pays."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing.connection import wait
from pathlib import Path

from lessons import entries, files, vocabulary
from lessons.checks import Collection
from lessons.entries import Entry

# Starting processes costs about half a second, reading a review about 2 milliseconds.
WORTH_A_PROCESS = 1_000
_CHUNK = 64

Progress = Callable[[int, int], None]


def read_folder(folder: Path, *, jobs: int = 1, progress: Progress | None = None) -> Collection:
    """Read every entry of a folder with its vocabulary.

    Paths in messages are the folder as given, followed by the path inside it. ``jobs`` is the number of processes; the
    result does not depend on it. ``progress`` is called with the number of files read and their total.
    Raises :class:`~lessons.problems.LessonsError` when the folder cannot be read.
    """
    paths = list(files.find(folder))
    read = partial(_read, folder)
    found: list[Entry] = []
    for entry in _mapped(read, paths, jobs):
        found.append(entry)
        if progress is not None:
            progress(len(found), len(paths))
    return Collection(tuple(found), vocabulary.load(folder, files.shown(folder)))


def _read(folder: Path, path: Path) -> Entry:
    return entries.read(path, inside=folder)


def _mapped(read: Callable[[Path], Entry], paths: list[Path], jobs: int) -> Iterator[Entry]:
    if jobs <= 1 or len(paths) < WORTH_A_PROCESS:
        yield from map(read, paths)
        return
    done = 0
    try:
        # "spawn": a fork of a program with threads may inherit a held lock.
        with ProcessPoolExecutor(
            jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_end_with_parent
        ) as pool:
            for entry in pool.map(read, paths, chunksize=_CHUNK):
                yield entry
                done += 1
    except BrokenProcessPool:
        # A process was killed from outside, most likely for want of memory; one alone needs less.
        yield from map(read, paths[done:])


def _end_with_parent() -> None:
    """Make this worker end when its parent does, also when that is killed and can tell nobody.

    Left alone it would wait for work for ever: it holds an end of the queue itself, so that the queue never closes.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def inside(folder: Path, paths: Iterable[Path]) -> set[str]:
    """Return the paths as a collection of ``folder`` shows them."""
    root = folder.resolve()
    # A file that is a symbolic link is meant itself, not what it leads to.
    return {files.shown(folder / path.parent.resolve().relative_to(root) / path.name) for path in paths}

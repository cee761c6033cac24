"""From a folder of entries to a :class:`~lessons.entries.collection.Collection`, with more than one process where that pays."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path, PurePosixPath

from lessons import entries
from lessons.entries import Entry
from lessons.entries.causes import causes_of
from lessons.entries.collection import Collection
from lessons.entries.texts import Texts
from lessons.record import vocabulary
from lessons.text import files
from lessons.workers.interrupts import starting_children

# Starting processes costs about half a second, reading a review about 2 milliseconds.
MIN_ENTRIES_FOR_PROCESSES = 1_000
_CHUNK = 32

Progress = Callable[[int, int], None]


@contextmanager
def without_collecting() -> Iterator[None]:
    """Keep Python's garbage collector from running: it goes through all entries again and again, and of what it looks for there is none."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def read_folder(
    folder: Path,
    *,
    jobs: int = 1,
    progress: Progress | None = None,
    rendering: bool = True,
    known: Callable[[bytes], Entry | None] | None = None,
) -> Collection:
    """Read every entry of a folder with its vocabulary.

    Paths in messages are the folder as given, followed by the path inside it. ``jobs`` is the number of processes; the
    result does not depend on it. ``progress`` is called with the number of files read and their total. Who only checks needs no ``rendering``, nor what lessons read like, which is told with it.
    Entries that are ``known`` by their keys, since they were read before, are not read again.
    Raises :class:`~lessons.problems.LessonsError` when the folder cannot be read.
    """
    paths = list(files.find(folder))
    before = {} if known is None else {path: entries.recalled(path, known, inside=folder) for path in paths}
    unread = [path for path in paths if before.get(path) is None]
    read = partial(_read, folder, rendering=rendering)
    found: list[Entry] = []
    texts = Texts()
    # Closed here, so that nothing waits for the garbage collector when the loop is interrupted.
    with closing(_mapped(read, unread, jobs)) as reading:
        for path in paths:
            found.append(entry := before.get(path) or next(reading))
            # Who only checks is done soon.
            if rendering:
                entry.put_into(texts)
            if progress is not None:
                progress(len(found), len(paths))
    return Collection(tuple(found), vocabulary.load(folder, files.shown(folder)))


def _read(folder: Path, path: Path, *, rendering: bool) -> Entry:
    entry = entries.read(path, inside=folder, rendering=rendering)
    if rendering and entry.record is not None:
        # Told here, where more than one process reads.
        causes_of(entry)
    return entry


def _mapped(read: Callable[[Path], Entry], paths: list[Path], jobs: int) -> Generator[Entry, None, None]:
    if jobs <= 1 or len(paths) < MIN_ENTRIES_FOR_PROCESSES:
        yield from map(read, paths)
        return
    done = 0
    workers: list[tuple[SpawnProcess, Connection]] = []
    try:
        with starting_children():
            workers.extend(_worker(read, paths) for _ in range(jobs))
        chunks = range(0, len(paths), _CHUNK)
        # Two for each worker at a time, in turn, so that none waits for its next and the order stays.
        for number in range(len(chunks) + 2 * jobs):
            connection = workers[number % jobs][1]
            if number >= 2 * jobs:
                found = connection.recv()
                yield from found
                done += len(found)
            if number < len(chunks):
                connection.send(chunks[number])
    except (EOFError, OSError):
        # A process was killed from outside, most likely for want of memory; one alone needs less.
        yield from map(read, paths[done:])
    finally:
        # Interrupted, nobody waits for what they are still reading.
        for process, connection in workers:
            connection.close()
            process.kill()
            process.join()


def _worker(read: Callable[[Path], Entry], paths: list[Path]) -> tuple[SpawnProcess, Connection]:
    # "spawn": a fork of a program with threads may inherit a held lock.
    spawning = multiprocessing.get_context("spawn")
    connection, other = spawning.Pipe()
    process = spawning.Process(target=_work, args=(other, read, paths), daemon=True)
    process.start()
    # Else it would stay open when the worker has been killed.
    other.close()
    return process, connection


def _work(connection: Connection, read: Callable[[Path], Entry], paths: list[Path]) -> None:
    """Read chunk after chunk, until the parent ends, however it does: its end of the connection is closed then."""
    with suppress(EOFError, ConnectionError), without_collecting():
        while True:
            first = connection.recv()
            connection.send([read(path) for path in paths[first : first + _CHUNK]])


def inside(folder: Path, paths: Iterable[Path]) -> set[str]:
    """Return the paths as a collection of ``folder`` shows them."""
    root = folder.resolve()
    # A file that is a symbolic link is meant itself, not what it leads to.
    return {files.shown(folder / path.parent.resolve().relative_to(root) / path.name) for path in paths}


def paths_inside(folder: Path, found: Iterable[Entry]) -> Iterator[tuple[Entry, str]]:
    """Yield each entry with its path inside its folder, as it is shown, whatever way the folder was named."""
    root = files.shown(folder)
    for entry in found:
        yield entry, PurePosixPath(entry.path).relative_to(root).as_posix()

"""Noticing that a folder of entries was saved to, without a library: by asking the file system some times a second."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from lessons import files
from lessons.problems import LessonsError
from lessons.vocabulary import FILE_NAME

# Ten times a second leaves most of a second for the build, if a page is to be new within one.
INTERVAL_SECONDS = 0.1

Fingerprint = dict[str, tuple[int, int]]


def fingerprint(folder: Path) -> Fingerprint:
    """Return time and size of each entry and of the vocabulary, by path; a file that vanishes meanwhile is left out."""
    found: Fingerprint = {}
    try:
        for path in [*files.find(folder), folder / FILE_NAME]:
            try:
                status = path.stat()
            except OSError:
                continue
            found[str(path)] = (status.st_mtime_ns, status.st_size)
    except LessonsError:
        # The folder itself is away for a moment, as when a branch is changed.
        return {}
    return found


def watch(folder: Path, changed: Callable[[], None], stop: threading.Event) -> None:
    """Call ``changed`` each time that an entry is saved, added or removed, until ``stop`` is set."""
    before = fingerprint(folder)
    while not stop.wait(INTERVAL_SECONDS):
        now = fingerprint(folder)
        if now != before:
            before = now
            changed()

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


def watch(
    folder: Path, changed: Callable[[], None], stop: threading.Event, failed: Callable[[Exception], None] | None = None
) -> None:
    """Call ``changed`` each time that an entry is saved, added or removed, until ``stop`` is set.

    Whatever goes wrong with looking or in ``changed`` is given to ``failed``, the same thing once, and the watching goes on.
    """
    before: Fingerprint | None = None
    told = ""
    while True:
        try:
            now = fingerprint(folder)
            if now != before:
                first, before = before is None, now
                if not first:
                    changed()
            told = ""
        except Exception as error:  # noqa: BLE001 - a watcher that ends silently is worse than any error
            if failed is not None and str(error) != told:
                told = str(error)
                failed(error)
        if stop.wait(INTERVAL_SECONDS):
            return

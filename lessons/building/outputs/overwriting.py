"""What an output may be written over: nothing, an empty file, or what the same command wrote before; and never what stands among the entries."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

from lessons.problems import LessonsError
from lessons.record import FILE_NAME
from lessons.text.files import reason, shown

# What describes a data package or a bundle, and what lists the files of a site: beside them stands the vocabulary, too, but no entries.
DESCRIPTION = "datapackage.json"
LIST = ".lessons-files.json"


def require_replaceable(output: Path, wrote: Callable[[Path], bool], what: str, example: str) -> None:
    """Raise ``LessonsError`` where a file at ``output`` would be lost that ``wrote`` does not know as one of ours.

    ``what`` says what would be one, and ``example`` is the name of one in a folder.
    """
    require_outside_entries(output)
    try:
        found = output.stat()
        if stat.S_ISDIR(found.st_mode):
            raise LessonsError(
                f"cannot write {shown(output)}: it is a folder; name a file in it, such as {shown(output / example)}"
            )
        if not stat.S_ISREG(found.st_mode):
            raise LessonsError(f"cannot write {shown(output)}: it is not a regular file; name another")
        if found.st_size and not wrote(output):
            raise LessonsError(f"{shown(output)} exists and is not {what}; name another file, or move that one away")
    except FileNotFoundError:
        return
    except OSError as error:
        raise LessonsError(f"cannot write {shown(output)}: {reason(error)}") from error


def require_outside_entries(output: Path, entries: Path | None = None) -> None:
    """Raise ``LessonsError`` where ``output`` is, or stands in, a folder of reviews: that of ``entries``, or one that has a vocabulary."""
    real, named = output.resolve(), entries and entries.resolve()
    for folder in (real, *real.parents):
        if folder == named or _is_of_entries(folder):
            raise LessonsError(
                f"cannot write {shown(output)}: {shown(folder)} is a folder of reviews, and holds nothing else; name a place outside it"
            )


def _is_of_entries(folder: Path) -> bool:
    written = any((folder / name).is_file() for name in (DESCRIPTION, LIST))
    return (folder / FILE_NAME).is_file() and not written

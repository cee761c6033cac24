"""What an output may be written over: nothing, an empty file, or what the same command wrote before; and what may not stand among the entries."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

from lessons.problems import LessonsError
from lessons.record import FILE_NAME
from lessons.text.files import is_entry, reason, shown

# What describes a data package or a bundle, and what lists the files of a site: beside them stands the vocabulary, too, but no entries.
DESCRIPTION = "datapackage.json"
LIST = ".lessons-files.json"


def require_replaceable(output: Path, wrote: Callable[[Path], bool], what: str, example: str) -> None:
    """Raise ``LessonsError`` where a file at ``output`` would be lost that ``wrote`` does not know as one of ours.

    ``what`` says what would be one, and ``example`` is the name of one in a folder.
    """
    require_no_entry(output)
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


def require_no_entry(output: Path, entries: Path | None = None) -> None:
    """Raise ``LessonsError`` where a file at ``output`` would be read as a review or as their vocabulary: among those of ``entries``, or in a folder that has a vocabulary.

    What is read as neither may stand there: a unit may keep its reviews at the top of its repository, and beside them what it builds.
    """
    if is_entry(output.name) or output.name == FILE_NAME:
        for folder in output.resolve().parents:
            _require_other(output, folder, entries)


def require_outside_entries(folder: Path, written: Iterable[str], entries: Path | None = None) -> None:
    """Raise ``LessonsError`` where a folder of files is one of reviews, or stands in one and a file ``written`` to it would be read as a review."""
    real = folder.resolve()
    _require_other(folder, real, entries)
    if any(is_entry(PurePosixPath(name).name) for name in written):
        for parent in real.parents:
            _require_other(folder, parent, entries)


def _require_other(output: Path, folder: Path, entries: Path | None) -> None:
    if (entries is not None and folder == entries.resolve()) or _is_of_entries(folder):
        raise LessonsError(
            f"cannot write {shown(output)}: {shown(folder)} is a folder of reviews, and what is written there would be taken for a part of them; name a place outside it"
        )


def _is_of_entries(folder: Path) -> bool:
    written = any((folder / name).is_file() for name in (DESCRIPTION, LIST))
    # Of a repository with a folder of that name the reviews are in there.
    return (folder / FILE_NAME).is_file() and not written and not (folder / "entries").is_dir()

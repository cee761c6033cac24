"""Writing a file beside the old one and moving it into its place, so that whatever goes wrong the old one stays."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from lessons.building.outputs.kept import kept_beside
from lessons.building.outputs.locking import Waiting, locked
from lessons.building.outputs.overwriting import require_replaceable
from lessons.library.connection import HEADER_BYTES, bears_mark
from lessons.problems import LessonsError
from lessons.text.atomic import atomically
from lessons.text.files import is_entry, reason, shown

# What SQLite keeps beside a database while somebody writes to it. Found beside another file of the same name, they would
# be taken for that one's: changes in them would be played into it. https://www.sqlite.org/howtocorrupt.html
SIDE_FILES = ("-journal", "-wal", "-shm")
_UNTOUCHED = "the existing database, if any, was not changed"


@contextmanager
def only_builder(output: Path, waiting: Waiting | None = None) -> Iterator[None]:
    """Be the only one who builds ``output``, from before entries are read until it is written, so that the last to read wins.

    ``waiting`` is called with who is building it, and then waits for them; without it :class:`~lessons.building.outputs.locking.BusyError`
    is raised. What killed builds left behind is deleted. Raises :class:`LessonsError` when the file cannot be written: when
    it is no lessons database, or its folder cannot be written to.
    """
    output = _real(output)
    _refuse_other_files(output)
    with ExitStack() as stack:
        with _failing_in_words(output):
            output.parent.mkdir(parents=True, exist_ok=True)
            alone = stack.enter_context(locked(output, waiting))
            if alone:
                _forget_leftovers(output)
        yield


@contextmanager
def replacing(output: Path, *, private: bool = False) -> Iterator[Path]:
    """Give a path beside ``output`` to write to; move it to ``output`` at the end, or delete it when something fails.

    Only a lessons database is replaced, and the new file may be read by whoever might read the one before; where there was
    none and it is ``private``, by its owner alone.
    Raises :class:`LessonsError` when the file cannot be written.
    """
    output = _real(output)
    _refuse_other_files(output)
    with _failing_in_words(output):
        output.parent.mkdir(parents=True, exist_ok=True)
        # Made here and not by SQLite, whose message would not say why it cannot.
        with atomically(output, ".building", private=private) as beside:
            yield beside
            # Before: killed between the two, the old file without them is what every reader of ours has been reading anyway.
            _remove_side_files(output)
        # After: a program that was writing to the old file may have made them meanwhile.
        _remove_side_files(output)


def side_files(database: Path) -> list[Path]:
    """Return what somebody who wrote to the database left beside it."""
    real = _real(database)
    return [path for suffix in SIDE_FILES if os.path.lexists(path := real.with_name(real.name + suffix))]


def _real(output: Path) -> Path:
    """Return what a symbolic link leads to, which is replaced while the link stays one."""
    return Path(os.path.realpath(output))


@contextmanager
def _failing_in_words(output: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LessonsError(f"cannot write {shown(output)}: {reason(error)}; {_UNTOUCHED}") from error
    except sqlite3.Error as error:
        raise LessonsError(f"cannot write {shown(output)}: {_in_words(error)}; {_UNTOUCHED}") from error


def _in_words(error: sqlite3.Error) -> str:
    name = getattr(error, "sqlite_errorname", "")
    if name == "SQLITE_FULL":
        return "the disk is full"
    if name.startswith("SQLITE_IOERR"):
        return "the disk could not be written to; it may be full"
    return f"{error}; please report this"


def _refuse_other_files(output: Path) -> None:
    if is_entry(output.name):
        # Among the entries it would be read as one, and stop every build.
        raise LessonsError(
            f"cannot write {shown(output)}: a file of that name is read as a review; name one that ends in .db"
        )
    require_replaceable(output, _bears_mark, "a lessons database", "lessons.db")


def _bears_mark(output: Path) -> bool:
    with output.open("rb") as stream:
        return bears_mark(stream.read(HEADER_BYTES))


def _remove_side_files(output: Path) -> None:
    """Delete what would be played into another database of this name, and make sure that it is gone before that one comes."""
    found = side_files(output)
    for path in found:
        try:
            path.unlink()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise LessonsError(
                f"cannot delete {shown(path)}, which would be read as part of {shown(Path(output.name))}: {reason(error)}; delete it yourself"
            ) from error
    if found and os.name == "posix":
        folder = os.open(output.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _forget_leftovers(output: Path) -> None:
    """Delete what builds left behind that were killed before they could."""
    names = "|".join(re.escape(path.name) for path in (output, kept_beside(output)))
    pattern = re.compile(rf"\.({names})\.[0-9a-f]+\.building({'|'.join(SIDE_FILES)})?")
    for path in output.parent.iterdir():
        if pattern.fullmatch(path.name):
            with suppress(OSError):
                path.unlink()

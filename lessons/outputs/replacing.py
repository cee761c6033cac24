"""Writing a file beside the old one and moving it into its place, so that whatever goes wrong the old one stays."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lessons import schema
from lessons.files import reason
from lessons.problems import LessonsError


@contextmanager
def replacing(output: Path) -> Iterator[Path]:
    """Give a path beside ``output`` to write to; move it to ``output`` at the end, or delete it when something fails.

    Only a lessons database is replaced. Raises :class:`LessonsError` when the file cannot be written.
    """
    # A symbolic link stays one: what it leads to is replaced.
    output = Path(os.path.realpath(output))
    _refuse_other_files(output)
    beside = output.with_name(f".{output.name}.{os.getpid()}.building")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        _forget_leftovers(output)
        # Here and not by SQLite, whose message would not say why it cannot.
        beside.open("wb").close()
        yield beside
        with beside.open("rb") as stream:
            os.fsync(stream.fileno())
        beside.replace(output)
    except OSError as error:
        raise LessonsError(f"cannot write {output}: {reason(error)}; {_UNTOUCHED}") from error
    except sqlite3.Error as error:
        raise LessonsError(f"cannot write {output}: {_in_words(error)}; {_UNTOUCHED}") from error
    finally:
        with suppress(OSError):  # the folder is gone or locked; then so is the file, or the message above said so
            beside.unlink(missing_ok=True)


_UNTOUCHED = "the database before, if any, is untouched"


def _in_words(error: sqlite3.Error) -> str:
    name = getattr(error, "sqlite_errorname", "")
    if name == "SQLITE_FULL":
        return "the disk is full"
    if name.startswith("SQLITE_IOERR"):
        return "the disk could not be written to; it may be full"
    return f"{error}; please report this"


def _refuse_other_files(output: Path) -> None:
    if output.is_dir():
        raise LessonsError(f"cannot write {output}: it is a folder; name a file in it, such as {output / 'lessons.db'}")
    if output.exists() and not output.is_file():
        raise LessonsError(f"cannot write {output}: it is no regular file; name another")
    try:
        with output.open("rb") as stream:
            header = stream.read(72)
    except FileNotFoundError:
        return
    except OSError as error:
        raise LessonsError(f"cannot write {output}: {reason(error)}") from error
    ours = header[:16] == b"SQLite format 3\x00" and header[68:72] == schema.APPLICATION_ID.to_bytes(4, "big")
    if header and not ours:
        raise LessonsError(f"{output} exists and is no lessons database; name another file, or move that one away")


def _forget_leftovers(output: Path) -> None:
    """Delete what builds left behind that were killed before they could."""
    pattern = re.compile(rf"\.{re.escape(output.name)}\.(\d+)\.building")
    for path in output.parent.iterdir():
        match = pattern.fullmatch(path.name)
        if match and not _is_running(int(match[1])):
            with suppress(OSError):
                path.unlink()


def _is_running(process: int) -> bool:
    if process == os.getpid() or os.name != "posix":
        # On Windows a file that a process has open cannot be deleted, so trying does no harm.
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True

"""What one build keeps for the next, in a file beside the database: entries as they were read, and what was built from them.

It is found by content, never by time, and nobody else's business: the file can be read by its owner alone, bears no name of a database, and
is neither served nor exported. Whatever is wrong with it, or made by another version of the program or of a library, counts as nothing.
"""

from __future__ import annotations

import io
import os
import pickle
import sqlite3
import stat
import zlib
from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from lessons.text.atomic import atomically

if TYPE_CHECKING:
    # Whether there is anything to build is asked without loading all that reading an entry needs.
    from lessons.entries import Entry

_TABLES = """
    CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE entries (key BLOB PRIMARY KEY, entry BLOB NOT NULL) STRICT;
"""
# What an entry consists of. Nothing else is made from the file, whoever wrote it.
_ROOMS = ("lessons.entries", "lessons.record", "lessons.text", "lessons.problems")
# The name of the checksum of the facts, which is none of them.
_SUM = "checksum"


def kept_beside(output: Path) -> Path:
    """Return the file in which a build of ``output`` keeps what the next can use."""
    real = Path(os.path.realpath(output))
    return real.with_name(f".{real.name}.kept")


class Kept:
    """What was kept: ``facts`` by name, and the entries by their keys."""

    def __init__(self, path: Path, made_with: str, connection: sqlite3.Connection | None) -> None:
        self._made_with, self._connection, self._next = made_with, connection, _Next(path, connection)
        self.facts: dict[str, str] = dict(self._asked("SELECT name, value FROM facts"))
        if self.facts.pop(_SUM, "") != _sum_of(self.facts) and connection is not None:
            raise sqlite3.DatabaseError("the facts are not those that were kept")
        self._keys: set[bytes] = {key for (key,) in self._asked("SELECT key FROM entries")}

    def __bool__(self) -> bool:
        return bool(self._keys)

    def entry(self, key: bytes) -> Entry | None:
        """Return the entry that was read from a text with this key, without the text, or ``None``."""
        if key not in self._keys:
            return None
        try:
            ((stored,),) = self._asked("SELECT entry FROM entries WHERE key = ?", key)
            return _unpickled(key, stored)
        except Exception:  # noqa: BLE001 - bytes that were damaged can raise anything; then the entry is read again
            self._keys.discard(key)
            return None

    def add(self, entries: Iterable[tuple[bytes, Entry]]) -> None:
        """Write entries with their keys for the next build, which finds them if :meth:`keep` follows; they need not stay in memory until then.

        What cannot be written, as on a full disk, is not: the next build takes longer then.
        """
        with self._next.if_possible():
            self._next.writable().executemany(
                "INSERT OR REPLACE INTO entries VALUES (?, ?)",
                ((key, _pickled(key, entry)) for key, entry in entries if key not in self._keys and _lasting(entry)),
            )

    def keep(self, facts: Mapping[str, str], keys: Set[bytes]) -> None:
        """Keep for the next build these facts, and the entries with these keys of those that were kept before or have been added."""
        with self._next.if_possible():
            connection = self._next.writable()
            connection.execute("DELETE FROM facts")
            kept = {**facts, "made_with": self._made_with}
            connection.executemany("INSERT INTO facts VALUES (?, ?)", {**kept, _SUM: _sum_of(kept)}.items())
            connection.executemany("DELETE FROM entries WHERE key = ?", ((key,) for key in self._keys - keys))
            self._next.finish()

    def close(self) -> None:
        """Forget what was added and not kept."""
        self._next.discard()

    def _asked(self, statement: str, *values: object) -> list[Any]:
        return [] if self._connection is None else self._connection.execute(statement, values).fetchall()


class _Next:
    """The file for the next build while it is written: the one that is there, in a transaction, or another that takes its place when it is complete."""

    def __init__(self, path: Path, connection: sqlite3.Connection | None) -> None:
        self._path, self._connection = path, connection
        self._file: AbstractContextManager[Path] | None = None

    @contextmanager
    def if_possible(self) -> Iterator[None]:
        """Write, unless the disk is full or the like; a file that is found to be damaged goes, so that the next build begins another."""
        try:
            yield
        except (sqlite3.OperationalError, OSError):
            pass
        except sqlite3.DatabaseError:
            with suppress(OSError):
                self._path.unlink()

    def writable(self) -> sqlite3.Connection:
        """Return the file to write to. Raises :class:`OSError` or :class:`sqlite3.Error`."""
        if self._connection is None:
            if not _private(self._path):
                # Its mode would be that of the new one, which holds what only its owner may read.
                self._path.unlink(missing_ok=True)
            file = atomically(self._path, ".building", private=True)
            beside = file.__enter__()
            self._file = file
            self._connection = sqlite3.connect(beside)
            self._connection.execute("PRAGMA journal_mode = OFF")
            self._connection.execute("PRAGMA synchronous = OFF")
            self._connection.executescript(_TABLES)
        return self._connection

    def finish(self) -> None:
        """Put what was written in its place. Raises :class:`OSError` or :class:`sqlite3.Error`."""
        if self._connection is not None:
            self._connection.commit()
        file, self._file = self._file, None
        if file is not None:
            self._close()
            # It would be played into the new one.
            self._path.with_name(f"{self._path.name}-journal").unlink(missing_ok=True)
            file.__exit__(None, None, None)

    def discard(self) -> None:
        """Undo what was written and is not in its place."""
        with suppress(sqlite3.Error, OSError):
            if self._connection is not None:
                self._connection.rollback()
            if self._file is not None:
                self._close()
                self._file.__exit__(OSError, OSError("not kept"), None)

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


@contextmanager
def opened(output: Path, made_with: str, *, anew: bool = False) -> Iterator[Kept]:
    """Give what the last build of ``output`` kept, if the same program with the same libraries kept it (``made_with``), else nothing.

    With ``anew`` nothing in any case.
    """
    path = kept_beside(output)
    connection = None if anew else _existing(path, made_with)
    try:
        try:
            kept = Kept(path, made_with, connection)
        except sqlite3.Error:
            kept = Kept(path, made_with, None)
        with closing(kept):
            yield kept
    finally:
        if connection is not None:
            connection.close()


def facts(output: Path, made_with: str) -> dict[str, str]:
    """Return the facts that the last build of ``output`` kept, as :func:`opened` gives them."""
    with opened(output, made_with) as kept:
        return kept.facts


def _existing(path: Path, made_with: str) -> sqlite3.Connection | None:
    """Return the file as the same program kept it, or ``None``: another's file, or one that others may write to, is not read."""
    if not _private(path):
        return None
    connection = sqlite3.connect(path, timeout=0)
    with suppress(sqlite3.Error, ValueError):
        connection.execute("PRAGMA synchronous = NORMAL")
        # What was taken out of an entry stays nowhere.
        connection.execute("PRAGMA secure_delete = ON")
        ((said,),) = connection.execute("SELECT value FROM facts WHERE name = 'made_with'").fetchall()
        if said == made_with:
            return connection
    connection.close()
    return None


def _private(path: Path) -> bool:
    """Return whether there is a file that is this user's own, and that nobody else may read or write."""
    try:
        found = path.lstat()
    except OSError:
        return False
    others = os.name == "posix" and (found.st_uid != os.geteuid() or found.st_mode & 0o077)
    return stat.S_ISREG(found.st_mode) and not others


def _lasting(entry: Entry) -> bool:
    """Return whether the entry would be read so again: how long a text takes to parse depends on the machine."""
    return all(fault.rule != "rendering" for fault in entry.faults)


def _sum_of(facts: Mapping[str, object]) -> str:
    """Return the checksum of facts: SQLite does not notice when a letter of one was damaged, or a text has become bytes or a number by that."""
    said = sorted(f"{name!r} {type(value)} {value}" for name, value in facts.items())
    return str(zlib.crc32("\n".join(said).encode("utf-8", "surrogatepass")))


def _pickled(key: bytes, entry: Entry) -> bytes:
    # The text is read from its file anyway.
    return _with_sum(key, pickle.dumps(replace(entry, whole=""), pickle.HIGHEST_PROTOCOL))


def _with_sum(key: bytes, pickled: bytes) -> bytes:
    # Also that of the key: a damaged index leads from it to the entry of another.
    return zlib.crc32(pickled, zlib.crc32(key)).to_bytes(4, "big") + pickled


def _unpickled(key: bytes, stored: bytes) -> Entry:
    pickled = stored[4:]
    if _with_sum(key, pickled) != stored:
        raise ValueError("the bytes are not those that were kept")
    return cast("Entry", _Unpickler(io.BytesIO(pickled)).load())


class _Unpickler(pickle.Unpickler):
    """Makes what entries consist of and nothing else, so that a file that somebody else wrote runs nothing."""

    # Each entry consists of the same few kinds of thing.
    _found: ClassVar[dict[tuple[str, str], type]] = {}

    def find_class(self, module: str, name: str) -> Any:
        if (known := self._found.get((module, name))) is not None:
            return known
        if module.startswith(_ROOMS) and name[:1].isupper() and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                self._found[module, name] = found
                return found
        raise pickle.UnpicklingError(f"{module}.{name} does not belong to an entry")

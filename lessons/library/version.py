"""One version of the database file: what tells it from the next, and a connection to it that a worker process keeps."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lessons.library.connection import connect
from lessons.problems import LessonsError

if TYPE_CHECKING:
    import os
    import sqlite3

# A worker keeps connections to this many versions: requests under way may still read the one before.
KEPT = 3


@dataclass(frozen=True)
class Identity:
    """What tells one version of a file from the next without reading it."""

    device: int
    inode: int
    modified: int
    size: int

    @classmethod
    def of(cls, status: os.stat_result) -> Identity:
        """Return the identity of the file that the system says this of."""
        return cls(status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size)


def identity_of(path: Path) -> Identity | None:
    """Return the identity of the file at ``path``, or None when there is none."""
    try:
        return Identity.of(path.stat())
    except OSError:
        return None


class ReplacedError(LessonsError):
    """The version that was asked for is no longer at its place."""


_connections: dict[Identity, sqlite3.Connection] = {}


def connection_to(path: str, identity: Identity) -> sqlite3.Connection:
    """Return this process's connection to one version of the file, for reading only.

    Raises :class:`ReplacedError` when another version is there by now, ``LessonsError`` when it cannot be read.
    """
    if identity not in _connections:
        require_same(path, identity)
        connection = connect(Path(path))
        try:
            # It may have been replaced in between.
            require_same(path, identity)
        except ReplacedError:
            connection.close()
            raise
        while len(_connections) >= KEPT:
            _connections.pop(next(iter(_connections))).close()
        _connections[identity] = connection
    return _connections[identity]


def require_same(path: str, identity: Identity) -> None:
    """Raise :class:`ReplacedError` unless this version is at the path."""
    if identity_of(Path(path)) != identity:
        raise ReplacedError("The database was replaced by a newer version in the meantime. Please try again.")

"""Former addresses and stored documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.library.rows import fetch, fetch_one

if TYPE_CHECKING:
    import sqlite3


@dataclass(frozen=True)
class StoredRedirect:
    """Where a former address leads: ``status`` 301 with a path in ``new``, or 410 when it was withdrawn."""

    old: str
    new: str | None
    status: int


@dataclass(frozen=True)
class Document:
    """A file that the database carries, such as the JSON Schema of the front matter."""

    name: str
    media_type: str
    content: str


def redirect(connection: sqlite3.Connection, path: str) -> StoredRedirect | None:
    """Return where the former address ``path`` leads, or None when it never was one."""
    return fetch_one(
        connection, StoredRedirect, "SELECT old, new, http_status AS status FROM redirects WHERE old = ?", (path,)
    )


def every(connection: sqlite3.Connection) -> list[StoredRedirect]:
    """Return every former address and where it leads, by address."""
    return fetch(connection, StoredRedirect, "SELECT old, new, http_status AS status FROM redirects ORDER BY old")


def document(connection: sqlite3.Connection, name: str) -> Document | None:
    """Return the stored file of this name, or None."""
    sql = "SELECT name, media_type, content FROM documents WHERE name = ?"
    return fetch_one(connection, Document, sql, (name,))


def help_pages(connection: sqlite3.Connection) -> list[Document]:
    """Return the pages of the documentation, by name."""
    sql = "SELECT name, media_type, content FROM documents WHERE name LIKE 'help/%' ORDER BY name"
    return fetch(connection, Document, sql)

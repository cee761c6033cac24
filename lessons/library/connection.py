"""Open the built database for reading, and know it by what it says of itself."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from lessons import APPLICATION, APPLICATION_ID
from lessons.library.audience import Audience, audience_of
from lessons.problems import LessonsError

if TYPE_CHECKING:
    from pathlib import Path

# Bytes 16-17 of an SQLite file hold the page size (1 stands for 65,536), bytes 28-31 the number of pages.
# https://www.sqlite.org/fileformat2.html#the_database_header
HEADER_BYTES = 100
MAGIC = b"SQLite format 3\x00"
# Pages that a connection keeps: searches go through the same parts of the full-text indexes again and again. With SQLite's 2 MB
# a search among 10,000 reviews takes a tenth longer.
CACHE_KIB = 16_000
# What reading a damaged file raises: where the bytes that are wrong stand in SQLite's message, Python cannot read that either.
DAMAGE = (sqlite3.Error, UnicodeDecodeError)


@dataclass(frozen=True)
class Build:
    """What a database says of itself: its unit, its size, and what it was built from."""

    unit: str
    name: str
    description: str | None
    schema_version: str
    audience: Audience
    digest: str
    builder_version: str
    review_count: int
    lesson_count: int
    newest_date: str | None
    newest_published: str | None
    reviews_left_out: int
    links_dropped: int


def connect(path: Path) -> sqlite3.Connection:
    """Open the database at ``path`` for reading only; it may be used from any one thread at a time.

    The file alone is read: what a program that wrote to it may have left beside it (``-wal``, ``-journal``) is no part of it.
    Raises ``LessonsError`` when the file cannot be opened, is no SQLite database, is shorter than it says, or is damaged
    where SQLite begins to read.
    """
    require_whole(path)
    address = f"file:{quote(os.fsencode(path.absolute()))}?immutable=1"
    connection = None
    try:
        connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        connection.execute("PRAGMA query_only = 1")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except DAMAGE as error:
        if connection is not None:
            connection.close()
        raise LessonsError(f"{path}: is damaged; build it again") from error
    return connection


def require_whole(path: Path) -> None:
    """Raise ``LessonsError`` unless the file is an SQLite database with all the pages that its header promises."""
    try:
        with path.open("rb") as file:
            header = file.read(HEADER_BYTES)
            size = file.seek(0, 2)
    except OSError as error:
        raise LessonsError(f"{path}: cannot be opened ({error.strerror})") from error
    if not header.startswith(MAGIC):
        raise LessonsError(f"{path}: is not an SQLite database")
    page_size = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    if size < pages * (65536 if page_size == 1 else page_size):
        raise LessonsError(f"{path}: is not complete; it ends before its last page")


def build(connection: sqlite3.Connection) -> Build:
    """Return what the database says of itself.

    Raises ``LessonsError`` when it is not a database that this program built.
    """
    facts = facts_of(connection)
    if facts.get("application") != APPLICATION:
        raise LessonsError("the database was not made by lessons build")
    name, description = connection.execute(
        "SELECT name, description FROM units ORDER BY id = ? DESC, id LIMIT 1", (facts.get("unit", ""),)
    ).fetchone() or (facts.get("unit", ""), None)
    return Build(
        unit=facts.get("unit", ""),
        name=name,
        description=description,
        schema_version=facts.get("schema_version", ""),
        audience=audience_of(facts),
        digest=facts.get("content_digest", ""),
        builder_version=facts.get("builder_version", ""),
        review_count=int(facts.get("review_count") or 0),
        lesson_count=int(facts.get("lesson_count") or 0),
        newest_date=facts.get("newest_date") or None,
        newest_published=facts.get("newest_published") or None,
        reviews_left_out=int(facts.get("reviews_left_out") or 0),
        links_dropped=int(facts.get("links_dropped") or 0),
    )


def facts_of(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the rows of build_info, or nothing when the database has no such table."""
    try:
        return dict(connection.execute("SELECT key, value FROM build_info"))
    except DAMAGE:
        return {}


def facts_in(path: Path) -> dict[str, str]:
    """Return the rows of build_info of a file, or nothing when it is no database or has no such table."""
    try:
        connection = connect(path)
    except LessonsError:
        return {}
    try:
        return facts_of(connection)
    finally:
        connection.close()


def is_library(path: Path) -> bool:
    """Return whether the file is a database that this program built."""
    return facts_in(path).get("application") == APPLICATION


def is_marked(path: Path) -> bool:
    """Return whether the file bears our mark in its header, which it does also where the rest is damaged."""
    try:
        with path.open("rb") as file:
            return bears_mark(file.read(HEADER_BYTES))
    except OSError:
        return False


def bears_mark(header: bytes) -> bool:
    """Return whether a file that begins with these bytes is an SQLite database with our application id."""
    return header.startswith(MAGIC) and header[68:72] == APPLICATION_ID.to_bytes(4, "big")

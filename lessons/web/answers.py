"""What a page answers with, as plain values: a page function neither renders nor sends."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lessons.library.dictionary import dictionary
from lessons.workers.limits import Limits

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from lessons.library.connection import Build
    from lessons.library.dictionary import TableEntry
    from lessons.library.vocabulary import StoredVocabulary
    from lessons.search import SearchIndex


@dataclass(frozen=True)
class SiteReader:
    """One version of the database, as a page function reads it; ``kept`` outlives the request, not the version.

    ``kinds`` says what it has any of (:mod:`lessons.library.kinds`).
    ``waited_for`` says that a reader waits for the answer, who would rather have a part of it than wait long.
    """

    connection: sqlite3.Connection
    index: SearchIndex
    build: Build
    vocabulary: StoredVocabulary
    kinds: frozenset[str]
    kept: dict[str, Any] = field(default_factory=dict)
    waited_for: bool = True

    def dictionary(self) -> list[TableEntry]:
        """Return the data dictionary; it is read once for each version of the database."""
        if "dictionary" not in self.kept:
            self.kept["dictionary"] = dictionary(self.connection, hurried=self.waited_for)
        entries: list[TableEntry] = self.kept["dictionary"]
        return entries


@dataclass(frozen=True)
class Page:
    """An HTML page: the template below templates/lessons/, its title, and what it shows.

    ``description`` is for those who list the page elsewhere; ``canonical`` is its permanent path; ``section`` the
    entry of the navigation that it belongs to; ``feeds`` are (title, address) of Atom feeds; ``faults`` say, above the page's own
    content, what of the address could not be understood.
    ``kept`` says that the answer depends on the database alone, so that a browser may keep it until the file changes.
    """

    template: str
    title: str
    context: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    description: str | None = None
    canonical: str | None = None
    section: str = ""
    search_box: bool = True
    feeds: tuple[tuple[str, str], ...] = ()
    faults: tuple[str, ...] = ()
    indexed: bool = True
    kept: bool = True
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Data:
    """Anything else than a page: JSON, CSV, Markdown, a feed, an Office file. ``filename`` makes a browser save it."""

    body: str | bytes
    media_type: str
    filename: str | None = None
    status: int = 200
    kept: bool = True


@dataclass(frozen=True)
class Redirect:
    """Another address: a path of the site without base path, and the query's pairs."""

    path: str
    pairs: tuple[tuple[str, str], ...] = ()
    status: int = 302


@dataclass(frozen=True)
class Missing:
    """There is nothing at this address."""


@dataclass(frozen=True)
class Gone:
    """There was something at this address; it was withdrawn."""


@dataclass(frozen=True)
class Work:
    """What a reader may have made heavy, to be done by a worker process before there is an answer.

    ``function`` is named as ``package.module:function``; where ``on_version``, path and identity of the version of the
    database come before its arguments. ``then`` makes the answer from what it returned, or from the ``Refused`` or
    ``LessonsError`` that it ended with.
    """

    function: str
    arguments: tuple[Any, ...]
    then: Callable[[Any], Answer]
    limits: Limits = field(default_factory=Limits)
    on_version: bool = False


Answer = Page | Data | Redirect | Missing | Gone

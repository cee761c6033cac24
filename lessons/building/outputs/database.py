"""The SQLite database: every row in one transaction, beside the old file, then moved into its place."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from lessons import schema
from lessons.building.history import Dates
from lessons.building.outputs.indexing import index
from lessons.building.outputs.replacing import replacing, side_files
from lessons.building.outputs.shared import Row
from lessons.building.outputs.tables import Rows, rows_by_table
from lessons.building.outputs.updating import Change, TooDifferentError, update
from lessons.building.outputs.writing import write_rows
from lessons.building.selection import Selection
from lessons.library.audience import audience_of
from lessons.library.connection import facts_in
from lessons.library.file_digest import PIECE, blank_digest, digest_of, piece_digests, pieces_as_built
from lessons.problems import LessonsError
from lessons.record.vocabulary import Vocabulary

# Whatever was wrong with the last file, or with what was done to it, is not in one that is built from nothing; a full disk is told of then.
GIVES_UP_ON: tuple[type[Exception], ...] = (TooDifferentError, LessonsError, OSError, sqlite3.Error)


class RowRefusedError(LessonsError):
    """A row does not fit into the tables, or not with the others."""


@dataclass(frozen=True)
class BuiltFile:
    """A database as it was written: the ``digest`` of its file, empty where that says none, and how many reviews were ``folded`` into
    the space of latent semantic analysis since that was learnt."""

    digest: str = ""
    folded: int = 0

    def as_facts(self) -> dict[str, str]:
        """Return it as facts that can be kept."""
        return {"file_digest": self.digest, "folded": str(self.folded)}

    @classmethod
    def of_facts(cls, facts: Mapping[str, str]) -> BuiltFile | None:
        """Return what was kept, ``None`` where nothing was."""
        try:
            return cls(facts["file_digest"], int(facts["folded"]))
        except (KeyError, ValueError):
            return None


def write(
    selection: Selection,
    vocabulary: Vocabulary,
    output: Path,
    *,
    facts: Mapping[str, str],
    history: Mapping[str, Dates],
    paths: Mapping[str, str],
    last: BuiltFile | None = None,
) -> BuiltFile:
    """Write the database to ``output``, replacing a former one of ours only when everything is in order.

    The reviews leave the ``selection``, and are not in memory any more when the rest of the work is done.
    ``facts`` go into ``build_info`` beside what is counted here; ``paths`` gives each review id's path inside the folder. If the file is still
    as this program wrote it ``last``, only what differs is written. Raises :class:`LessonsError` when the file cannot be written.
    """
    blank = _blank(facts)
    rows = partial(rows_by_table, selection, vocabulary, {**facts, "file_digest": blank}, history, paths)
    with replacing(output, private=not audience_of(facts).public) as beside:
        updated = _updated(output, beside, rows, last, facts) if last else None
        if updated is None:
            _from_nothing(beside, rows(using_up=True))
        digest = _state_digest(beside, blank, (output, updated.pieces) if updated else None) if blank else ""
    return BuiltFile(digest, updated.folded if updated else 0)


def with_room_for_digest(facts: Mapping[str, str]) -> dict[str, str]:
    """Return facts for ``build_info`` with the place in which the digest of the file will stand."""
    return {**facts, "file_digest": _blank(facts)}


def write_all(rows: Mapping[str, Iterable[Row]], output: Path, *, facts: Mapping[str, str]) -> None:
    """Write a database of these rows, which may be read meanwhile; ``facts`` are those of its ``build_info``, with room for a digest.

    Raises :class:`LessonsError` when the file cannot be written, and :class:`RowRefusedError` for a row that it cannot hold.
    """
    blank = facts["file_digest"]
    with replacing(output, private=not audience_of(facts).public) as beside:
        try:
            _from_nothing(beside, rows)
        except sqlite3.IntegrityError as error:
            raise RowRefusedError("a row is none that a database of this program can have") from error
        _state_digest(beside, blank)


def revise(rows: Rows, touched: Set[str], output: Path, *, facts: Mapping[str, str], last: BuiltFile) -> BuiltFile:
    """Write to ``output`` the database that this program wrote ``last``, with these rows in place of those of the entries ``touched``.

    ``facts`` are those of :func:`write`. Raises :class:`TooDifferentError` when it is to be built in another way, and what :data:`GIVES_UP_ON`
    lists besides; then nothing is written.
    """
    blank = _blank(facts)
    with replacing(output, private=not audience_of(facts).public) as beside:
        change = Change(touched, {"content_digest": facts["content_digest"], "file_digest": blank})
        updated = _updated(output, beside, lambda: rows, last, facts, change)
        if updated is None:
            raise TooDifferentError
        return BuiltFile(_state_digest(beside, blank, (output, updated.pieces)), updated.folded)


def _blank(facts: Mapping[str, str]) -> str:
    built_from = facts.get("content_digest", "")
    return blank_digest(built_from) if built_from else ""


@dataclass(frozen=True)
class _Updated:
    """What came of an update: how many reviews have been folded in, and the digests of the pieces of the last file."""

    folded: int
    pieces: Sequence[bytes]


def _updated(
    output: Path,
    beside: Path,
    rows: Callable[[], Mapping[str, Iterable[Row]]],
    last: BuiltFile,
    facts: Mapping[str, str],
    change: Change | None = None,
) -> _Updated | None:
    """Write what differs from the last database; ``None`` when it is to be built from nothing."""
    if not last.digest or side_files(output) or (pieces := _as_written(output, last.digest, facts)) is None:
        return None
    try:
        return _Updated(update(output, beside, rows(), last.folded, change), pieces)
    except GIVES_UP_ON:
        return None


def _as_written(output: Path, digest: str, expected: Mapping[str, str]) -> Sequence[bytes] | None:
    """Return the digests of the pieces of the last file, ``None`` where it is not the one that was written for the same readers."""
    facts = facts_in(output)
    same_readers = all(facts.get(name) == expected[name] for name in ("audience", "drafts"))
    return pieces_as_built(output, facts) if same_readers and facts.get("file_digest") == digest else None


def _from_nothing(beside: Path, rows: Mapping[str, Iterable[Row]]) -> None:
    # Where the attempt to update left something.
    os.truncate(beside, 0)
    # While SQLite fills the full-text indexes, this thread does other things.
    connection = sqlite3.connect(beside, check_same_thread=False)
    try:
        # The file is thrown away when anything fails, so a journal would only cost time.
        # References are checked when all rows are there. What SQLite moves within the file leaves nothing where it was, so that a later build that
        # takes it out leaves nothing at all.
        for pragma in (
            "journal_mode = OFF",
            "synchronous = OFF",
            "foreign_keys = OFF",
            "secure_delete = ON",
            "page_size = 4096",
            # Kibibytes, with a minus. Ids stand in their indexes in another order than rows in their tables, and an index that is not in memory
            # is read and written again for each row.
            "cache_size = -16384",
        ):
            connection.execute(f"PRAGMA {pragma}")
        _fill(connection, beside, rows)
    finally:
        connection.close()


def _fill(connection: sqlite3.Connection, path: Path, found: Mapping[str, Iterable[Row]]) -> None:
    connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {int(float(schema.SCHEMA_VERSION) * 100)}")
    write_rows(connection, found)
    # From here on everything is read and written in the order in which it stands, and pages in memory would be of no use.
    for pragma in ("cache_size = -2000", "shrink_memory"):
        connection.execute(f"PRAGMA {pragma}")
    index(connection, path)
    connection.execute("ANALYZE")
    _verify(connection)
    _require_undamaged(connection)
    # Written in order, the file has no holes, except those of full-text indexes so large that they were merged.
    if connection.execute("PRAGMA freelist_count").fetchone()[0]:
        connection.execute("VACUUM")


def _state_digest(path: Path, blank: str, like: tuple[Path, Sequence[bytes]] | None = None) -> str:
    """Write the digest of the finished file into it, in the place that was kept for it, and return it; ``like`` is that of :func:`piece_digests`."""
    digest = digest_of(piece_digests(path, blank, blank, like))
    with path.open("r+b") as file:
        place = _find(file, blank.encode())
        file.seek(place)
        file.write(digest.encode())
    return digest


def _find(file: BinaryIO, sought: bytes) -> int:
    """Return where ``sought`` stands in a file that holds it in one of its pages."""
    start = 0
    while piece := file.read(PIECE):
        if (at := piece.find(sought)) >= 0:
            return start + at
        start += len(piece)
    raise LessonsError("the new database has no room for its own digest; please report this")


def _verify(connection: sqlite3.Connection) -> None:
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken:
        raise RowRefusedError(
            f"a row of {broken[0]} refers to a row of {broken[2]} that does not exist; please report this"
        )


def _require_undamaged(connection: sqlite3.Connection) -> None:
    said = connection.execute("PRAGMA quick_check").fetchone()[0]
    if said != "ok":
        raise LessonsError(f"the new database is damaged ({said}); look at the disk it was written to")

"""Whether two databases say the same: every table row by row, the full-text indexes by their words and by their contents."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from lessons import schema

# Of the bytes of the file, and so of the way in which it came about.
_OF_THE_FILE = "file_digest"
_WORDS = 'SELECT term, col, doc, cnt FROM temp."words"'


def differences(one: Path, other: Path) -> list[str]:
    """Return in words how the databases differ, a line for each table or index that does.

    The vectors of latent semantic analysis may differ, for one of the files may have been learnt before its last changes; each document has one.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        # A check of an index is a statement that writes, so it is done on copies.
        connections = [
            stack.enter_context(closing(sqlite3.connect(shutil.copyfile(path, folder / f"{number}.db"))))
            for number, path in enumerate((one, other))
        ]
        return [*_of_tables(*connections), *_of_indexes(*connections)]


def _of_tables(one: sqlite3.Connection, other: sqlite3.Connection) -> Iterator[str]:
    for table in schema.TABLES:
        rows, others = (_rows(connection, table) for connection in (one, other))
        if rows != others:
            differing = [key for key in rows.keys() | others.keys() if rows.get(key) != others.get(key)]
            first = min(differing, key=str)
            yield f"{table.name}: {len(differing):,} of {len(others):,} rows differ, such as {' '.join(map(str, first))}"


def _rows(connection: sqlite3.Connection, table: schema.Table) -> dict[tuple[Any, ...], Any]:
    if table.search_only:
        # Words belong to the space that was learnt; of each document there has to be a vector.
        keys = ((row[0],) for row in connection.execute(table.selection()) if "number" in table.key)
        return dict.fromkeys(keys)
    names = table.stored
    places = [names.index(name) for name in table.key]
    found = {tuple(row[place] for place in places): row for row in connection.execute(table.selection())}
    found.pop((_OF_THE_FILE,), None)
    return found


def _of_indexes(one: sqlite3.Connection, other: sqlite3.Connection) -> Iterator[str]:
    for index in schema.FULL_TEXT:
        words, others = (_words(connection, index) for connection in (one, other))
        if words != others:
            yield f"{index.name}: {len(words ^ others):,} of {len(others):,} words differ, such as {min(words ^ others)[0]}"
        for connection in (one, other):
            try:
                connection.execute(index.integrity_check())
            except sqlite3.Error:
                yield f"{index.name}: the index is not that of its texts"


def _words(connection: sqlite3.Connection, index: schema.FullText) -> set[tuple[Any, ...]]:
    connection.execute(index.words_ddl())
    found = set(connection.execute(_WORDS))
    connection.execute('DROP TABLE temp."words"')
    return found

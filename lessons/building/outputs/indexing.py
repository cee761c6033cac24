"""What search needs of a new database whose rows are all there: the full-text indexes, and the space of latent semantic analysis.

The one is SQLite's work and the other NumPy's, so they are done at the same time where there are two processors.
"""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

from lessons import schema
from lessons.library.connection import connect


def index(connection: sqlite3.Connection, path: Path) -> None:
    """Fill the full-text indexes, and learn the space and place each document in it.

    ``connection`` is used by a second thread for a while, so it must be open to all. All rows are committed in the file at ``path``.
    Raises :class:`sqlite3.Error`.
    """
    # Loading these takes long, and they are not always needed.
    from concurrent.futures import ThreadPoolExecutor

    from lessons.search.counting import counted
    from lessons.search.preparation import learnt_from, write

    given_up = threading.Event()
    # The tables stay as they are while the indexes, whose pages come after theirs, are filled; so they are read as those of a file that nobody writes to.
    with closing(connect(path)) as reader, ThreadPoolExecutor(1) as beside:
        # Each text is read once, and what the connection keeps of it would be of no use.
        reader.execute("PRAGMA cache_size = -2000")
        filling = beside.submit(_fill, connection, given_up)
        try:
            learnt = learnt_from(counted(reader))
            filling.result()
        except BaseException:
            # Nobody waits for what is of no use any more.
            given_up.set()
            connection.interrupt()
            raise
    with connection:
        write(connection, learnt)


def _fill(connection: sqlite3.Connection, given_up: threading.Event) -> None:
    for one in schema.FULL_TEXT:
        if given_up.is_set():
            return
        with connection:
            for statement in one.filling():
                connection.execute(statement)
        if connection.execute(one.pieces()).fetchone()[0] > 1:
            connection.execute(one.packing())

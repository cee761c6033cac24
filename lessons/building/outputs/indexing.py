"""What search needs of a new database whose rows are all there: the full-text indexes, and the space of latent semantic analysis.

The one is SQLite's work and the other NumPy's, so they are done at the same time where there are two processors.
"""

from __future__ import annotations

import sqlite3
import threading

from lessons import schema


def index(connection: sqlite3.Connection) -> None:
    """Fill the full-text indexes, and learn the space and place each document in it.

    ``connection`` is used by a second thread for a while, so it must be open to all. Raises :class:`sqlite3.Error`.
    """
    # Loading these takes long, and they are not always needed.
    from concurrent.futures import ThreadPoolExecutor

    from lessons.search.counting import counted
    from lessons.search.preparation import learnt_from, write

    words = counted(connection)
    given_up = threading.Event()
    with ThreadPoolExecutor(1) as beside:
        filling = beside.submit(_fill, connection, given_up)
        try:
            learnt = learnt_from(words)
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

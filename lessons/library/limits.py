"""A time limit for work inside the database."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

# Steps of SQLite's virtual machine between two looks at the clock: some tens of microseconds.
STEPS = 1000


@contextmanager
def limited(
    connection: sqlite3.Connection, seconds: float, clock: Callable[[], float] = time.monotonic
) -> Iterator[None]:
    """Interrupt statements that still run after ``seconds`` of ``clock``: they raise ``sqlite3.OperationalError``."""
    deadline = clock() + seconds
    connection.set_progress_handler(lambda: clock() > deadline, STEPS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)

"""The time limit of a search: past it, the search goes on with what it has."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

# SQLite looks at the clock after this many of its instructions.
INSTRUCTIONS = 2_000


class TimeUp(Exception):  # noqa: N818 - not an error: the search goes on with what it has
    """The time limit of a search has passed."""


def require_time(deadline: float | None) -> None:
    """Raise :class:`TimeUp` past the deadline, a moment of ``time.monotonic``."""
    if deadline is not None and time.monotonic() > deadline:
        raise TimeUp


@contextmanager
def limited(connection: sqlite3.Connection, deadline: float | None) -> Iterator[None]:
    """Let SQLite stop at the deadline; what it then raises, readers turn into :class:`TimeUp`."""
    if deadline is None:
        yield
        return
    connection.set_progress_handler(lambda: time.monotonic() > deadline, INSTRUCTIONS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)

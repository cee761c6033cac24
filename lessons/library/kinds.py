"""Which kinds of things a library has: a page about what is not there is linked from nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

# One row of each is enough. What hindered suggests what may have gone wrong again before anybody says that it did.
_ANY = {
    "missions": "SELECT 1 FROM reviews WHERE mission IS NOT NULL LIMIT 1",
    "news": "SELECT 1 FROM build_info WHERE key = 'newest_published' AND value <> '' LIMIT 1",
    "outcomes": "SELECT 1 FROM outcomes LIMIT 1",
    "recurrences": "SELECT 1 FROM lesson_links WHERE link_type = 'repeats'"
    " UNION ALL SELECT 1 FROM lesson_terms WHERE scheme = 'barriers'"
    " UNION ALL SELECT 1 FROM review_terms WHERE scheme = 'barriers' LIMIT 1",
    "uses": "SELECT 1 FROM adoptions LIMIT 1",
}


def kinds(connection: sqlite3.Connection) -> frozenset[str]:
    """Return which of missions, news (days of publication), outcomes (figures of any sort), recurrences and uses a library has."""
    return frozenset(kind for kind, sql in _ANY.items() if connection.execute(sql).fetchone())

"""Under which licence reviews may be used."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence


def licences(connection: sqlite3.Connection, reviews: Sequence[str]) -> dict[str, str | None]:
    """Return the licence of each of these reviews that is here: its own, or else that of its unit, or None where neither states one."""
    sql = """
        SELECT reviews.id, coalesce(reviews.licence, units.licence)
        FROM json_each(:ids) AS asked
        JOIN reviews ON reviews.id = asked.value
        JOIN units ON units.id = reviews.unit_id"""
    return dict(connection.execute(sql, {"ids": json.dumps(list(reviews))}).fetchall())

"""Rules for the permission system of Datasette 1.0, which asks for them as SQL over its own catalogue."""

from __future__ import annotations


def closing(resources_sql: str) -> str:
    """Return SQL for rules that deny everything in the database ``:lessons_closed``, for the reason ``:lessons_reason``.

    ``resources_sql`` gives (parent, child) of all that an action may be done to. A rule for one table or query beats one for
    its database, so each is denied by name as well; what is denied is not allowed by any other rule of the same kind.
    """
    below = f"FROM ({resources_sql}) WHERE parent = :lessons_closed AND child IS NOT NULL"
    whole = "SELECT :lessons_closed, NULL, 0, :lessons_reason"
    return f"SELECT parent, child, 0 AS allow, :lessons_reason AS reason {below} UNION ALL {whole}"

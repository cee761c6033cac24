"""The SQL functions that Datasette and other plugins add to a connection, so that workers can add them too."""

from __future__ import annotations

import importlib
import sqlite3
from typing import Any

from lessons.library.statement import SqlFunction


class Recording(sqlite3.Connection):
    """A connection that notes which functions are added to it."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.added: list[SqlFunction] = []

    def create_function(self, name: str, narg: int, func: Any, **options: Any) -> None:
        """Add a function as always, and note it when a worker could import it."""
        super().create_function(name, narg, func, **options)
        where = address_of(func)
        if where:
            self.added.append(SqlFunction(name, narg, where, bool(options.get("deterministic"))))


def address_of(function: Any) -> str | None:
    """Return ``package.module:function``, or None for what has no such address, such as a lambda."""
    module, name = getattr(function, "__module__", None), getattr(function, "__name__", None)
    if not module or not name:
        return None
    try:
        found = getattr(importlib.import_module(module), name, None)
    except ImportError:
        return None
    return f"{module}:{name}" if found is function else None


def functions_of(datasette: Any, database: str) -> tuple[SqlFunction, ...]:
    """Return the functions that a connection to this database has beside those of SQLite."""
    connection = sqlite3.connect(":memory:", factory=Recording)
    try:
        datasette._prepare_connection(connection, database)
        return tuple(connection.added)
    finally:
        connection.close()

"""The founding reviews as a database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from lessons.library.connection import connect
from tests.web.libraries import PROJECT, built


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The founding reviews."""
    return built(PROJECT / "entries", tmp_path_factory.mktemp("learning") / "lessons.db")


@pytest.fixture(scope="session")
def founding(database: Path) -> Iterator[sqlite3.Connection]:
    """A connection to the founding reviews."""
    connection = connect(database)
    yield connection
    connection.close()

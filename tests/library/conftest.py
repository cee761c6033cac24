"""The founding reviews as a database, and a connection to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from lessons.building.build import Options, build
from lessons.library import connection

ENTRIES = Path(__file__).parents[2] / "entries"


@pytest.fixture(scope="session")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("library") / "lessons.db"
    assert build(ENTRIES, output, Options()).written
    return output


@pytest.fixture
def db(path: Path) -> Iterator[sqlite3.Connection]:
    opened = connection.connect(path)
    yield opened
    opened.close()

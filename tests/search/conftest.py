"""Fixtures of the tests of search: a small collection, and the database of the founding reviews."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from lessons.building import build
from lessons.library.connection import connect
from lessons.search import SearchIndex
from tests.search.small import REVIEWS, Ask, Collection, asked, collection, more


@pytest.fixture(scope="session")
def small() -> Collection:
    """Four reviews of different matters and thirty of one."""
    return collection((*REVIEWS, *more(30)))


@pytest.fixture(scope="session")
def ask(small: Collection) -> Ask:
    """Search the small collection by the parameters of an address."""

    return partial(asked, small)


@pytest.fixture(scope="session")
def founding(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the founding reviews, built as anybody builds it."""
    output = tmp_path_factory.mktemp("founding") / "lessons.db"
    report = build.build(Path(__file__).parents[2] / "entries", output, build.Options())
    assert report.written, report.problems
    return output


@pytest.fixture(scope="session")
def founders(founding: Path) -> Iterator[Collection]:
    """The founding reviews, opened as the site opens them."""
    connection = connect(founding)
    yield Collection(connection, SearchIndex.load(connection))
    connection.close()

"""The odd reviews, which strain a page and are renamed, withdrawn and in other scripts, written as files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lessons.library.audience import Audience
from lessons.publishing import site
from tests.web.libraries import ODD, PROJECT, built

BASE = "https://example.org/library"


def exported(database: Path, folder: Path, base: str | None = BASE, readers: Audience = Audience()) -> Path:  # noqa: B008 - a value
    site.export(database, folder, base=base, metadata=PROJECT / "metadata.yml", readers=readers)
    return folder


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("odd")
    shutil.copytree(ODD, folder / "entries")
    return built(folder / "entries", folder / "lessons.db")


@pytest.fixture(scope="session")
def pages(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an export that knows its address."""
    return exported(database, tmp_path_factory.mktemp("site") / "pages")


@pytest.fixture(scope="session")
def plain(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an export that does not know where it will stand."""
    return exported(database, tmp_path_factory.mktemp("site") / "plain", None)

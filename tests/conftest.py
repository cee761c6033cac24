"""Fixtures that all tests share."""

from __future__ import annotations

from pathlib import Path

import hypothesis
import pytest
from click.testing import CliRunner, Result
from sample import Folder, Run

from lessons.cli import main

# The same examples every time, no clock, and nothing left behind in the tree.
hypothesis.settings.register_profile("plain", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("plain")


@pytest.fixture
def shelf(tmp_path: Path) -> Folder:
    """An empty folder ``entries``."""
    folder = Folder(tmp_path / "entries")
    folder.path.mkdir()
    return folder


@pytest.fixture
def run() -> Run:
    """Run the command line with some arguments."""

    def invoke(*arguments: object) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments])

    return invoke


@pytest.fixture(scope="session")
def project() -> Path:
    """The folder of the project."""
    return Path(__file__).parents[1]

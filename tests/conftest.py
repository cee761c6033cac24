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
# Other examples every time, and many: what fails prints the example, which then becomes a test.
hypothesis.settings.register_profile("scheduled", deadline=None, database=None, max_examples=5_000, print_blob=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option of the scheduled workflow."""
    parser.addoption("--scheduled", action="store_true", help="also load tests, and fuzzing with new examples")


def pytest_configure(config: pytest.Config) -> None:
    """Choose the examples before any test is read."""
    hypothesis.settings.load_profile("scheduled" if config.getoption("--scheduled") else "plain")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave load tests out of every run but the scheduled one."""
    if config.getoption("--scheduled"):
        return
    left_out = [item for item in items if item.get_closest_marker("scheduled")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


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

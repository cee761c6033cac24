"""Fixtures that all tests share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lessons import build
from lessons.cli import main
from sample import review


@dataclass(frozen=True)
class Folder:
    """A folder of entries being written for a test."""

    path: Path

    def write(self, name: str, text: str | bytes | None = None, /, **fields: str | None) -> Path:
        """Write an entry (by default a good review, with these fields) and return its path."""
        path = self.path / (name if "." in name else f"{name}.md")
        path.parent.mkdir(parents=True, exist_ok=True)
        content = review(**fields) if text is None else text
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def build(self, output: Path, **options: object) -> build.Report:
        """Build the folder and return the report."""
        return build.build(self.path, output, build.Options(**options))  # type: ignore[arg-type]


@pytest.fixture
def shelf(tmp_path: Path) -> Folder:
    """An empty folder ``entries``."""
    folder = Folder(tmp_path / "entries")
    folder.path.mkdir()
    return folder


@pytest.fixture
def run() -> object:
    """Run the command line with some arguments."""

    def invoke(*arguments: object) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments])

    return invoke


@pytest.fixture(scope="session")
def project() -> Path:
    """The folder of the project."""
    return Path(__file__).parents[1]


def lines(problems: Iterable[object]) -> list[str]:
    """Return problems as they are printed."""
    return [str(problem) for problem in problems]

"""Fixtures that all tests share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest
from click.testing import CliRunner, Result

from lessons.cli import main
from tests.support.examples import USUAL
from tests.support.sample import Folder, Run

# Datasette with our plugin alone, whatever else is installed; set before anything imports it.
os.environ.setdefault("DATASETTE_LOAD_PLUGINS", "lessons-learned-unit")
# The same examples every time, no clock, and nothing left behind in the tree.
hypothesis.settings.register_profile("plain", max_examples=USUAL, deadline=None, derandomize=True, database=None)
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


GOOD = """---
title: Night buses
date: 1998-04
organisation: Kirklees
sector: transport
result: mixed
---

## Summary

Night buses ran for a year and few people used them.

## What was intended

Buses every hour.

## What happened

They ran, mostly empty.

## Why it happened

The timetable was kept from the users.

## Lessons

### Ask the people who will use it

They knew when they went home.

- Id: ask-users
- Recommendation: Ask the users when they travel before you set a timetable.
- Applies when: A service depends on habits.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder `entries` in the working directory, with one good review and the founding vocabulary."""
    monkeypatch.chdir(tmp_path)
    entries = Path("entries")
    entries.mkdir()
    (entries / "night-buses.md").write_text(GOOD, "utf-8", newline="")
    founding = Path(__file__).parents[1] / "entries" / "vocabulary.yml"
    (entries / "vocabulary.yml").write_bytes(founding.read_bytes())
    return entries


@pytest.fixture
def lessons() -> Callable[..., Result]:
    """Run the command line with some arguments."""

    def run(*arguments: str, typed: str = "") -> Result:
        return CliRunner().invoke(main, list(arguments), input=typed)

    return run

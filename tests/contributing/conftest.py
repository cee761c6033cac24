from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lessons.cli import main

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
    founding = Path(__file__).parents[2] / "entries" / "vocabulary.yml"
    (entries / "vocabulary.yml").write_bytes(founding.read_bytes())
    return entries


@pytest.fixture
def lessons() -> Callable[..., Result]:
    """Run the command line with some arguments."""

    def run(*arguments: str, typed: str = "") -> Result:
        return CliRunner().invoke(main, list(arguments), input=typed)

    return run

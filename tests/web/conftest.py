"""Databases built by the true builder, and sites over them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lessons.build import Options, build
from web.visitor import Visitor

PROJECT = Path(__file__).parents[2]
ODD = Path(__file__).parent / "odd"


def built(folder: Path, output: Path) -> Path:
    report = build(folder, output, Options())
    assert report.written, [str(problem) for problem in report.errors]
    return output


@pytest.fixture(scope="session")
def founding(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The founding reviews."""
    return built(PROJECT / "entries", tmp_path_factory.mktemp("founding") / "lessons.db")


@pytest.fixture(scope="session")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reviews that strain a page: bare, long, wide, in other scripts, renamed, withdrawn."""
    folder = tmp_path_factory.mktemp("odd")
    entries = folder / "entries"
    entries.mkdir()
    for path in ODD.iterdir():
        entries.joinpath(path.name).write_bytes(path.read_bytes())
    entries.joinpath("wide.md").write_text(wide(), "utf-8")
    return built(entries, folder / "lessons.db")


def wide() -> str:
    """Return a review with 60 lessons, a table of 40 columns and 60 tags."""
    table = "\n".join("|" + "|".join(row) + "|" for row in (["column"] * 40, ["---"] * 40, ["a value"] * 40))
    lessons = "\n\n".join(
        f"### Do the thing number {number} before the next\n\nBecause.\n\n- Id: lesson-{number}\n- Recommendation: Do {number}."
        for number in range(1, 61)
    )
    tags = "\n".join(f"  - tag {number}" for number in range(60))
    return (
        "---\ntitle: A review with sixty lessons\ndate: 2001\norganisation: Somebody\nsector: roads\nresult: failure\n"
        f"tags:\n{tags}\n---\n\n## Summary\n\nWide.\n\n## What was intended\n\n{table}\n\n## What happened\n\nMuch.\n\n"
        f"## Why it happened\n\nNobody knows.\n\n## Lessons\n\n{lessons}\n"
    )


@pytest.fixture(scope="session")
def site(founding: Path) -> Iterator[Visitor]:
    """A site over the founding reviews."""
    visitor = Visitor(founding)
    yield visitor
    visitor.close()


@pytest.fixture(scope="session")
def odd_site(odd: Path) -> Iterator[Visitor]:
    """A site over the odd reviews."""
    visitor = Visitor(odd)
    yield visitor
    visitor.close()


@pytest.fixture
def visit() -> Iterator[Callable[..., Visitor]]:
    """Opens a site of one's own: ``visit(database, plugin={...})``; closed after the test."""
    visitors: list[Visitor] = []

    def make(*databases: Path, **options: Any) -> Visitor:
        visitors.append(Visitor(*databases, **options))
        return visitors[-1]

    yield make
    for visitor in visitors:
        visitor.close()

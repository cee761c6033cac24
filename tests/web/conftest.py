"""Databases built by the true builder, and sites over them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
import pytest
from datasette import app

from lessons.library import dictionary
from lessons.web import posting
from lessons.web.pages import brief, contribute, correct, from_file, search
from lessons.workers import limits, pool
from tests.web.libraries import ODD, PROJECT, built, wide
from tests.web.visitor import Visitor


@pytest.fixture(scope="session", autouse=True)
def unhurried() -> Iterator[None]:
    """No limit on the time by the clock holds, but where a test sets it: a busy machine changes nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "LONGEST_SECONDS", 600.0)
        patch.setattr(pool, "PATIENCE_SECONDS", 600.0)
        patch.setattr(pool, "DEFAULT", limits.Limits())
        patch.setattr(posting, "PARSING", replace(posting.PARSING, longest=600.0))
        patch.setattr(search, "TIME_LIMIT_SECONDS", 600.0)
        patch.setattr(search, "CSV_SECONDS", 600.0)
        patch.setattr(brief, "TIME_LIMIT_SECONDS", 600.0)
        patch.setattr(brief, "LIMITS", replace(brief.LIMITS, seconds=60.0, longest=600.0))
        for page in (contribute, correct, from_file):
            patch.setattr(page, "LIMITS", replace(contribute.LIMITS, seconds=60.0, longest=600.0))
        patch.setattr(dictionary, "SECONDS_FOR_A_TABLE", 600.0)
        yield


class CompiledOnce(jinja2.BytecodeCache):
    """Keeps what templates were compiled to, by name, file and source: a site compiles them all when it starts, and tests start hundreds."""

    def __init__(self) -> None:
        self.compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        if bucket.key in self.compiled:
            bucket.bytecode_from_string(self.compiled[bucket.key])

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        self.compiled[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """A template is compiled once for all sites of the run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app, "Environment", partial(jinja2.Environment, bytecode_cache=CompiledOnce()))
        yield


@pytest.fixture(scope="session")
def founding(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The founding reviews."""
    return built(PROJECT / "entries", tmp_path_factory.mktemp("founding") / "lessons.db")


@pytest.fixture(scope="session")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reviews that strain a page: bare, long, wide, in other scripts, renamed, withdrawn."""
    folder = tmp_path_factory.mktemp("odd")
    entries = folder / "entries"
    shutil.copytree(ODD, entries)
    entries.joinpath("wide.md").write_text(wide(), "utf-8")
    return built(entries, folder / "lessons.db")


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

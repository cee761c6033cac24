"""No site shows a database that holds more than its readers may see, and every page says when a library is not public."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from datasette.version import __version__

from lessons.building.build import Options, build
from lessons.web import current
from tests.web.page import text
from tests.web.visitor import Visitor

SECRET = "The night desk was told at noon"
REVIEW = """\
---
title: {title}
date: 1998-04
organisation: Kirklees
sector: transport
result: mixed
{more}---

## Summary

{title}, in a sentence or two.

## What was intended

Buses every hour.

## What happened

They ran, mostly empty.

## Why it happened

Nobody had asked the people who would use them.

## Lessons

### Ask the people who will use it

They knew when they went home.

- Id: ask-users
- Recommendation: Ask users when they travel before you set a timetable.
"""
BUILDS = {
    "public": Options(),
    "drafts": Options(drafts=True),
    "internal": Options("internal"),
    "restricted": Options("restricted"),
    "everything": Options("restricted", drafts=True),
}
QUERY = "/lessons.json" if __version__.startswith("0.") else "/lessons/-/query.json"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current, "LOOK_EVERY_SECONDS", 0.0)
    monkeypatch.setattr(current, "PATIENCE_SECONDS", 60.0)


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One collection, built for each audience."""
    folder = tmp_path_factory.mktemp("audiences")
    (folder / "entries").mkdir()
    for name, more in {
        "open": "",
        "draft": "status: draft\n",
        "inside": "handling: internal\n",
        "shut": "handling: restricted\n",
    }.items():
        title = "Night buses" if name == "open" else f"{SECRET} ({name})"
        (folder / "entries" / f"{name}-review.md").write_text(REVIEW.format(title=title, more=more), "utf-8")
    found = {}
    for name, options in BUILDS.items():
        found[name] = folder / f"{name}.db"
        assert build(folder / "entries", found[name], options).written
    return found


def put(database: Path, path: Path) -> Path:
    beside = path.with_name("new")
    shutil.copy(database, beside)
    os.replace(beside, path)
    return path


def everything(site: Visitor) -> str:
    """Return what the site shows, on our pages, on Datasette's and as a file."""
    paths = (
        "/",
        "/reviews",
        "/reviews.json",
        "/search.json",
        "/lessons",
        "/lessons/reviews.json",
        f"{QUERY}?sql=select+title+from+reviews",
    )
    answers = [site.get(path) for path in (*paths, "/data/lessons.db", "/lessons.db")]
    return "\n".join(answer.content.decode("utf-8", "replace") for answer in answers)


def titles(site: Visitor) -> tuple[int, int]:
    """Return how many reviews our pages show and how many Datasette's do."""
    return site.json("/reviews.json")["count"], len(site.json("/lessons/reviews.json?_shape=array"))


@pytest.mark.parametrize("wider", ["drafts", "internal", "restricted", "everything"])
@pytest.mark.parametrize("configured", [{}, {"audience": "public"}], ids=["first served", "configured"])
def test_a_wider_database_is_refused_in_words_and_the_last_right_one_stays(
    builds: dict[str, Path], tmp_path: Path, visit: Callable[..., Visitor], caplog: pytest.LogCaptureFixture,
    wider: str, configured: dict[str, str],
) -> None:  # fmt: skip
    path = put(builds["public"], tmp_path / "lessons.db")
    site = visit(path, plugin=configured)
    assert titles(site) == (1, 1)
    tag = site.get("/").headers["etag"]
    put(builds[wider], path)
    assert titles(site) == (1, 1)
    assert SECRET not in everything(site)
    assert "is wider than the public audience that was asked for" in caplog.text
    page = site.get("/", headers={"if-none-match": tag})
    assert "contains more than the readers of this site may see" in page.text
    put(builds["public"], path)
    assert "holds more than" not in site.get("/").text


def test_a_database_with_fewer_drafts_or_for_more_readers_is_taken_and_the_first_one_s_kind_may_come_back(
    builds: dict[str, Path], tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    path = put(builds["restricted"], tmp_path / "lessons.db")
    site = visit(path)
    seen = [titles(site)]
    for name in ("internal", "public", "everything", "restricted"):
        put(builds[name], path)
        seen.append(titles(site))
    assert seen == [(3, 3), (2, 2), (1, 1), (1, 1), (3, 3)]


def test_a_site_that_starts_on_a_wider_database_than_configured_shows_nothing_of_it_until_a_right_one_comes(
    builds: dict[str, Path], tmp_path: Path, visit: Callable[..., Visitor], caplog: pytest.LogCaptureFixture
) -> None:
    path = put(builds["restricted"], tmp_path / "lessons.db")
    site = visit(path, plugin={"audience": "internal"})
    assert "not served: it was built for the restricted audience" in caplog.text
    shown = everything(site)
    assert SECRET not in shown
    assert "Night buses" not in shown
    put(builds["internal"], path)
    assert titles(site) == (2, 2)


@pytest.mark.parametrize("setting", ["cabinet", "", None, "Restricted", True])
def test_an_audience_that_is_none_counts_as_the_public(
    builds: dict[str, Path], tmp_path: Path, visit: Callable[..., Visitor], setting: object
) -> None:
    site = visit(put(builds["internal"], tmp_path / "lessons.db"), plugin={"audience": setting})
    assert SECRET not in everything(site)


PAGES = (
    "/",
    "/search?q=bus",
    "/reviews",
    "/reviews/open-review",
    "/browse",
    "/outcomes",
    "/charts",
    "/data",
    "/data/sql",
    "/help",
    "/nothing",
)
NATIVE = (
    "/lessons",
    "/lessons/reviews",
    "/lessons/schemes/sector",
    f"{QUERY.removesuffix('.json')}?sql=select+1",
    "/-/databases",
    "/-/versions",
)
MARKS = {
    "public": None,
    "drafts": "Drafts are shown here.",
    "internal": "Not public: this library is for internal readers only.",
    "restricted": "Not public: this library is for restricted readers only.",
    "everything": "Not public: this library is for restricted readers only. Drafts are shown here.",
}


@pytest.mark.parametrize("name", MARKS)
def test_every_page_says_whom_a_library_is_for(
    builds: dict[str, Path], tmp_path: Path, visit: Callable[..., Visitor], name: str
) -> None:
    site = visit(put(builds[name], tmp_path / "lessons.db"))
    for path in PAGES:
        page = site.page(path, status=404 if path == "/nothing" else 200)
        assert [text(mark) for mark in page.findall(".//*[@class='audience']")] == (
            [MARKS[name]] if MARKS[name] else []
        ), path
        robots = [element for element in page.iter("meta") if element.get("name") == "robots"]
        assert robots or name == "public", path
    for path in NATIVE:
        answer = site.get(path)
        assert answer.status_code == 200, path
        assert (f'<strong class="lessons-audience">{MARKS[name]}</strong>' in answer.text) == bool(MARKS[name]), path
        assert "lessons-header" in answer.text


def test_what_a_database_says_of_itself_is_what_counts(
    builds: dict[str, Path], tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    """A file that does not say whom it is for is taken for the widest."""
    path = put(builds["public"], tmp_path / "lessons.db")
    site = visit(path)
    silent = tmp_path / "silent.db"
    shutil.copy(builds["restricted"], silent)
    with sqlite3.connect(silent) as connection:
        connection.execute("DELETE FROM build_info WHERE key IN ('audience', 'drafts')")
    connection.close()
    put(silent, path)
    assert SECRET not in everything(site)

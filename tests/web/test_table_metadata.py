"""Datasette's own pages know our tables whatever the file is called, and the operator's metadata holds for each of them."""

from __future__ import annotations

import asyncio
import html
import shutil
import sqlite3
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from datasette.app import Datasette
from datasette.version import __version__

from lessons.library.canned_queries import CANNED_QUERIES
from lessons.schema import TABLES
from lessons.web import table_metadata
from lessons.web.site import site_of
from tests.web.visitor import Visitor

WORD = "sixty"
NAMES = ("lessons.db", "lessons-internal.db", "anything at all.db")


def copied(database: Path, folder: Path, name: str) -> Path:
    return Path(shutil.copy(database, folder / name))


def search(site: Visitor) -> list[str]:
    """Return the titles that Datasette's own search in the table of reviews finds."""
    native = site_of(site.datasette).native  # type: ignore[union-attr]
    return [row["title"] for row in site.json(f"{native}/reviews.json?_search={WORD}&_shape=array")]


@pytest.mark.parametrize("name", NAMES)
def test_the_shipped_metadata_holds_for_the_file_of_every_audience(
    odd: Path, tmp_path: Path, visit: Callable[..., Visitor], name: str
) -> None:
    site = visit(copied(odd, tmp_path, name))
    native = site_of(site.datasette).native  # type: ignore[union-attr]
    assert search(site) == ["A review with sixty lessons"]
    page = site.get(f"{native}/reviews").text
    assert "One row for each after-action review, with its single-valued facts." in page
    assert "facet-sector" in page or "facet-results" in page
    assert "Every table and column is described in the" in site.get(native).text


@pytest.mark.parametrize("name", NAMES)
def test_canned_queries_are_offered_and_run_under_any_name_of_the_file(
    odd: Path, tmp_path: Path, visit: Callable[..., Visitor], name: str
) -> None:
    site = visit(copied(odd, tmp_path, name))
    native = site_of(site.datasette).native  # type: ignore[union-attr]
    # Datasette 1.0 has them on a page of their own.
    listed = site.get(native if __version__.startswith("0.") else f"{native}/-/queries").text
    for query in CANNED_QUERIES:
        assert f"{native}/{query.name}" in listed
        rows = site.json(f"{native}/{query.name}.json?_shape=array&{urlencode(query.values)}")
        assert all(isinstance(row, dict) for row in rows)
    page = html.unescape(site.get(f"{native}/lessons_that_match?words=sixty&sector=").text)
    query = next(query for query in CANNED_QUERIES if query.name == "lessons_that_match")
    assert query.described() in page
    assert 'name="words"' in page
    statuses = site.json(f"{native}/lessons_by_status.json?_shape=array")
    assert sum(row["lessons"] for row in statuses) == site.json("/search.json")["count"]


def test_no_hidden_table_refers_to_another(odd: Path) -> None:
    """GraphQL for Datasette follows every reference to a table, and breaks off at one from a table that it does not show."""
    connection = sqlite3.connect(odd)
    try:
        referring = {
            table
            for table, facts in table_metadata.declared().items()
            if facts.get("hidden")
            and connection.execute("SELECT 1 FROM pragma_foreign_key_list(?)", (table,)).fetchone()
        }
    finally:
        connection.close()
    assert referring == set()


def test_the_operator_s_canned_query_of_the_same_name_comes_first(
    odd: Path, tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    own = {"queries": {"lessons_by_status": {"sql": "SELECT 'ours' AS whose"}, "plain": "SELECT 'plain' AS whose"}}
    site = visit(copied(odd, tmp_path, "mine.db"), metadata={"databases": {"mine": own}})
    assert site.json("/mine/lessons_by_status.json?_shape=array") == [{"whose": "ours"}]
    assert site.json("/mine/plain.json?_shape=array") == [{"whose": "plain"}]
    assert site.get("/mine/lessons_of_failures").status_code == 200


def test_without_any_metadata_the_tables_are_described_and_searched(odd: Path, tmp_path: Path) -> None:
    site = Visitor.__new__(Visitor)
    options = {} if __version__.startswith("0.") else {"config": {}}
    site.datasette = Datasette([str(copied(odd, tmp_path, "other.db"))], **options)
    site.loop = asyncio.new_event_loop()
    site.run(site.datasette.invoke_startup())
    try:
        assert search(site) == ["A review with sixty lessons"]
        assert site.get("/other/lessons_by_status").status_code == 200
        (table,) = (table for table in TABLES if table.name == "outcomes")
        page = unescape(site.get("/other/outcomes").text)
        assert table.sentence.split("`")[0] in page
        for column in table.columns:
            assert column.sentence in page, column.name
    finally:
        site.close()


def test_what_the_operator_says_of_the_file_by_its_name_comes_first(
    odd: Path, tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    own = {"tables": {"reviews": {"description": "Ours, by name."}}}
    site = visit(copied(odd, tmp_path, "mine.db"), metadata={"databases": {"mine": own, "lessons": {"title": "Both"}}})
    assert "Ours, by name." in site.get("/mine/reviews").text
    assert search(site) == ["A review with sixty lessons"]


def test_permissions_for_the_usual_name_hold_for_every_name(
    odd: Path, tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    site = visit(
        copied(odd, tmp_path, "lessons-internal.db"), metadata={"databases": {"lessons": {"allow": {"id": "reader"}}}}
    )
    for path in ("/", "/search.json", "/lessons-internal", "/lessons-internal/reviews.json"):
        assert site.get(path).status_code == 403, path


def test_a_foreign_database_called_as_ours_usually_is_keeps_its_metadata_to_itself(
    odd: Path, tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    other = tmp_path / "lessons.db"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE reviews (x)")
    connection.close()
    site = visit(other, copied(odd, tmp_path, "ours.db"), metadata={"databases": {"lessons": {"allow": False}}})
    assert site.get("/lessons").status_code == 403
    assert site.get("/").status_code == 200


@pytest.mark.skipif(not __version__.startswith("0."), reason="Datasette 1.0 has no such hook")
@pytest.mark.parametrize("table", [None, "reviews", "not there"])
@pytest.mark.parametrize("key", [None, "allow", "plugins", "queries", "tables", "title", "description"])
def test_what_is_looked_up_alone_is_what_stands_among_everything(
    odd: Path, tmp_path: Path, visit: Callable[..., Visitor], monkeypatch: pytest.MonkeyPatch, key: str | None, table: str | None
) -> None:  # fmt: skip
    own = {"allow": {"id": "ann"}, "title": "T", "description": "D", "plugins": {"p": 1}}
    metadata = {"databases": {"lessons": {**own, "tables": {"reviews": {"allow": {"id": "bob"}}, "mine": own}}}}
    site = visit(copied(odd, tmp_path, "other.db"), metadata=metadata).datasette
    looked_up = site.metadata(key, "other", table)
    alone = table_metadata.for_stable
    monkeypatch.setattr(table_metadata, "for_stable", lambda site, *_: alone(site))
    assert looked_up == site.metadata(key, "other", table)
    assert looked_up

"""A replaced database is picked up without a restart, without a failed request, and never half."""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from lessons.schema import SCHEMA_VERSION
from lessons.web import current
from lessons.web.native import KEPT
from lessons.web.site import site_of
from lessons.web.snapshot import open_snapshot
from tests.web.page import one, text
from tests.web.visitor import Visitor


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at the file at each request, and wait for a new version as long as it takes: no test depends on the clock."""
    monkeypatch.setattr(current, "LOOK_EVERY_SECONDS", 0.0)
    monkeypatch.setattr(current, "PATIENCE_SECONDS", 60.0)


@pytest.fixture
def served(odd: Path, tmp_path: Path, visit: Callable[..., Visitor]) -> tuple[Visitor, Path]:
    path = tmp_path / "lessons.db"
    shutil.copy(odd, path)
    return visit(path), path


def replace(path: Path, with_: Path) -> None:
    beside = path.with_name("new")
    shutil.copy(with_, beside)
    os.replace(beside, path)


def renamed(path: Path, folder: Path, name: str) -> Path:
    """Return a copy of the database whose unit has another name."""
    copy = folder / f"{name}.db"
    shutil.copy(path, copy)
    with sqlite3.connect(copy) as connection:
        connection.execute("UPDATE units SET name = ?", (name,))
    connection.close()
    return copy


def names(site: Visitor) -> tuple[str, str]:
    """Return the unit's name as our page and as Datasette's own show it."""
    native = site.json("/lessons/units.json?_shape=array")[0]["name"]
    return text(one(site.page("/"), ".//h1")), native


def test_our_pages_and_datasette_s_both_show_the_new_version(served: tuple[Visitor, Path], tmp_path: Path) -> None:
    site, path = served
    before = names(site)
    replace(path, renamed(path, tmp_path, "Second"))
    assert names(site) == ("Second", "Second") != before
    replace(path, renamed(path, tmp_path, "Third"))
    assert names(site) == ("Third", "Third")


def test_the_page_s_tag_moves_with_the_version(served: tuple[Visitor, Path], tmp_path: Path) -> None:
    site, path = served
    tag = site.get("/").headers["etag"]
    replace(path, renamed(path, tmp_path, "Second"))
    assert site.get("/", headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize("kind", ["empty", "text", "cut", "foreign", "absent"])
def test_a_bad_file_is_passed_over_and_logged(
    served: tuple[Visitor, Path], tmp_path: Path, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    site, path = served
    before = names(site)
    bad = tmp_path / "bad"
    if kind == "empty":
        bad.write_bytes(b"")
    elif kind == "text":
        bad.write_text("This is not a database.")
    elif kind == "cut":
        bad.write_bytes(path.read_bytes()[:20_000])
    elif kind == "foreign":
        sqlite3.connect(bad).execute("CREATE TABLE t (x)").connection.close()
    if kind == "absent":
        path.unlink()
    else:
        os.replace(bad, path)
    assert names(site) == before
    assert site.json("/search.json")["count"] > 0
    if kind != "absent":
        assert "not served" in caplog.text


def changed(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def rotted(path: Path) -> None:
    """Overwrite a page of a table with noughts, as a failing disk does."""
    connection = sqlite3.connect(path)
    (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'sections'").fetchone()
    connection.close()
    raw = bytearray(path.read_bytes())
    raw[(page - 1) * 4096 : page * 4096] = bytes(4096)
    path.write_bytes(raw)


def version(number: str) -> Callable[[Path], None]:
    return lambda path: changed(path, f"UPDATE build_info SET value = '{number}' WHERE key = 'schema_version'")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (version("99.0"), "its schema has version 99.0, but this version of lessons reads "),
        (version("0.9"), "its schema has version 0.9, but"),
        (version("new"), 'its schema version is "new", which is not a version'),
        (lambda path: changed(path, "DROP TABLE reviews"), "the table reviews is missing"),
        (lambda path: changed(path, "DROP VIEW lesson_cards"), "the view lesson_cards is missing"),
        (lambda path: changed(path, "DROP TABLE lessons_fts"), "the full-text index lessons_fts is missing"),
        (lambda path: changed(path, "DROP TABLE lsa_terms"), "the table lsa_terms is missing"),
        (lambda path: changed(path, "ALTER TABLE sources DROP COLUMN url"), "the column url of the table sources is missing"),
        (lambda path: changed(path, "UPDATE lsa_reviews SET vector = substr(vector, 2) WHERE number = (SELECT min(number) FROM lsa_reviews)"), ""),
        (rotted, "it is damaged ("),
    ],
    ids=["newer", "older", "no version", "table", "view", "index", "search", "column", "vectors", "rotted"],
)  # fmt: skip
def test_a_database_that_the_pages_cannot_work_with_is_refused_in_words_and_the_one_before_kept(
    served: tuple[Visitor, Path],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    spoil: Callable[[Path], None],
    words: str,
) -> None:
    site, path = served
    before = names(site)
    bad = renamed(path, tmp_path, "Bad")
    spoil(bad)
    replace(path, bad)
    assert names(site) == before
    assert f"{path}: not served: {words}" in caplog.text
    assert "the previous version is still being served" in caplog.text
    assert site.json("/search.json?q=sixty")["count"] > 0


def test_a_schema_with_additions_to_ours_is_served(served: tuple[Visitor, Path], tmp_path: Path) -> None:
    site, path = served
    major, _, minor = SCHEMA_VERSION.partition(".")
    newer = renamed(path, tmp_path, "Newer")
    version(f"{major}.{int(minor) + 7}")(newer)
    replace(path, newer)
    assert names(site) == ("Newer", "Newer")


def test_after_a_bad_file_a_good_one_is_served(served: tuple[Visitor, Path], tmp_path: Path, odd: Path) -> None:
    site, path = served
    path.with_name("bad").write_text("no")
    os.replace(path.with_name("bad"), path)
    names(site)
    replace(path, renamed(odd, tmp_path, "Second"))
    assert names(site) == ("Second", "Second")


def left_by_a_killed_writer(path: Path) -> None:
    """Put beside the database what a program leaves that changed it in WAL mode and was killed."""
    copy = path.with_name("copy.db")
    shutil.copy(path, copy)
    writer = sqlite3.connect(copy)
    writer.execute("PRAGMA journal_mode = WAL")
    writer.execute("UPDATE units SET name = 'Dead edit'")
    writer.commit()
    for suffix in ("", "-wal", "-shm"):
        shutil.copy(f"{copy}{suffix}", f"{path}.new{suffix}")
    writer.close()
    os.replace(f"{path}.new", path)
    for suffix in ("-wal", "-shm"):
        os.replace(f"{path}.new{suffix}", f"{path}{suffix}")


@pytest.mark.parametrize("when", ["before the start", "while it is served"])
def test_what_a_killed_writer_left_beside_the_file_is_shown_nowhere(
    odd: Path, tmp_path: Path, visit: Callable[..., Visitor], when: str
) -> None:
    path = tmp_path / "lessons.db"
    shutil.copy(odd, path)
    if when == "before the start":
        left_by_a_killed_writer(path)
    site = visit(path)
    before = names(site)
    left_by_a_killed_writer(path)
    assert names(site) == before
    assert "Dead edit" not in before


def test_requests_during_replacements_never_fail_and_never_mix_versions(
    served: tuple[Visitor, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, path = served
    monkeypatch.setattr(current, "PATIENCE_SECONDS", 0.0)
    versions = [renamed(path, tmp_path, f"Version {number}") for number in range(6)]

    async def all_at_once() -> list[tuple[str, int, str]]:
        async def ask(address: str) -> tuple[str, int, str]:
            response = await site.datasette.client.get(address)
            return address, response.status_code, response.text

        found = []
        for version in versions:
            replace(path, version)
            found += await asyncio.gather(
                *(ask(address) for address in ("/", "/reviews/renamed", "/search?q=x", "/lessons/units.json") * 5)
            )
        return found

    for address, status, body in site.run(all_at_once()):
        assert status == 200, address
        if address == "/":
            # The name stands in the header and in the heading: both are of one version.
            assert len({part.split("<")[0] for part in body.split('class="brand" href="/">')[1:]}) == 1
            header = body.split('class="brand" href="/">')[1].split("<")[0]
            assert header in body.split("<h1")[1].split("</h1>")[0]
    monkeypatch.setattr(current, "PATIENCE_SECONDS", 60.0)
    assert names(site) == ("Version 5", "Version 5")


def open_files() -> set[int]:
    """Return the numbers by which the file system knows the files that this process has open."""
    found = set()
    for descriptor in os.listdir("/proc/self/fd"):
        with suppress(OSError):  # the one by which they were listed
            found.add(os.stat(f"/proc/self/fd/{descriptor}").st_ino)
    return found


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="the system does not say what is open")
def test_connections_to_replaced_versions_are_closed(served: tuple[Visitor, Path], tmp_path: Path) -> None:
    site, path = served
    versions = [path.stat().st_ino]
    # A file that is still open keeps its number to itself, so that no later one can have it.
    for number in range(2 * KEPT):
        names(site)
        replace(path, renamed(path, tmp_path, f"Version {number}"))
        versions.append(path.stat().st_ino)
    names(site)
    gc.collect()
    found = open_files()
    assert versions[-1] in found
    # Requests under way may still read the versions that were replaced last.
    assert found.isdisjoint(set(versions[: -KEPT - 2]) - set(versions[-KEPT - 2 :]))


def test_a_database_of_ours_that_is_damaged_at_the_start_is_not_left_to_datasette(
    odd: Path, tmp_path: Path, visit: Callable[..., Visitor], caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "lessons.db"
    shutil.copy(odd, path)
    with sqlite3.connect(path) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'build_info'").fetchone()
    connection.close()
    raw = bytearray(path.read_bytes())
    raw[(page - 1) * 4096 : page * 4096] = bytes(4096)
    path.write_bytes(raw)
    site = visit(path)
    assert f"{path}: not served: " in caplog.text
    home = site.get("/")
    assert home.status_code == 503
    assert "The library is not available at the moment" in home.text
    replace(path, odd)
    assert site.get("/").status_code == 200


def test_the_plugin_keeps_still_without_a_database_of_ours(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    other = tmp_path / "other.db"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    site = visit(other)
    assert site_of(site.datasette) is None
    home = site.get("/")
    assert home.status_code == 200
    assert "Datasette" in home.text
    assert "lessons" not in home.text
    assert "content-security-policy" not in home.headers
    assert site.get("/search").status_code == 404
    assert "Page not found" not in site.get("/nope").text


def test_the_database_is_known_by_what_it_says_not_by_its_name(
    odd: Path, tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    named = tmp_path / "anything at all.db"
    shutil.copy(odd, named)
    site = visit(named)
    assert site.get("/").status_code == 200
    link = next(a for a in site.page("/data").findall(".//main//a") if text(a) == "Browse the tables")
    assert site.get(link.get("href", "")).status_code == 200


def test_the_connection_that_was_used_last_is_lent_first(odd: Path) -> None:
    snapshot = open_snapshot(odd)
    with snapshot.connection() as first:
        pass
    with snapshot.connection() as again, snapshot.connection() as another:
        assert again is first
        assert another is not first
    snapshot.retire()

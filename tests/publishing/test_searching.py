"""The search in the browser: what is given to Pagefind, that its index is the same each time, and a search with it."""

from __future__ import annotations

import gzip
import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from lessons.cli import main
from lessons.library.audience import Audience
from lessons.publishing import searching, site
from lessons.publishing.repeatable import in_order
from lessons.search.documents import SearchDocument, documents
from lessons.web.static_addresses import file_of
from tests.web.browser.live import chromium, chromium_path
from tests.web.libraries import PROJECT
from tests.web.page import parse, text

needs_pagefind = pytest.mark.skipif(not searching.available(), reason="needs the extra static (Pagefind)")


@pytest.fixture(scope="module")
def searched(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export with a search, in a folder below the one that is served."""
    folder = tmp_path_factory.mktemp("served") / "any" / "path"
    site.export(
        database, folder, base=None, metadata=PROJECT / "metadata.yml", readers=Audience(), indexed=searching.write
    )
    return folder


def test_documents_are_every_lesson_and_review_with_the_facets_that_search_counts(database: Path) -> None:
    connection = sqlite3.connect(database)
    found = list(documents(connection))
    ids = [
        id_
        for sql in ("SELECT id FROM lessons ORDER BY number", "SELECT id FROM reviews ORDER BY number")
        for (id_,) in connection.execute(sql)
    ]
    sectors = set(connection.execute("SELECT review_id, term FROM review_terms WHERE scheme = 'sector'"))
    connection.close()
    assert [one.id for one in found] == ids
    assert {
        (one.id, value)
        for one in found
        if one.kind == "reviews"
        for facet, value in one.facets
        if facet == "sector" and value != "not-stated"
    } == sectors
    assert all(len(one.facets) == len(one.labels) for one in found)


def test_pagefind_is_given_text_as_text_with_its_weights_and_its_filters() -> None:
    document = SearchDocument(
        "lessons", "a#b", "/reviews/a/b", "Title <script>", {"body": "x & y\n\nz", "advice": "Do </div> it"},
        (("sector", "housing"), ("result", "failure")), ("Housing", "Failure"), "The review", "Kirklees", "1998", "2026-01-02", "public",
    )  # fmt: skip
    html = searching.html_of(document)
    tree = parse(html.removeprefix("<!DOCTYPE html>"))
    assert text(tree.find(".//h1")) == "Title <script>"
    assert [(part.get("data-pagefind-weight"), text(part)) for part in tree.findall(".//div")] == [
        ("3", "Do </div> it"),
        ("1", "x & yz"),
    ]
    assert [text(part) for part in tree.findall(".//p")] == ["Do </div> it", "x & y", "z"]
    marks = {
        (name, mark.get(name), mark.get("data-value"))
        for mark in tree.findall(".//i")
        for name in mark.attrib
        if name != "data-value"
    }
    assert ("data-pagefind-filter", "sector[data-value]", "housing") in marks
    assert ("data-pagefind-filter", "in[data-value]", "lessons") in marks
    assert ("data-pagefind-meta", "result[data-value]", "Failure") in marks


def cbor(value: Any) -> bytes:
    """Return a value in the kinds of CBOR that an index has."""
    if isinstance(value, int):
        return (
            bytes([value]) if value < 24 else bytes([24, value]) if value < 256 else b"\x19" + value.to_bytes(2, "big")
        )
    kind = 3 if isinstance(value, str) else 4
    length = len(value.encode()) if isinstance(value, str) else len(value)
    head = cbor(length)
    content = value.encode() if isinstance(value, str) else b"".join(map(cbor, value))
    return bytes([head[0] | kind << 5]) + head[1:] + content


def index(folder: Path, *, order: int) -> dict[str, bytes]:
    """Write an index whose filters, values and characters stand in an order, put it in its own, and return its files."""
    (folder / "filter").mkdir(parents=True)

    def stored(path: Path, value: Any, digits: int) -> str:
        data = b"pagefind_dcd" + cbor(value)
        name = f"{path.name}_{hashlib.sha1(data).hexdigest()[:digits]}"
        ending = "pf_filter" if digits == 7 else "pf_meta"
        (path.parent / f"{name}.{ending}").write_bytes(gzip.compress(data))
        return name

    filters = [
        ("sector", [["housing", [1, 24, 300]], ["health", []]]),
        ("year", [["1998", [0]], ["2001", [2]], ["2007", list(range(30))]]),
    ]
    names = [[name, stored(folder / "filter/en", [name, values[::order]], 7)] for name, values in filters]
    meta = stored(
        folder / "pagefind.en", ["1.5.2", [["en_1", 3]], [], names[::order], [["published", [1, 0]]], ["title"]], 10
    )
    said = {"languages": {"en": {"hash": meta.removeprefix("pagefind.")}}, "include_characters": ["_", "‿"][::order]}
    (folder / "pagefind-entry.json").write_text(json.dumps(said), "utf-8")
    in_order(folder)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_index_is_the_same_in_whatever_order_its_filters_were_written(tmp_path: Path) -> None:
    first, other = index(tmp_path / "a", order=1), index(tmp_path / "b", order=-1)
    assert first == other
    (meta,) = [name for name in first if name.endswith(".pf_meta")]
    assert f'"{meta.removeprefix("pagefind.").removesuffix(".pf_meta")}"' in first["pagefind-entry.json"].decode()
    held = gzip.decompress(first[meta])
    filters = [name.removeprefix("filter/").removesuffix(".pf_filter") for name in first if name.startswith("filter/")]
    assert len(filters) == 2
    assert all(name.encode() in held for name in filters)


def test_where_pagefind_is_missing_that_is_said_and_the_pages_have_no_search(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "available", lambda: False)
    done = CliRunner().invoke(main, ["export", "site", str(tmp_path / "pages"), "--database", str(database)])
    assert done.exit_code == 0, done.stderr
    assert (
        "There is no search: it is made by Pagefind, which is not installed (pip install 'lessons-learned-unit[static]')."
        in done.stderr
    )
    assert not (tmp_path / "pages/search.html").exists()


@needs_pagefind
def test_an_index_that_is_made_twice_is_the_same_and_leads_to_files(
    database: Path, searched: Path, tmp_path: Path
) -> None:
    searching.write(database, tmp_path / "again")
    made = searched / "pagefind"
    first = {path.relative_to(made): path.read_bytes() for path in made.rglob("*") if path.is_file()}
    assert {
        path.relative_to(tmp_path / "again"): path.read_bytes()
        for path in (tmp_path / "again").rglob("*")
        if path.is_file()
    } == first
    found = [
        json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd")) for path in made.glob("fragment/*")
    ]
    with sqlite3.connect(database) as connection:
        (count,) = connection.execute(
            "SELECT (SELECT count(*) FROM lessons) + (SELECT count(*) FROM reviews)"
        ).fetchone()
    connection.close()
    assert len(found) == count
    assert [one["url"] for one in found if not (searched / one["url"].strip("/")).is_file()] == []


@needs_pagefind
def test_the_page_of_the_search_has_every_filter_and_says_what_it_needs(searched: Path) -> None:
    tree = parse((searched / "search.html").read_text("utf-8"))
    form = tree.find(".//form[@id='search']")
    assert form is not None
    assert (form.get("action"), form.get("data-index")) == ("search.html", "pagefind/pagefind.js")
    assert "needs JavaScript" in text(tree.find(".//noscript"))
    assert {box.get("name") for box in tree.findall(".//input[@type='checkbox']")} >= {"sector", "result", "tag"}
    for page in searched.rglob("*.html"):
        for small in parse(page.read_text("utf-8")).findall(".//form"):
            assert (page.parent / small.get("action", "")).resolve() == searched / "search.html"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        del args


@pytest.fixture
def served(searched: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(searched.parents[1])))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/any/path/"
    server.shutdown()
    thread.join()
    server.server_close()


@needs_pagefind
@pytest.mark.browser
@pytest.mark.skipif(not chromium_path(), reason="no Chromium is installed, and CHROMIUM names none")
def test_a_search_in_a_browser_finds_filters_and_leads_to_the_page(served: str, database: Path) -> None:
    connection = sqlite3.connect(database)
    statement, review, lesson = connection.execute(
        "SELECT statement, review_id, local_id FROM lessons ORDER BY number LIMIT 1"
    ).fetchone()
    connection.close()
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 360, "height": 800})
        wrong: list[str] = []
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.on("response", lambda response: wrong.append(response.url) if response.status >= 400 else None)
        page.goto(f"{served}index.html")
        page.fill("#q", f'"{statement}"')
        page.press("#q", "Enter")
        page.wait_for_selector("#list li")
        hrefs = page.eval_on_selector_all("#list a", "all => all.map(one => one.href)")
        assert f"{served}{file_of(f'/reviews/{review}/{lesson}', full=False)}" in hrefs
        page.goto(f"{served}search.html?result=not-stated&in=reviews")
        page.wait_for_selector("#list li")
        assert page.is_checked("input[name=result][value=not-stated]")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert wrong == []

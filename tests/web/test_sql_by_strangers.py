"""Queries that would stop a site, on our page and on Datasette's own: each is refused or cut in words, and the site lives on.

The worst of them end in one SQLite function that nothing interrupts, fill the memory, or give more than a page can show.
"""

from __future__ import annotations

import asyncio
import csv
import io
import json
import os
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from datasette import hookimpl
from datasette.plugins import pm
from datasette.version import __version__

from lessons.library import query
from lessons.library.bounds import COLUMNS
from lessons.web.pages import search as search_pages
from lessons.web.site import site_of
from lessons.workers.pool import Workers
from tests.web.page import one, text
from tests.web.visitor import Visitor

COUNTING = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT {rows}) SELECT {what} FROM n"
ONE_CALL = "instr(hex(zeroblob(2400000)), hex(zeroblob(1200000)) || 1)"
# 5 MB is the most that a value may have; the pattern is half of it and almost everywhere right.
ENDLESS = {
    "one function": f"SELECT {' + '.join([ONE_CALL] * 20)}",
    "one call": "SELECT instr(hex(zeroblob(2490000)), hex(zeroblob(1240000)) || 1)",
    "recursion": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
    "pattern": "SELECT hex(zeroblob(2490000)) LIKE '%' || hex(zeroblob(20000)) || '1'",
    "join": "SELECT count(*) FROM sections a, sections b, sections c, sections d, sections e WHERE a.text || b.text = c.text",
}
GREEDY = {
    "value": "SELECT zeroblob(900000000)",
    "array": "SELECT json_group_array(a.text || b.text) FROM sections a, sections b, sections c",
    "sorting": "SELECT * FROM ("
    + COUNTING.format(rows=5000, what="i, hex(zeroblob(200000)) AS h")
    + ") ORDER BY h DESC, i",
}
WIDE = COUNTING.format(rows=1000, what=", ".join(["i"] * 1990))
BROAD = COUNTING.format(rows=1000, what=", ".join(f"i AS c{column}" for column in range(150)))
BROADER = COUNTING.format(rows=4000, what=", ".join(f"i AS c{column}" for column in range(150)))
TOOK_TOO_LONG = "took longer than 2 seconds|took too long"


def native(sql: str, ending: str = ".json", **more: str) -> str:
    """Return Datasette's own address of a query."""
    where = "/lessons" if __version__.startswith("0.") else "/lessons/-/query"
    return f"{where}{ending}?sql={quote(sql)}" + "".join(f"&{key}={quote(value)}" for key, value in more.items())


def ours(sql: str, ending: str = ".json") -> str:
    return f"/data/sql{ending}?sql={quote(sql)}"


def words(response: Any) -> str:
    """Return what an answer says, without marks."""
    return " ".join(re.sub(r"<[^>]*>", " ", response.text).split())


@pytest.fixture(scope="module")
def open_site(founding: Path) -> Iterator[Visitor]:
    """A site that gives queries more time than they need to run into other limits."""
    visitor = Visitor(founding, settings={"sql_time_limit_ms": 20_000})
    yield visitor
    visitor.close()


@pytest.fixture(scope="module")
def hasty_site(founding: Path) -> Iterator[Visitor]:
    """A site that stops queries soon: what never ends need not be waited for long."""
    visitor = Visitor(founding, settings={"sql_time_limit_ms": 200})
    yield visitor
    visitor.close()


@pytest.fixture(autouse=True)
def seconds_of_a_query(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lessons.web.pages.sql.SECONDS", 0.2 if "hasty_site" in request.fixturenames else 20.0)


@pytest.mark.slow
@pytest.mark.parametrize("address", [ours, native])
@pytest.mark.parametrize("sql", ENDLESS.values(), ids=ENDLESS)
def test_what_never_ends_is_stopped_and_others_are_answered_meanwhile(
    hasty_site: Visitor, sql: str, address: Callable[[str], str]
) -> None:
    async def both() -> tuple[Any, Any]:
        client = hasty_site.datasette.client
        asked = asyncio.create_task(client.get(address(sql)))
        await asyncio.sleep(0)
        page = await client.get("/search?q=crews")
        return page, await asked

    page, stopped = hasty_site.run(both())
    assert page.status_code == 200
    assert stopped.status_code == 400
    assert re.search(TOOK_TOO_LONG, stopped.json()["error"])
    assert hasty_site.json(ours("SELECT 1 AS one"))["rows"] == [{"one": 1}]


def test_the_page_of_a_query_that_took_too_long_keeps_it_with_its_values(hasty_site: Visitor) -> None:
    sql = f"{ENDLESS['recursion']} WHERE i > :least"
    page = hasty_site.page(f"{ours(sql, '')}&least=7")
    assert re.search(TOOK_TOO_LONG, text(one(page, ".//*[@role='alert']")))
    assert one(page, ".//textarea").text == sql
    assert one(page, ".//input[@name='least']").get("value") == "7"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs something that a process waits for")
def test_pages_are_answered_while_every_worker_is_kept_busy(open_site: Visitor, tmp_path: Path) -> None:
    site = site_of(open_site.datasette)
    assert site is not None
    gates = [tmp_path / "first", tmp_path / "second"]
    for gate in gates:
        os.mkfifo(gate)

    async def many() -> list[Any]:
        client = open_site.datasette.client
        # Each is opened when somebody writes to it, at the end.
        busy = [asyncio.create_task(site.workers.run("os:open", gate, os.O_RDONLY)) for gate in gates]
        await asyncio.sleep(0)
        asked = [asyncio.create_task(client.get(address("SELECT 1"))) for address in (ours, native) * 2]
        pages = [await client.get(path) for path in ("/", "/search?q=crews", "/reviews", "/search.json?q=crews")]
        assert [page.status_code for page in pages] == [200] * 4
        assert not any(task.done() for task in [*busy, *asked])
        for gate in gates:
            os.close(await asyncio.to_thread(os.open, gate, os.O_WRONLY))
        await asyncio.gather(*busy)
        return await asyncio.gather(*asked)

    assert {answer.status_code for answer in open_site.run(many())} == {200}


@pytest.mark.parametrize("address", [ours, native])
@pytest.mark.parametrize("sql", GREEDY.values(), ids=GREEDY)
def test_what_wants_too_much_memory_is_refused_in_words(
    open_site: Visitor, sql: str, address: Callable[[str], str]
) -> None:
    answer = open_site.get(address(sql))
    assert answer.status_code == 400
    assert re.search("more memory than is allowed|grew larger than 5 MB", answer.json()["error"])
    assert open_site.json(ours("SELECT 1 AS one"))["rows"] == [{"one": 1}]


@pytest.mark.parametrize("address", [ours, native])
def test_too_many_columns_are_refused_in_words(open_site: Visitor, address: Callable[[str], str]) -> None:
    answer = open_site.get(address(WIDE))
    assert answer.status_code == 400
    assert f"more than {COLUMNS} columns" in answer.json()["error"]


def test_too_many_cells_are_cut_and_said_to_be_cut(open_site: Visitor) -> None:
    rows = query.PAGE.cells // 150
    page = open_site.get(ours(BROAD, ""))
    assert f"First {rows} rows" in words(page)
    assert page.text.count("<td") <= 3000
    assert "of these rows are shown here; CSV and JSON have all of them" in words(page)
    body = open_site.json(ours(BROADER))
    assert body["truncated"]
    assert len(body["rows"]) == query.DATA.cells // 150
    refused = open_site.get(ours(BROADER, ".csv"))
    assert refused.status_code == 400
    assert "500,000 cells" in refused.text


def test_datasette_s_own_page_is_cut_and_says_so(open_site: Visitor) -> None:
    body = open_site.json(native(COUNTING.format(rows=900, what=", ".join(f"i AS c{n}" for n in range(100)))))
    assert body["truncated"]
    page = open_site.get(native(BROAD, ""))
    if __version__.startswith("0."):
        assert page.text.count("<td") <= 4500
        assert "returning more than 30 row" in words(page)
    else:
        assert "Ask for fewer rows" in words(page)
    large = COUNTING.format(rows=900, what=", ".join(f"i AS c{n}" for n in range(100)))
    assert "Ask for fewer rows" in words(open_site.get(native(large, ".csv")))


def test_a_table_page_is_never_cut_without_a_word(
    open_site: Visitor, visit: Callable[..., Visitor], founding: Path
) -> None:
    """A page that went on after what was cut would leave out rows."""
    whole = open_site.json("/lessons/lessons.json?_size=max&_shape=array")
    parts, address = [], "/lessons/lessons.json?_size=20&_shape=objects"
    while address:
        body = open_site.json(re.sub(r"^https?://[^/]+", "", address))
        parts += body["rows"]
        address = body.get("next_url") or (
            f"/lessons/lessons.json?_size=20&_next={body['next']}" if body.get("next") else ""
        )
    assert [row["id"] for row in parts] == [row["id"] for row in whole]


def test_a_table_page_with_too_many_cells_is_refused_with_what_to_do(
    open_site: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lessons.web.stoppable.PAGE_CELLS", 100)
    answer = open_site.get("/lessons/reviews")
    assert answer.status_code == 400
    assert "Ask for fewer rows" in words(answer)
    assert open_site.get("/lessons/reviews.json?_shape=array").status_code == 200


@pytest.mark.parametrize("address", [ours, lambda sql: native(sql, _shape="objects")])
def test_json_is_valid_whatever_a_query_gives(open_site: Visitor, address: Callable[[str], str]) -> None:
    def never(constant: str) -> None:
        raise AssertionError(constant)

    answer = open_site.get(
        address("SELECT 1e999 AS a, -1e999 AS b, 1e999 - 1e999 AS c, x'00ff' AS d, 'ü' || char(0) AS e")
    )
    (row,) = json.loads(answer.text, parse_constant=never)["rows"]
    assert [row["a"], row["b"], row["c"]] == [None, None, None]
    assert row["e"] == "ü\x00"


def test_a_query_is_told_to_come_again_when_too_many_are_waiting(
    open_site: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = site_of(open_site.datasette)
    assert site is not None
    none = Workers()
    none.close()
    monkeypatch.setattr(site, "workers", none)
    open_site.json(ours("SELECT 1"))
    snapshot = open_site.run(site.current.snapshot())
    monkeypatch.setattr(snapshot.kept["placed"], "_workers", none)
    for address, status in ((ours("SELECT 1"), 503), (ours("SELECT 1", ".csv"), 503), (native("SELECT 1"), 503)):
        answer = open_site.get(address)
        assert answer.status_code == status
        assert "Try again in a minute" in words(answer)
    page = open_site.page(ours("SELECT 1", ""), status=503)
    assert page.find(".//textarea").text == "SELECT 1"  # type: ignore[union-attr]
    assert open_site.get("/search?q=crews").status_code == 200


def test_the_last_good_version_is_read_after_the_file_is_gone(
    founding: Path, tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    """Workers open the file by its name; they get a copy when another stands there and they never had this one open."""
    path = tmp_path / "lessons.db"
    path.write_bytes(founding.read_bytes())
    site = visit(path)
    site.json("/reviews.json")
    path.with_name("bad").write_text("no")
    os.replace(path.with_name("bad"), path)
    sql = "SELECT count(*) AS n FROM reviews"
    assert site.json(ours(sql))["rows"][0]["n"] == 37
    assert site.json(native(sql, _shape="objects"))["rows"][0]["n"] == 37
    assert site.json("/lessons/units.json?_shape=array")


def test_the_plain_and_the_named_parameters_of_a_query_arrive(open_site: Visitor) -> None:
    body = open_site.json(
        native("SELECT :a AS a, id FROM reviews WHERE id = :b", a="x", b="kirklees-recycling", _shape="objects")
    )
    assert body["rows"] == [{"a": "x", "id": "kirklees-recycling"}]


def test_a_canned_query_with_magic_parameters_runs(founding: Path, visit: Callable[..., Visitor]) -> None:
    queries = {"now": {"sql": "SELECT :_now_date_utc AS day, :word AS word"}}
    site = visit(founding, metadata={"databases": {"lessons": {"queries": queries}}})
    (row,) = site.json("/lessons/now.json?_shape=array&word=crews")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", row["day"])
    assert row["word"] == "crews"


def test_rows_are_what_plugins_of_datasette_expect(open_site: Visitor) -> None:
    async def one() -> Any:
        results = await open_site.datasette.databases["lessons"].execute(
            "SELECT id, id AS again, 1 AS n FROM reviews LIMIT 1"
        )
        return results.first()

    row = open_site.run(one())
    assert row["ID"] == row[0] == row["again"]
    assert dict(row)["n"] == 1


def assert_cut(text: str, words: str) -> None:
    """Check that the last row says so, and is none that a strict reader takes for a result."""
    header, *_, last = csv.reader(io.StringIO(text))
    assert last[0] == words
    assert len(last) == len(header) + 1


def test_a_csv_of_results_that_is_not_complete_says_so(open_site: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_pages, "CSV_SECONDS", -1.0)
    answer = open_site.get("/search.csv")
    assert_cut(answer.text, "This list is not complete: the search took too long and was stopped here.")
    assert "results-not-complete.csv" in answer.headers["content-disposition"]
    monkeypatch.undo()
    monkeypatch.setattr(search_pages, "CSV_ROWS", 3)
    answer = open_site.get("/search.csv")
    assert_cut(
        answer.text,
        "This list is not complete: it ends after 3 results. The database that can be downloaded at /data has all.",
    )
    assert len(answer.text.splitlines()) == 1 + 3 + 1
    assert "results-not-complete.csv" in answer.headers["content-disposition"]
    monkeypatch.undo()
    whole = open_site.get("/search.csv")
    assert "not complete" not in whole.text
    assert 'filename="results.csv"' in whole.headers["content-disposition"]


def shouted(text: str) -> str:
    return f"{text.upper()}!"


def test_functions_that_plugins_add_to_sql_are_there(open_site: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    class Plugin:
        @hookimpl
        def prepare_connection(self, conn: Any) -> None:
            conn.create_function("shouted", 1, shouted)
            conn.create_function("nobody_can_import", 0, lambda: 1)

    plugin = Plugin()
    pm.register(plugin)
    try:
        monkeypatch.setattr(open_site.datasette.databases["lessons"], "_functions", None)
        assert open_site.json(native("SELECT shouted('crews') AS s", _shape="objects"))["rows"] == [{"s": "CREWS!"}]
        assert "no such function" in open_site.get(native("SELECT nobody_can_import()")).json()["error"]
        assert open_site.json("/lessons/lessons.json?_search=crews&_shape=array")
    finally:
        pm.unregister(plugin)
        monkeypatch.undo()


def test_pages_do_not_wait_for_lists_of_all_results(open_site: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Event()

    def held(reader: Any, request: Any) -> Any:
        assert gate.wait(60)
        return [], None

    monkeypatch.setattr(search_pages, "within_limits", held)

    async def many() -> list[int]:
        client = open_site.datasette.client
        lists = [asyncio.create_task(client.get("/search.csv")) for _ in range(12)]
        for _ in range(6):
            assert (await client.get("/search?q=crews")).status_code == 200
        gate.set()
        return [answer.status_code for answer in await asyncio.gather(*lists)]

    statuses = open_site.run(many())
    assert sorted(set(statuses)) == [200, 503]
    assert statuses.count(200) == 8

"""Without pages for analysts nothing of Datasette's shows the library, however its address is spelt; ours go on."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from datasette.version import __version__

from lessons.web.closing import INSTANCE_PAGES, is_instance_page
from tests.web.page import one, text
from tests.web.visitor import Visitor

NEW = not __version__.startswith("0.")
NAMES = ("lessons", "~6Cessons", "lesson~73", "~6c~65~73~73~6f~6e~73", "%6Cessons", "~256Cessons")
BELOW = (
    "",
    ".db",
    ".json",
    ".json?_shape=array",
    ".csv",
    "?sql=select+title+from+reviews",
    ".json?sql=select+title+from+reviews",
    ".csv?sql=select+title+from+reviews",
    "/reviews",
    "/Reviews",
    "/~72eviews",
    "/reviews.json",
    "/reviews.csv?_stream=on",
    "/reviews/bare",
    "/reviews/bare.json",
    "/all_terms.json",
    "/reviews_fts.json",
    "/sqlite_stat1.json",
    "/nothing",
    "/titles",
    "/titles.json",
    "/-/query",
    "/-/query?sql=select+title+from+reviews",
    "/-/query.json?sql=select+title+from+reviews",
    "/-/schema",
    "/-/schema.json",
    "/-/schema.md",
    "/-/queries",
    "/-/queries.json",
    "/-/foreign-key-targets",
    "/reviews/-/schema",
    "/reviews/-/schema.json",
    "/reviews/-/count",
    "/reviews/-/autocomplete?q=a",
    "/reviews/-/fragment",
    "/reviews/-/foreign-key-suggestions",
    "/titles/-/definition",
)
INSTANCE = ("/.json", "/.jsono", "/-", "/-/", "/-/.json", *(f"/-/{page}" for page in sorted(INSTANCE_PAGES)))
LISTS = ("/-/jump", "/-/queries", "/-/schema", "/-/tables")
# An address of Datasette 1.0 that takes POST alone, whatever the name in it.
POSTED = ("/reviews/-/count",)
OURS = (
    "/",
    "/search",
    "/search.json",
    "/reviews",
    "/reviews/bare",
    "/reviews/bare.md",
    "/browse",
    "/data",
    "/data.json",
)
# An operator who opens one table and one query: no pages for analysts means none.
CONFIGURED = {
    "databases": {
        "lessons": {
            "tables": {"reviews": {"allow": True}},
            "queries": {"titles": {"sql": "select title from reviews", "allow": True}},
        }
    }
}


@pytest.fixture(scope="module")
def closed(odd: Path) -> Visitor:
    visitor = Visitor(odd, plugin={"analyst": False}, metadata=CONFIGURED)
    yield visitor
    visitor.close()


def followed(site: Visitor, path: str) -> object:
    return site.get(path, follow_redirects=True)


@pytest.mark.parametrize("below", BELOW)
def test_the_database_is_not_there_in_any_spelling(closed: Visitor, below: str) -> None:
    for name in NAMES:
        answer = followed(closed, f"/{name}{below}")
        assert answer.status_code == 404 or (NEW and below in POSTED), f"/{name}{below}: {answer.status_code}"
        assert "Write down" not in answer.text
        assert "CREATE TABLE" not in answer.text


@pytest.mark.parametrize("page", INSTANCE)
def test_pages_about_the_instance_are_not_there(closed: Visitor, page: str) -> None:
    spellings = [page, page + ".json", page.replace("a", "%61"), page + "?x=1"]
    for spelling in spellings if not page.endswith(("/", "json", "jsono")) else [page]:
        answer = followed(closed, spelling)
        assert answer.status_code == 404, f"{spelling}: {answer.status_code}"
        assert "lessons.db" not in answer.text


def test_an_answer_in_json_stays_json(closed: Visitor) -> None:
    assert closed.json("/-/databases.json", status=404)["error"] == "Page not found"


@pytest.mark.parametrize("page", OURS)
def test_our_pages_are_there_without_them(closed: Visitor, page: str) -> None:
    assert closed.get(page).status_code == 200


def test_no_file_and_no_query_of_ours_either(closed: Visitor) -> None:
    for path in ("/data/lessons.db", "/data/sql", "/data/sql.json?sql=select+1", "/data/sql.csv?sql=select+1"):
        assert closed.get(path).status_code == 404, path


def test_root_sees_no_more(odd: Path, visit: Callable[..., Visitor]) -> None:
    site = visit(odd, plugin={"analyst": False})
    if NEW:
        site.datasette.root_enabled = True
    cookies = {"ds_actor": site.datasette.sign({"a": {"id": "root"}}, "actor")}
    for path in ("/lessons", "/lessons/reviews.json", "/-/databases.json"):
        assert site.get(path, cookies=cookies).status_code == 404, path


def test_another_database_beside_ours_stays_open(odd: Path, tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    other = tmp_path / "other.db"
    shutil.copy(odd, other)
    site = visit(odd, other, plugin={"analyst": False})
    assert site.get("/lessons/reviews.json").status_code == 404
    assert site.get("/other/reviews.json").status_code == 200


def test_queries_across_databases_do_not_reach_ours(odd: Path, visit: Callable[..., Visitor]) -> None:
    site = visit(odd, plugin={"analyst": False}, crossdb=True)
    sql = "select+title+from+[lessons].reviews"
    for path in (f"/_memory.json?sql={sql}", f"/_memory/-/query.json?sql={sql}"):
        assert site.get(path).status_code in (403, 404), path


def test_a_stranger_to_a_private_library_learns_nothing_of_it(
    odd: Path, tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    """Neither its name nor its file, on our pages or on Datasette's, whether or not there is such a page."""
    allow = {"databases": {"lessons": {"allow": {"id": "reader"}}}}
    named = shutil.copy(odd, tmp_path / "lessons.db")
    with sqlite3.connect(named) as connection:
        connection.execute("UPDATE units SET name = 'The night desk'")
    connection.close()
    for analyst in (True, False):
        site = visit(Path(named), metadata=allow, plugin={"analyst": analyst, "notice": "Nightjar is late."})
        name = text(one(site.page("/", status=403), ".//h1"))
        assert name == "You do not have access to this page"
        reader = {"ds_actor": site.datasette.sign({"a": {"id": "reader"}}, "actor")}
        paths = [
            "/",
            "/search",
            "/nothing",
            "/nothing.json",
            "/lessons",
            "/~6Cessons.json",
            "/lessons/nothing",
            *INSTANCE,
        ]
        for path in paths:
            answer = followed(site, path)
            # Datasette 1.0 lists what the reader may see: nothing.
            assert answer.status_code in (403, 404) or path in LISTS, f"{path}: {answer.status_code}"
            for word in ("night desk", "lessons.db", "Nightjar", "Newest review"):
                assert word not in answer.text, f"{path}: {word}"
        assert site.get("/lessons", cookies=reader).status_code == (200 if analyst else 404)
        assert "night desk" in site.get("/nothing", cookies=reader).text


def test_every_page_about_the_instance_that_this_datasette_has_is_known(closed: Visitor) -> None:
    """A new version of Datasette may bring another page that names the file."""
    # Where the extra is installed, `mcp` is a page too; who may use it is tested with the tools.
    harmless = {"auth-token", "healthz", "readyz", "logout", "actor", "lessons", "static", "static-plugins", "mcp"}
    tools = {"permissions", "allow-debug", "messages", "create-token", "rules", "check", "allowed"}
    found = [regex.pattern for regex, _ in closed.datasette._routes()]
    pages = {match[1] for pattern in found if (match := re.match(r"\^?/-/([\w/-]+\w)", pattern))}
    assert {"databases", "versions"} <= pages
    assert {page for page in pages if page.split("/")[0] not in harmless} - INSTANCE_PAGES - tools == set()


def test_pages_of_other_plugins_are_none_of_ours() -> None:
    assert not is_instance_page("/-/login")
    assert not is_instance_page("/")
    assert is_instance_page("/-/databases.json")

"""Other people's plugins work beside ours, on our database and on others; and none of them reaches our pages.

Each of them brings scripts inside the page, compiles code or loads from elsewhere, which the policy of our pages forbids.
"""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import pytest
from datasette.version import __version__
from playwright.sync_api import Page, Route, expect

from tests.support.processes import ended
from tests.web.browser.live import METADATA

PLUGINS = ("datasette_vega", "datasette_cluster_map")
missing = [name for name in PLUGINS if find_spec(name) is None]
pytestmark = [
    pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}"),
    pytest.mark.skipif(
        not __version__.startswith("0."), reason="the map's script asks for JSON as Datasette 0.65 gives it"
    ),
]
MAP = ".leaflet-container"
ON_A_MAP = "SELECT id, 50 + rank AS latitude, rank AS longitude FROM (SELECT id, row_number() OVER (ORDER BY id) AS rank FROM reviews)"


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of somebody else."""
    path = tmp_path_factory.mktemp("places") / "places.db"
    connection = sqlite3.connect(path)
    connection.executescript(
        "CREATE TABLE places (id INTEGER PRIMARY KEY, name TEXT, latitude REAL, longitude REAL, visits INTEGER);"
        "INSERT INTO places VALUES (1, 'Kirklees', 53.6, -1.8, 12), (2, 'Delft', 52.0, 4.4, 7), (3, 'Leeds', 53.8, -1.5, 30);"
    )
    connection.close()
    return path


@pytest.fixture(scope="module")
def with_plugins(founding: Path, places: Path) -> Iterator[str]:
    """Both databases, served by Datasette as anybody runs it, with every plugin that is installed."""
    environment = {key: value for key, value in os.environ.items() if key != "DATASETTE_LOAD_PLUGINS"}
    process = subprocess.Popen(
        [sys.executable, "-m", "datasette", founding, places, "--metadata", METADATA, "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
    )
    assert process.stdout is not None
    said = ""
    try:
        for line in process.stdout:
            said += line
            if found := re.search(r"http://[\d.]+:\d+", line):
                yield found.group()
                break
        else:
            pytest.fail(f"the server ended: {said}")
    finally:
        ended(process)


@pytest.fixture
def visit(open_page: Callable[..., Page], with_plugins: str) -> Callable[[str], tuple[Page, list[str], list[str]]]:
    """Opens a page; gives it with the errors of its scripts and the addresses that it asked the site for."""

    def opened(path: str) -> tuple[Page, list[str], list[str]]:
        page = open_page("about:blank")
        errors: list[str] = []
        asked: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if "Content Security Policy" in said.text else None)

        def route(request: Route) -> None:
            # The map's tiles are elsewhere, and no test depends on that.
            if not request.request.url.startswith(with_plugins):
                request.abort()
                return
            asked.append(request.request.url.removeprefix(with_plugins))
            request.continue_()

        page.route("**/*", route)
        page.goto(f"{with_plugins}{path}")
        return page, errors, asked

    return opened


Visit = Callable[[str], tuple[Page, list[str], list[str]]]


@pytest.mark.parametrize(
    ("path", "x", "y"), [("/lessons/outcomes", "method", "actual"), ("/places/places", "name", "visits")]
)
def test_a_chart_is_drawn_of_a_table(visit: Visit, path: str, x: str, y: str) -> None:
    page, errors, _ = visit(path)
    page.get_by_text("Show charting options").click()
    page.locator("input[name=mark][value=bar]").check()
    page.locator("select[name=x_column]").select_option(x)
    page.locator("select[name=x_type]").select_option("nominal")
    page.locator("select[name=y_column]").select_option(y)
    expect(page.locator("canvas, svg.marks").first).to_be_visible()
    assert errors == []


@pytest.mark.parametrize("path", ["/places/places", f"/lessons?sql={quote(ON_A_MAP)}"])
def test_a_map_is_drawn_of_rows_with_coordinates(visit: Visit, path: str) -> None:
    page, errors, _ = visit(path)
    expect(page.locator(MAP)).to_be_visible()
    expect(page.locator(".leaflet-marker-icon").first).to_be_attached()
    assert errors == []


@pytest.mark.parametrize(
    "path", ["/", "/search?q=crews", "/reviews/kirklees-recycling", "/outcomes", "/data", "/data/sql"]
)
def test_our_pages_load_nothing_of_them_and_keep_their_policy(visit: Visit, with_plugins: str, path: str) -> None:
    page, errors, asked = visit(path)
    assert page.request.get(f"{with_plugins}{path}").headers["content-security-policy"].startswith("default-src 'none'")
    assert errors == []
    assert [address for address in asked if "static-plugins" in address] == []

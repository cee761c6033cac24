"""The same promises over reviews that were imported from another system: other fields, other words, one lesson each.

Twenty rows of a real export by default; the variable LESSONS_DATABASE names another database, such as all 1,637.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from lessons.authoring import importers
from lessons.authoring.importers import mapping
from tests.web.browser.live import serving
from tests.web.browser.test_accessibility import check
from tests.web.browser.test_layout import WIDER
from tests.web.libraries import PROJECT, built

Opens = Callable[..., Page]
SAMPLE = PROJECT / "tests" / "data" / "nasa-sample.csv"
FACETS = ("organisation", "sector", "year", "tag", "lesson_status")


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site over imported reviews."""
    given = os.environ.get("LESSONS_DATABASE")
    folder = tmp_path_factory.mktemp("imported")
    if not given:
        report = importers.run(
            "csv", SAMPLE, mapping.load("nasa"), folder / "entries", importers.ImportOptions("2024-05-17")
        )
        assert report.problems == []
    with serving(Path(given) if given else built(folder / "entries", folder / "lessons.db")) as address:
        yield address


def kinds(page: Page, address: str) -> list[str]:
    """Return the address of each kind of page, found by following links as a reader would."""
    page.goto(f"{address}/search")
    lesson = page.locator("[data-ux=result-link]").first
    word = lesson.inner_text().split()[0]
    lesson_path = str(lesson.get_attribute("href"))
    page.goto(f"{address}/reviews")
    review = str(page.locator("article h2 a").first.get_attribute("href"))
    found = ["/", "/search", f"/search?q={word}", "/search?q=qqqzzz", lesson_path, "/reviews", review, "/browse"]
    for facet in FACETS:
        page.goto(f"{address}/browse/{facet}")
        found += [f"/browse/{facet}", str(page.locator("ul.terms a").first.get_attribute("href"))]
    return [*found, "/outcomes", "/charts", "/help", "/data"]


def test_every_kind_of_page_is_accessible_narrow_and_small(open_page: Opens, imported: str) -> None:
    page = open_page("about:blank")
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    for path in kinds(page, imported):
        sizes.clear()
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(imported + path, wait_until="networkidle")
        assert path == "/data" or sum(sizes) <= 100_000, path
        for width in (1280, 360, 320):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(WIDER) == 0, (path, width)
        check(page)


def test_the_first_result_is_near_on_a_telephone(open_page: Opens, imported: str) -> None:
    page = open_page(f"{imported}/search", width=360, height=740)
    first = page.locator("[data-ux=result-link]").first.bounding_box()
    assert first is not None
    assert first["y"] < 740

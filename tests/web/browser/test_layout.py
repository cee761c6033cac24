"""Nothing is cut off or pushed out of sight, however narrow the window and however large the text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.support.sample import LESSON, Folder, review
from tests.web.browser.kinds import FOUNDING, ODD, PRACTITIONER
from tests.web.browser.live import serving

Opens = Callable[..., Page]
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# WCAG 1.4.12: what a reader may set, and the page must bear.
SPACING = """
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }'
      + 'p { margin-bottom: 2em !important }');
    document.adoptedStyleSheets = [sheet];
"""


@pytest.mark.parametrize("kind", FOUNDING)
def test_no_page_scrolls_sideways(open_page: Opens, address: str, kind: str) -> None:
    check(open_page(address + FOUNDING[kind]))


@pytest.mark.parametrize("kind", ODD)
def test_no_odd_page_scrolls_sideways(open_page: Opens, odd_address: str, kind: str) -> None:
    check(open_page(odd_address + ODD[kind]))


@pytest.mark.parametrize("path", ["/data", "/data/reviews"])
def test_on_a_phone_what_a_name_means_has_the_whole_width(open_page: Opens, address: str, path: str) -> None:
    page = open_page(address + path, width=360)
    for meaning in page.locator(".tables dd:not(.meta):visible, .dictionary .meaning").all():
        box = meaning.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 360
        assert box["width"] > 280
    assert page.evaluate(
        "[...document.querySelectorAll('main .scroll')].every(e => !e.querySelector('table') || e.scrollWidth <= e.clientWidth)"
    )


@pytest.mark.parametrize("path", ["/missions", "/audit", "/audit/kirklees-metropolitan-council"])
@pytest.mark.parametrize("width", [360, 320])
def test_on_a_phone_no_cell_of_a_report_is_cut_at_the_edge(
    open_page: Opens, address: str, path: str, width: int
) -> None:
    page = open_page(address + path, width=width)
    cells = page.locator(".report tbody :is(th, td)")
    assert cells.count()
    assert (
        cells.evaluate_all(
            "(cells, width) => cells.filter(cell => cell.getBoundingClientRect().right > width || cell.scrollWidth > cell.clientWidth + 1)"
            ".map(cell => cell.textContent)",
            width,
        )
        == []
    )


def test_on_a_phone_each_number_of_a_row_stands_behind_the_name_of_its_column(open_page: Opens, address: str) -> None:
    page = open_page(f"{address}/missions", width=360)
    heads = page.locator(".report table.many").first.locator("thead th").all_text_contents()
    cells = page.locator(".report table.many").first.locator("tbody tr").first.locator("td").all()
    assert [cell.evaluate("cell => getComputedStyle(cell, '::before').content") for cell in cells] == [
        f'"{head}: "' for head in heads[1:]
    ]


def test_on_a_desk_the_columns_of_a_table_stand_below_their_headings(open_page: Opens, address: str) -> None:
    page = open_page(f"{address}/data/reviews", width=1280)
    for place in range(5):
        head, cell = (
            page.locator(f"main table {row} > :nth-child({place + 1})").first.bounding_box()
            for row in ("thead tr", "tbody tr")
        )
        assert head is not None
        assert cell is not None
        assert head["y"] + head["height"] <= cell["y"] + 1
        assert abs(head["x"] - cell["x"]) < 1


def test_the_line_below_a_link_hides_no_underscore(open_page: Opens, address: str) -> None:
    link = open_page(f"{address}/data").get_by_role("link", name="data_dictionary", exact=True)
    offset, size = link.evaluate("e => [getComputedStyle(e).textUnderlineOffset, getComputedStyle(e).fontSize]")
    assert float(offset.removesuffix("px")) > 0.35 * float(size.removesuffix("px"))


PARTED = "Space Shuttle Program/Orbiter/Quality Assurance of Auxiliary_Power_Unit_Controllers"
# Of the letters of a heading, the pairs that stand in two lines though both are of one word.
BROKEN = """heading => {
    const broken = [];
    for (const walker = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT); walker.nextNode();) {
      const node = walker.currentNode, top = place => {
        const range = document.createRange();
        range.setStart(node, place); range.setEnd(node, place + 1);
        return range.getClientRects()[0]?.top;
      };
      for (let place = 1; place < node.length; place++)
        if (/^\\w\\w$/.test(node.data.slice(place - 1, place + 1)) && top(place - 1) !== top(place)) broken.push(node.data);
    }
    return broken;
}"""


def test_a_name_made_of_parts_is_not_broken_within_one_of_them(open_page: Opens, tmp_path: Path) -> None:
    folder = Folder(tmp_path / "entries")
    folder.write("shuttle", title=PARTED, organisation="Office/of/Safety_and_Mission_Assurance")
    folder.write("trams", review(lessons=LESSON.replace(LESSON.splitlines()[0], f"### {PARTED}")))
    folder.build(tmp_path / "lessons.db")
    with serving(tmp_path / "lessons.db") as address:
        page = open_page("about:blank")
        for path in (
            "/",
            "/search",
            "/reviews",
            "/reviews/shuttle",
            "/reviews/trams",
            "/reviews/trams/ask-users",
            "/compare?id=shuttle",
        ):
            for width in (360, 320):
                page.set_viewport_size({"width": width, "height": 800})
                page.goto(address + path)
                headings = page.locator("main :is(h1, h2, h3, .crumbs li)").filter(has_text="Orbiter").all()
                assert headings or path == "/", path
                for heading in headings:
                    assert heading.evaluate(BROKEN) == [], (path, width)


def check(page: Page) -> None:
    for width in (320, 360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(WIDER) == 0, width
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(WIDER) == 0, "text at twice its size"
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size({"width": 320, "height": 800})
    page.evaluate(SPACING)
    assert page.evaluate(WIDER) == 0, "wider spacing"


@pytest.mark.parametrize("path", ["/", "/search"])
@pytest.mark.parametrize("width", [1280, 360])
def test_the_search_box_is_in_sight_at_once(open_page: Opens, address: str, path: str, width: int) -> None:
    page = open_page(address + path, width=width, height=740)
    box = page.locator("form[role=search] input[type=search]").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 740


def test_on_a_phone_filters_are_folded_and_the_first_result_is_near(open_page: Opens, address: str) -> None:
    page = open_page(f"{address}/search?q=council&sector=local-government&result=not-stated", width=360, height=740)
    summary = page.locator(".filter-panel > summary")
    assert summary.inner_text() == "Filter and sort (2)"
    assert not page.locator("fieldset.facet").first.is_visible()
    first = page.locator("ol.results h3 a").first.bounding_box()
    assert first is not None
    assert first["y"] < 2 * 740
    summary.click()
    assert page.locator("fieldset.facet").first.is_visible()


def test_on_a_desk_filters_stand_beside_the_results(open_page: Opens, address: str) -> None:
    page = open_page(f"{address}/search?q=council")
    facet, first = page.locator("fieldset.facet").first.bounding_box(), page.locator("ol.results").bounding_box()
    assert facet is not None
    assert first is not None
    assert facet["x"] + facet["width"] <= first["x"]
    assert not page.locator(".filter-panel > summary").is_visible()


def test_filters_fold_without_javascript(open_page: Opens, address: str) -> None:
    page = open_page(f"{address}/search?q=council", width=360, java_script_enabled=False)
    page.locator(".filter-panel > summary").click()
    assert page.locator("fieldset.facet input").first.is_visible()
    # The sheet hides what is behind it, which the keyboard would otherwise reach unseen.
    assert not page.locator("ol.results a").first.is_visible()
    page.locator(".filter-panel > summary").click()
    assert page.locator("ol.results a").first.is_visible()


def test_what_could_not_be_understood_is_not_covered_by_the_filters(open_page: Opens, address: str) -> None:
    page = open_page(f"{address}/search?q=crews&sector=nowhere", width=360)
    assert page.locator("#facet-sector .fault").is_visible()
    assert page.locator("#faults").is_visible()
    assert page.locator("ol.results a").first.is_visible()


@pytest.mark.parametrize("path", ["/reviews/kirklees-recycling", "/reviews/kirklees-recycling/prepare-crews", "/help"])
def test_lines_hold_45_to_80_characters(open_page: Opens, address: str, path: str) -> None:
    """Measured in the page's own font: the width of a paragraph over that of an average letter of its text."""
    page = open_page(address + path)
    lengths = page.evaluate(
        """() => [...document.querySelectorAll('main p')]
            .filter(p => p.textContent.length > 300)
            .map(p => {
              const range = document.createRange(); range.selectNodeContents(p);
              const lines = new Set([...range.getClientRects()].map(r => Math.round(r.top))).size;
              return p.textContent.trim().replace(/\\s+/g, ' ').length / lines;
            })"""
    )
    assert lengths
    assert all(45 <= length <= 90 for length in lengths), lengths


@pytest.mark.parametrize("kind", PRACTITIONER)
def test_a_page_is_small_asks_only_us_and_says_nothing_in_the_console(
    open_page: Opens, address: str, kind: str
) -> None:
    page = open_page("about:blank")
    requests: list[str] = []
    problems: list[str] = []
    sizes: list[int] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(address + FOUNDING[kind], wait_until="networkidle")
    assert all(url.startswith(address) for url in requests)
    assert len(requests) <= 6
    assert sum(sizes) <= 100_000
    # Chromium itself notes the status of a page that was not found.
    assert [line for line in problems if "status of 404" not in line] == []

"""Everything can be reached by keyboard, in few steps, and one always sees where one is."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser.kinds import FOUNDING

Opens = Callable[..., Page]
ACTIVE = """() => {
  const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
  const middle = (from, to, end) => (Math.max(0, from) + Math.min(to, end)) / 2;
  const at = document.elementFromPoint(middle(box.left, box.right, innerWidth), middle(box.top, box.bottom, innerHeight));
  return {
    tag: e.tagName, text: (e.textContent || '').trim().slice(0, 60), type: e.type || '', id: e.id,
    outline: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
    covered: !(at && (e.contains(at) || at.contains(e) || (e.labels && [...e.labels].some(l => l.contains(at))))),
    inside: box.bottom > 0 && box.top < innerHeight,
    result: e.dataset.ux === 'result-link', option: e.type === 'checkbox',
  };
}"""


def steps(page: Page, number: int) -> list[dict[str, object]]:
    """Press Tab so many times and return where each leads."""
    stops = []
    for _ in range(number):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(ACTIVE))
    return stops


@pytest.mark.parametrize("path", ["/", "/search?q=council", "/reviews/kirklees-recycling"])
def test_the_skip_link_is_first_and_the_search_box_within_six(open_page: Opens, address: str, path: str) -> None:
    stops = steps(open_page(address + path), 6)
    assert stops[0]["text"] == "Skip to main content"
    assert "search" in [stop["type"] for stop in stops]


def test_the_first_filter_is_within_twelve_and_applied_from_there(open_page: Opens, address: str) -> None:
    page = open_page(f"{address}/search?q=council")
    assert any(steps(page, 1)[0]["option"] for _ in range(12))
    value = page.evaluate("document.activeElement.value")
    # What is ticked is applied from where one is, however far below the button is that says how much that finds.
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"[?&]sector={value}(&|$)"))
    expect(page.locator("[data-ux=chip]")).to_have_count(1)


def test_the_first_result_is_within_four_of_skip_to_results(open_page: Opens, address: str) -> None:
    page = open_page(f"{address}/search?q=council&result=success")
    for stop in iter(lambda: steps(page, 1)[0], None):
        if stop["text"] == "Skip to results":
            break
    page.keyboard.press("Enter")
    assert any(stop["result"] for stop in steps(page, 4))


def test_skipping_to_the_main_content_gets_there(open_page: Opens, address: str) -> None:
    page = open_page(f"{address}/reviews/kirklees-recycling")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize(
    "kind", ["home", "results", "review", "lesson", "values", "outcomes", "help", "sql", "not found"]
)
def test_every_stop_is_seen_and_the_end_is_reached(open_page: Opens, address: str, kind: str, width: int) -> None:
    page = open_page(address + FOUNDING[kind], width=width)
    for _ in range(400):
        page.keyboard.press("Tab")
        stop = page.evaluate(ACTIVE)
        if stop["tag"] == "BODY":
            break
        assert stop["outline"] >= 2, stop
        assert stop["inside"], stop
        assert not stop["covered"], stop
    else:
        pytest.fail("the end was never reached")


def test_tab_leaves_the_query_editor(open_page: Opens, address: str) -> None:
    page = open_page(f"{address}/data/sql")
    page.locator("#sql").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"


def test_a_fault_takes_the_focus(open_page: Opens, address: str) -> None:
    page = open_page(f"{address}/search?q=crews&sector=nowhere")
    assert page.evaluate("document.activeElement.id") == "faults"

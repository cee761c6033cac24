"""axe-core finds nothing on any kind of page, at any width, light or dark; and what it cannot see is measured."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.web.browser.kinds import FOUNDING, ODD

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# On either side of every width at which the layout changes.
WIDTHS = (1280, 320)
# What can differ between light and dark: there is one layout and one text for both.
OF_COLOUR = ["color-contrast", "link-in-text-block"]
Opens = Callable[..., Page]


def violations(page: Page, kind: str = "tag", values: list[str] = RULES) -> list[str]:
    """Return what axe finds on the page as it is, one line for each element, by the rules with these tags or (``rule``) these ids."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate(
        "only => axe.run(document, {runOnly: only, resultTypes: ['violations']}).then(result => result.violations)",
        {"type": kind, "values": values},
    )
    return [f"{rule['id']}: {node['html'][:150]} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("kind", FOUNDING)
def test_axe_finds_nothing(open_page: Opens, address: str, kind: str) -> None:
    check(open_page(address + FOUNDING[kind]))


@pytest.mark.parametrize("kind", ODD)
def test_axe_finds_nothing_on_odd_reviews(open_page: Opens, odd_address: str, kind: str) -> None:
    check(open_page(odd_address + ODD[kind]))


def check(page: Page, height: int = 800) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="light")
        assert violations(page) == [], (page.url, width)
        page.emulate_media(color_scheme="dark")
        assert violations(page, "rule", OF_COLOUR) == [], (page.url, width, "dark")


def test_axe_finds_nothing_with_everything_unfolded(open_page: Opens, address: str) -> None:
    page = open_page(f"{address}/search?q=council")
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true })")
    # On a phone the button lies on whatever is below it until that is scrolled up, which axe does not do: nothing is below it here.
    check(page, height=8000)


@pytest.mark.parametrize("path", ["/", "/search?q=council", "/outcomes", "/charts", "/reviews/kirklees-recycling"])
def test_forced_colours_keep_focus_and_borders(open_page: Opens, address: str, path: str) -> None:
    page = open_page(address + path, forced_colors="active")
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert violations(page) == []


def test_nothing_moves_for_those_who_asked_for_no_motion(open_page: Opens, address: str) -> None:
    page = open_page(f"{address}/help", reduced_motion="reduce")
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marked_words_differ_by_more_than_colour(open_page: Opens, address: str, scheme: str) -> None:
    page = open_page(f"{address}/search?q=recycling", color_scheme=scheme)
    weight = page.locator("mark").first.evaluate("mark => getComputedStyle(mark).fontWeight")
    assert int(weight) >= 600


# Faults of Datasette's own pages (0.65), which templates do not reach: listed in the documentation, and here so that a new one is noticed.
OF_DATASETTE = {"heading-order", "html-has-lang", "label", "select-name"}
NATIVE = {
    "database": "/lessons",
    "table": "/lessons/reviews",
    "view": "/lessons/lesson_cards",
    "row": "/lessons/schemes/sector",
    "query": "/lessons?sql=select+1",
}


@pytest.mark.parametrize("kind", NATIVE)
def test_datasette_s_own_pages_work_in_our_frame_and_have_no_other_faults_than_its_own(
    open_page: Opens, address: str, kind: str
) -> None:
    page = open_page("about:blank")
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(address + NATIVE[kind])
    assert page.locator(".lessons-header .lessons-home").inner_text() == "Lessons"
    found = violations(page)
    assert {line.split(":")[0] for line in found} <= OF_DATASETTE
    assert [line for line in found if "lessons-header" in line or "lessons-home" in line] == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, "rule", OF_COLOUR) == []
    assert problems == []


@pytest.mark.parametrize("kind", NATIVE)
def test_what_datasette_s_own_pages_are_about_is_reached_by_key_and_printed_without_the_rest(
    open_page: Opens, address: str, kind: str
) -> None:
    page = open_page(address + NATIVE[kind], width=360)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.emulate_media(media="print", color_scheme="dark")
    shown = "selector => [...document.querySelectorAll(selector)].filter(one => one.getClientRects().length).length"
    assert page.evaluate(shown, "header, footer, #main form") == 0
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"

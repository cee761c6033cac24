"""On paper: the text and nothing of the screen, black on white, with the addresses of sources."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

Opens = Callable[..., Page]
LESSONS = (
    "/reviews/kirklees-recycling/prepare-crews",
    "/reviews/aylesbury-restorative-cautions/opt-out",
    "/reviews/south-somerset-1995-reorganisation",
)


@pytest.mark.parametrize("path", ["/search?q=council", "/reviews/kirklees-recycling", LESSONS[0]])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_belongs_to_the_screen_is_left_out(open_page: Opens, address: str, path: str, scheme: str) -> None:
    page = open_page(address + path, color_scheme=scheme)
    page.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type]
    for selector in ("nav", "input[type=search]", ".filters", "footer", "button"):
        for element in page.locator(selector).all():
            assert not element.is_visible(), selector
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in (
        "rgb(255, 255, 255)",
        "rgba(0, 0, 0, 0)",
    )
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 0, 0)"


@pytest.mark.parametrize(
    "path", ["/reviews", "/browse/tag", "/charts?q=council", "/outcomes", "/audit", "/missions", "/open", "/brief"]
)
def test_what_narrows_a_list_is_left_out(open_page: Opens, address: str, path: str) -> None:
    page = open_page(address + path)
    fields = page.locator("main :is(input:not([type=hidden]), select, textarea, button, summary):visible")
    assert fields.count()
    page.emulate_media(media="print")
    assert fields.count() == 0


def test_the_numbers_of_a_chart_are_printed_though_they_are_folded(open_page: Opens, address: str) -> None:
    page = open_page(f"{address}/charts")
    table = page.locator(".chart details:not([open]) table").first
    assert not table.is_visible()
    page.emulate_media(media="print")
    assert table.is_visible()


def test_a_review_begins_with_its_facts_and_prints_the_addresses_of_its_sources(
    open_page: Opens, odd_address: str
) -> None:
    page = open_page(f"{odd_address}/reviews/renamed")
    page.emulate_media(media="print")
    facts, text = page.locator(".key").bounding_box(), page.locator(".body").bounding_box()
    assert facts is not None
    assert text is not None
    assert facts["y"] + facts["height"] <= text["y"]
    after = page.locator(".sources a").first.evaluate("a => getComputedStyle(a, '::after').content")
    assert "https://example.org/source" in after


@pytest.mark.parametrize("path", LESSONS[:2])
def test_a_lesson_fits_on_one_page(open_page: Opens, address: str, path: str) -> None:
    pdf = open_page(address + path).pdf(format="A4", margin=dict.fromkeys(("top", "right", "bottom", "left"), "15mm"))
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) == 1

"""The list below a search box, by keyboard, by pointer, and for those who hear it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser.test_accessibility import violations

Opens = Callable[..., Page]


@pytest.mark.parametrize(("path", "width"), [("/", 1280), ("/search?q=x", 360), ("/reviews", 320)])
def test_a_suggestion_is_chosen_by_keyboard_and_heard(open_page: Opens, address: str, path: str, width: int) -> None:
    page = open_page(address + path, width=width)
    box = page.locator("input[role=combobox]")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.fill("")
    box.press_sequentially("kirklees met")
    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("[aria-live]")).to_have_text(re.compile(r"^Suggestions: \d$"))
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box.press("ArrowUp")
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") is None
    organisation = options.filter(has_text="Organisation")
    while organisation.get_attribute("aria-selected") != "true":
        box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == organisation.get_attribute("id")
    assert box.input_value() == "kirklees met"
    assert violations(page) == []
    box.press("Enter")
    page.wait_for_url("**/organisations/kirklees-metropolitan-council")


def test_escape_closes_the_list_and_enter_searches_for_what_was_typed(open_page: Opens, address: str) -> None:
    page = open_page(address)
    box = page.locator("input[role=combobox]")
    box.press_sequentially("recyc")
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert box.input_value() == "recyc"
    box.press("Enter")
    page.wait_for_url("**/search?q=recyc")


def test_a_suggestion_is_chosen_by_pointer_and_the_list_closes_when_one_leaves(open_page: Opens, address: str) -> None:
    page = open_page(address)
    box = page.locator("input[role=combobox]")
    box.press_sequentially("recyc")
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()
    box.press("ArrowDown")
    page.get_by_role("option", name="Review").click()
    page.wait_for_url("**/reviews/kirklees-recycling")


def test_without_javascript_the_box_is_a_plain_one(open_page: Opens, address: str) -> None:
    page = open_page(address, java_script_enabled=False)
    box = page.get_by_role("searchbox")
    box.press_sequentially("recyc")
    box.press("Enter")
    page.wait_for_url("**/search?q=recyc")

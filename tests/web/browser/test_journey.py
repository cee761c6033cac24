"""The way of a practitioner: search, choose, widen, remove, go back; with JavaScript and without."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser.kinds import FOUNDING

Opens = Callable[..., Page]
# Where the focus is: in the filters, on the page, or on something else, by its name.
PLACE = "document.activeElement.closest('#filters, body').id || document.activeElement.tagName"


def count(page: Page) -> int:
    words = page.locator("[data-ux=result-count]").inner_text()
    return int(re.sub(r"\D", "", words.split()[0]) or 0)


def option(page: Page, facet: str, value: str) -> tuple[int, str]:
    """Return the number beside a value, and the selector of its box."""
    box = f"input[name={facet}][value={value}]"
    label = page.locator("label.option", has=page.locator(box))
    return int(label.locator(".count").inner_text().replace(",", "")), box


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_choose_widen_remove_and_go_back(open_page: Opens, address: str, *, java_script_enabled: bool) -> None:
    page = open_page(address, java_script_enabled=java_script_enabled)
    page.locator("input[type=search]").fill("council")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=council"))
    everything = count(page)

    def choose(facet: str, value: str) -> int:
        said, box = option(page, facet, value)
        page.locator(box).check()
        if not java_script_enabled:
            # A box alone never leads away.
            assert f"{facet}={value}" not in page.url
            page.get_by_role("button", name="Show results").click()
        expect(page).to_have_url(re.compile(f"{facet}={value}"))
        return said

    first, second = (page.locator("input[name=sector]").nth(place).get_attribute("value") or "" for place in (0, 1))
    said = choose("sector", first)
    expect(page.locator("[data-ux=result-count]")).to_have_text(re.compile(rf"^{said} lessons? match"))
    narrow = count(page)
    assert narrow == said < everything
    assert page.locator(f"input[name=sector][value={first}]").is_checked()

    more = choose("sector", second)
    expect(page.locator("[data-ux=chip]")).to_have_count(2)
    assert count(page) == narrow + more

    page.get_by_role("link", name="Remove filter").first.click()
    expect(page.locator("[data-ux=chip]")).to_have_count(1)
    assert count(page) == more

    page.go_back()
    expect(page.locator("[data-ux=chip]")).to_have_count(2)
    assert count(page) == narrow + more
    page.go_back()
    expect(page.locator("[data-ux=chip]")).to_have_count(1)
    assert count(page) == narrow
    assert page.locator(f"input[name=sector][value={first}]").is_checked()
    assert not page.locator(f"input[name=sector][value={second}]").is_checked()


def test_a_result_leads_to_its_lesson_and_back_to_the_same_results(open_page: Opens, address: str) -> None:
    page = open_page(f"{address}/search?q=council&result=success")
    words = page.locator("[data-ux=result-count]").inner_text()
    page.locator("[data-ux=result-link]").first.click()
    page.get_by_role("link", name="Back to results").click()
    expect(page).to_have_url(f"{address}/search?q=council&result=success")
    assert page.locator("[data-ux=result-count]").inner_text() == words


def test_with_javascript_focus_stays_on_the_box_and_the_count_is_read_out(open_page: Opens, address: str) -> None:
    page = open_page(f"{address}/search?q=council")
    page.evaluate("window.statusElement = document.getElementById('count')")
    page.locator("input[name=result][value=success]").focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("result=success"))
    expect(page.locator("[data-ux=chip]")).to_have_count(1)
    assert page.evaluate("document.activeElement.value") == "success"
    # The status element is the same one as before: only so is its change announced.
    assert page.evaluate("window.statusElement === document.getElementById('count')")
    assert page.title().startswith("council: ")


def test_a_new_query_keeps_the_filters_and_forgets_the_page(open_page: Opens, address: str) -> None:
    page = open_page(f"{address}/search?page=2&result=success")
    page.locator("#q").fill("police")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}/search?q=police&result=success")


def test_a_citation_is_copied_and_said_to_be(open_page: Opens, address: str) -> None:
    page = open_page(address + FOUNDING["lesson"])
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy this citation").click()
    expect(page.locator(".closing [role=status]")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("p.cite").inner_text()


@pytest.mark.parametrize("kind", FOUNDING)
def test_pages_say_the_same_without_javascript(open_page: Opens, address: str, kind: str) -> None:
    texts = []
    for enabled in (True, False):
        page = open_page(address + FOUNDING[kind], java_script_enabled=enabled)
        if enabled:
            # What could not work without it is there with it alone; the text that it copies is the same.
            page.eval_on_selector_all(
                "button[data-copy], button[data-copy-link], button[data-print]",
                "buttons => buttons.forEach(button => button.remove())",
            )
        texts.append(page.locator("body").inner_text())
    assert texts[0] == texts[1]


@pytest.mark.parametrize("query", ['"', "AND (", "*", "title:x", "<script>alert(1)</script>", "x" * 2000])
def test_hostile_queries_get_a_page_in_words_and_run_nothing(open_page: Opens, address: str, query: str) -> None:
    page = open_page(f"{address}/")
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.locator("input[type=search]").fill(query)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/search"))
    expect(page.locator("#q")).to_have_value(query)
    assert page.locator("h1").is_visible()
    assert dialogs == []


def test_on_a_phone_the_button_stays_in_sight_below_the_filters_and_says_how_many(
    open_page: Opens, address: str
) -> None:
    page = open_page(f"{address}/search?q=council", width=360, height=640)
    everything = count(page)
    page.locator("#filter-label").click()
    button = page.locator(".apply button")
    expect(button).to_have_text(re.compile(rf"^Show {everything} lessons"))
    boxes = page.locator("#filters input[type=checkbox]:visible")
    said = boxes.last.locator("xpath=..").locator(".count").inner_text()
    boxes.last.check()
    expect(button.locator(".known")).to_have_text(re.compile(rf"^{said} lessons?$"))
    expect(button).to_be_in_viewport(ratio=1)
    button.click()
    expect(page.locator("[data-ux=result-count]")).to_have_text(re.compile(rf"^{said} lessons? match"))
    expect(page.locator("#filters")).not_to_have_attribute("open", "")
    expect(page.locator("#list")).to_be_focused()


def test_on_a_wide_screen_the_button_is_in_sight_once_there_is_something_to_apply(
    open_page: Opens, address: str
) -> None:
    page = open_page(f"{address}/search?q=council", width=1280, height=500)
    page.locator("#filters input[type=checkbox]").first.check()
    expect(page.locator(".apply button")).to_be_in_viewport(ratio=1)


def test_without_javascript_the_button_says_no_number_that_is_no_longer_true(open_page: Opens, address: str) -> None:
    page = open_page(f"{address}/search?q=council", java_script_enabled=False)
    everything = count(page)
    page.get_by_role("button", name=f"Show {everything} lessons").wait_for()
    page.locator("input[name=result]").first.check()
    page.get_by_role("button", name="Show results").wait_for()
    page.locator("input[name=result]").first.uncheck()
    page.locator("select[name=in]").select_option("reviews")
    page.get_by_role("button", name="Show results").click()
    expect(page.locator("[data-ux=result-count]")).to_have_text(re.compile(r"^\d+ reviews match"))
    page.get_by_role("button", name=f"Show {count(page)} reviews").wait_for()


def test_on_a_phone_the_keyboard_stays_in_the_open_filters_and_escape_closes_them(
    open_page: Opens, address: str
) -> None:
    page = open_page(f"{address}/search?q=council", width=360, height=640)
    page.locator("#filter-label").click()
    places = []
    for _ in range(60):
        page.keyboard.press("Tab")
        places.append(page.evaluate(PLACE))
    assert set(places) <= {"filters", "BODY"}
    page.locator("#filters select").first.focus()
    page.keyboard.press("Escape")
    expect(page.locator("#filters")).not_to_have_attribute("open", "")
    expect(page.locator("#filters > summary")).to_be_focused()


def test_names_of_a_long_list_are_narrowed_while_one_types_and_counted_aloud(open_page: Opens, address: str) -> None:
    page = open_page(f"{address}/browse/organisation")
    everything = page.locator("ul.terms > li:visible").count()
    page.locator("#find").fill("kirk")
    expect(page.locator("#names [role=status]")).to_have_text(f"1 of {everything} names")
    expect(page.locator("ul.terms > li:visible")).to_have_count(1)
    page.goto(f"{address}/search")
    sector = page.locator("#facet-sector")
    sector.locator("details.more summary").click()
    box = sector.get_by_label("Find in Sector")
    box.fill("housing")
    expect(sector.locator("label.option:visible")).to_have_count(1)
    box.press("Enter")
    sector.locator("label.option:visible input").check()
    expect(page).to_have_url(re.compile(r"/search\?sector=housing$"))

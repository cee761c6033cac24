"""Somebody who knows no git finishes a rapid lesson in a browser, with and without JavaScript, and gets the file."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser.test_accessibility import check

Opens = Callable[..., Page]
TITLE, SENTENCE = "Night buses on the ring road", "Ask the people who will use it"


def send(page: Page, words: str) -> None:
    """Press a button that sends the form, and wait for the page that answers: what is asked of a page at once may be asked of the one before."""
    with page.expect_navigation():
        page.get_by_role("button", name=words).click()


def fill_in(page: Page) -> None:
    page.get_by_role("textbox", name="Title").fill(TITLE)
    page.get_by_role("textbox", name="Date").fill("March 2019")
    page.get_by_role("combobox", name="Organisation").fill("Kirklees Metropolitan Council")
    page.get_by_role("combobox", name="Sector").select_option(label="Transport")
    page.get_by_role("radio", name="Mixed").check()
    page.get_by_role("textbox", name="What happened", exact=True).fill(
        "They ran for a year.\n\nThey were mostly empty."
    )
    page.get_by_role("textbox", name="The lesson").first.fill(SENTENCE)
    page.get_by_role("textbox", name="Recommendation").first.fill("Ask users when they travel.")


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
@pytest.mark.parametrize("width", [1280, 360])
def test_a_rapid_lesson_is_written_checked_seen_and_taken_along(
    open_page: Opens, address: str, script: bool, width: int
) -> None:
    page = open_page(f"{address}/", width=width, java_script_enabled=script)
    page.get_by_role("link", name="Finished something? Add a review").click()
    send(page, "Check it and see how it looks")
    page.get_by_role("link", name="“Title” is empty.").click()
    expect(page).to_have_url(re.compile("#f-title$"))
    fill_in(page)
    send(page, "Add another lesson")
    expect(page.get_by_role("textbox", name="Title")).to_have_value(TITLE)
    send(page, "Check it and see how it looks")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    send(page, "Change something")
    expect(page.get_by_role("textbox", name="The lesson")).to_have_value(SENTENCE)
    # Enter in a line checks, and neither adds a lesson nor changes the form.
    with page.expect_navigation():
        page.get_by_role("textbox", name="Title").press("Enter")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the file").click()
    assert download.value.suggested_filename == "night-buses-on-the-ring-road.md"
    text = Path(download.value.path()).read_text("utf-8")
    assert text.startswith(f"---\ntitle: {TITLE}\ndate: 2019-03\n")
    assert f"\n### {SENTENCE}\n" in text


def test_axe_finds_nothing_in_the_form_at_any_of_its_steps(open_page: Opens, address: str) -> None:
    page = open_page(f"{address}/contribute")
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true })")
    check(page)
    send(page, "Check it and see how it looks")
    expect(page.locator("#faults")).to_be_focused()
    check(page)
    fill_in(page)
    send(page, "Check it and see how it looks")
    check(page)
    page.get_by_text("The file, to copy").click()
    check(page)


def test_the_file_is_copied_where_there_is_a_clipboard(open_page: Opens, address: str) -> None:
    page = open_page(f"{address}/contribute", permissions=["clipboard-read", "clipboard-write"])
    fill_in(page)
    send(page, "Check it and see how it looks")
    page.get_by_text("The file, to copy").click()
    page.get_by_role("button", name="Copy the file").click()
    page.get_by_text("Copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.get_by_label("The file").input_value()


def test_no_step_of_the_form_scrolls_sideways(open_page: Opens, address: str) -> None:
    page = open_page(f"{address}/contribute?form=full", width=320)
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true })")
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wide)
    page.goto(f"{address}/contribute")
    fill_in(page)
    page.get_by_role("textbox", name="Title").fill("x" * 300)
    send(page, "Check it and see how it looks")
    assert not page.evaluate(wide)

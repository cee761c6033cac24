"""What one does with a lesson that one has read; and that on a telephone it is read before its facts."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

Opens = Callable[..., Page]
LESSON = "/reviews/kirklees-recycling/prepare-crews"


def test_the_permanent_address_is_copied_and_the_page_printed(open_page: Opens, address: str) -> None:
    page = open_page(f"{address}{LESSON}?results=q%3Dcrews", permissions=["clipboard-read", "clipboard-write"])
    page.evaluate("window.print = () => { document.title = 'printed' }")
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".actions [role=status]")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}{LESSON}"
    page.get_by_role("button", name="Print").click()
    expect(page).to_have_title("printed")


def test_without_javascript_there_is_no_button_that_does_nothing(open_page: Opens, address: str) -> None:
    page = open_page(address + LESSON, java_script_enabled=False)
    assert page.locator(".actions button:visible").count() == 0
    assert page.locator(".actions a:visible").all_inner_texts() == ["Cite", "We used this", "Suggest a correction"]


def test_on_a_telephone_what_to_do_comes_first_and_in_a_wide_window_facts_stand_beside_it(
    open_page: Opens, address: str
) -> None:
    page = open_page(address + LESSON, width=360, height=780)
    at = {name: page.locator(name).first.bounding_box() for name in (".recommendation", ".key", ".body", ".side")}
    tops = [box["y"] for box in at.values() if box]
    assert len(tops) == 4
    assert tops == sorted(tops)
    assert tops[0] < 780
    page.set_viewport_size({"width": 1280, "height": 900})
    answer, body, key, side = (page.locator(name).bounding_box() for name in (".answer", ".body", ".key", ".side"))
    assert answer
    assert body
    assert key
    assert side
    assert abs(answer["y"] - key["y"]) < 20
    assert abs(answer["y"] + answer["height"] - body["y"]) < 2
    assert side["x"] == key["x"] > answer["x"] + answer["width"]
    assert side["y"] >= key["y"] + key["height"]

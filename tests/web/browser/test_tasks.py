"""What people come for, each from the home page, or a page where they are, in at most three steps."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Opens = Callable[..., Page]


@pytest.mark.parametrize(
    ("door", "address_of", "heading"),
    [
        ("What is new", r"/new$", "What is new"),
        ("What failed", r"/search\?result=failure$", None),
        ("What worked and was measured", r"/outcomes\?measures=outcome&direction=better$", None),
        ("What was used", r"/uses$", "What was used"),
        ("Finished something? Add a review", r"/contribute$", "Add a review"),
    ],
)
def test_one_step_from_home(open_page: Opens, address: str, door: str, address_of: str, heading: str | None) -> None:
    page = open_page(address)
    page.get_by_role("main").get_by_role("link", name=door, exact=True).click()
    expect(page).to_have_url(re.compile(address_of))
    if heading:
        expect(page.locator("h1")).to_have_text(heading)


def test_two_lessons_are_compared_in_three_steps_and_taken_along(open_page: Opens, address: str) -> None:
    page = open_page(f"{address}/search?q=council")
    for number in (1, 2):
        page.locator(".pick input:visible").nth(number - 1).check()
        page.wait_for_function("number => location.search.split('id=').length > number", arg=number)
    page.get_by_role("button", name="Compare those chosen").click()
    expect(page.locator("h1")).to_have_text("2 lessons side by side")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as Word").click()
    assert saved.value.suggested_filename == "shortlist.docx"


def test_two_reviews_are_compared_in_two_steps(open_page: Opens, address: str) -> None:
    page = open_page(f"{address}/reviews/kirklees-recycling")
    page.get_by_role("link", name="Compare this review with these").click()
    expect(page.locator("h1")).to_have_text(re.compile(r"\d reviews side by side"))
    page.locator(".pick input").last.uncheck()
    page.get_by_role("button", name="Show only those kept").click()
    expect(page.locator("h1")).to_have_text(re.compile(r"\d reviews side by side"))


def test_the_news_of_a_sector_are_two_steps_away(open_page: Opens, address: str) -> None:
    page = open_page(address)
    page.locator(".route", has=page.get_by_role("heading", name="Sector")).locator("li a").first.click()
    page.get_by_text("Get this by e-mail").click()
    expect(page.locator(".digest code")).to_be_visible()
    assert page.get_by_role("link", name="Feed of new results").count() == 1


def test_a_plan_gets_its_lessons_in_three_steps(open_page: Opens, address: str) -> None:
    page = open_page(address)
    page.get_by_role("link", name="Starting something? Get a brief").click()
    page.locator("main textarea").fill(
        "New crews collect recycling from every house in the council's area next spring."
    )
    page.locator("main form button").first.click()
    expect(page.locator(".brief-group").first).to_be_visible()


def test_a_lesson_is_found_by_half_a_word_and_its_use_told_in_three_steps(open_page: Opens, address: str) -> None:
    page = open_page(address)
    page.locator("#q").fill("recyc")
    page.keyboard.press("Enter")
    page.locator("[data-ux=result-link]").first.click()
    assert page.locator("#citation").inner_text()
    page.get_by_role("link", name="We used this").first.click()
    expect(page).to_have_url(re.compile(r"/use\?lesson=kirklees-recycling%23"))
    expect(page.locator("main form")).to_be_visible()

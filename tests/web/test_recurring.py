"""The page of what went wrong again."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from lessons.learning.recurrence_suggested import SuggestedRecurrence, ToldIn
from lessons.web.ask import Addresses
from lessons.web.presenters.recurrence import suggestions_shown
from tests.support.sample import body, front, lesson, review
from tests.web.libraries import built
from tests.web.page import text
from tests.web.visitor import Visitor


def test_a_repeated_lesson_stands_with_its_reviews_side_by_side(site: Visitor) -> None:
    said = text(site.page("/recurring"))
    assert "Prepare frontline staff before you hand them freedom" in said
    assert "Went wrong again once" in said
    assert "First seen in" in said
    assert "Again in" in said
    assert "Household recycling rounds that reached 3 per cent" in said


def test_a_page_beyond_the_end_leads_to_the_first(site: Visitor) -> None:
    assert site.get("/recurring?page=99").status_code == 302


def test_without_a_repeated_lesson_the_page_says_so(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    entries = tmp_path / "entries"
    entries.mkdir()
    entries.joinpath("night-buses.md").write_text(front() + body(), "utf-8")
    library = visit(built(entries, tmp_path / "lessons.db"))
    assert "No review says that it repeats a lesson" in text(library.page("/recurring"))


def test_what_nobody_linked_is_marked_as_a_suggestion_with_its_reason(site: Visitor) -> None:
    said = text(site.page("/recurring"))
    assert "Perhaps the same again" in said
    assert "Nobody has linked these lessons. They are suggested by a rule" in said
    assert "Count who got the jobs, not only how many there were" in said
    assert "Both name what stood in the way: “Focus on outputs”." in said
    assert "Both read like: “" in said


def test_what_less_speaks_for_is_folded_away(site: Visitor) -> None:
    suggested = site.get("/recurring").text.partition("Perhaps the same again")[2]
    clear, _, fainter = suggested.partition("<details")
    assert "Measure what the practice does for victims" in clear
    assert "Nobody" not in fainter
    found = re.search(r"(\d+) suggestions for which less speaks", fainter)
    assert found is not None
    assert fainter.count("Both ") >= int(found[1])


def test_each_of_two_lessons_shows_the_other(site: Visitor) -> None:
    later = text(site.page("/reviews/stadium-employment-partnership/count-who-got-jobs"))
    told = later.partition("Earlier lessons that may tell of the same mistake")[2]
    assert "Define success as inquiries settled at first contact" in told
    earlier = text(site.page("/reviews/kirklees-one-stop-shops/measure-first-contact"))
    told = earlier.partition("Later lessons that may tell of the same mistake")[2]
    assert "Count who got the jobs, not only how many there were" in told
    assert "Perhaps the same again" not in text(site.page("/reviews/kirklees-ward-innovation-fund/fund-as-lever"))


def test_a_review_whose_title_is_its_lesson_is_not_told_twice(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    """As it is of many imports."""
    entries = tmp_path / "entries"
    entries.mkdir()
    fields = "- Id: it\n- Kind: improve\n- Barrier: uneasiness\n- Recommendation: Ask first.\n"
    for name, title, date in (("trams", "Ask the drivers of trams", "1990"), ("buses", "Buses at night", "1998")):
        told = lesson(fields, prose=f"They knew of {name}.").replace(
            "the people who will use it", "the drivers of trams"
        )
        entries.joinpath(f"night-{name}.md").write_text(review(lessons=told, title=title, date=date), "utf-8")
    library = visit(built(entries, tmp_path / "lessons.db"))
    twice = "Ask the drivers of trams Ask the drivers of trams"
    listed = text(library.page("/recurring")).partition("Perhaps the same again")[2]
    assert "Ask the drivers of trams Buses at night, 1998" in listed
    assert "Ask the drivers of trams 1990" in listed
    assert twice not in listed
    on_lesson = text(library.page("/reviews/night-buses/it")).partition("Perhaps the same again")[2]
    assert "Ask the drivers of trams 1990" in on_lesson
    assert twice not in on_lesson


@pytest.mark.parametrize(
    ("causes", "barriers", "why"),
    [
        (("haste", "fear"), (), "Both read like: “haste” and “fear”."),
        ((), ("Fog",), "Both name what stood in the way: “Fog”."),
    ],
)
def test_each_suggestion_says_why(causes: tuple[str, ...], barriers: tuple[str, ...], why: str) -> None:
    told = ToldIn("night-buses#it", "Ask first", "night-buses", "Buses at night", "1998")
    shown = suggestions_shown([SuggestedRecurrence(told, told, barriers, (), causes, clear=True)], Addresses())
    assert shown is not None
    assert shown.clear[0].earlier[0].why == why

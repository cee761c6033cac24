"""Ids, addresses and numbers of records, typed or pasted."""

from __future__ import annotations

import pytest

from tests.search.filling import Lesson, Review
from tests.search.small import REVIEWS, Ask, Collection, asked, collection, ids


@pytest.fixture(scope="module")
def records() -> Collection:
    """Reviews with ids of several words, a number in another system, and a former id."""
    found = collection(
        (
            *REVIEWS,
            Review(
                "night-trams",
                "Trams after dark",
                (Lesson("ask-first", "Ask first"), Lesson("count", "Count people")),
                "They ran.",
            ),
            Review("night-trains", "Trains after dark", (Lesson("ask-first", "Ask again"),), "They stood."),
        )
    )
    found.connection.execute(
        "UPDATE reviews SET source_system = 'Lessons Library', source_system_id = '4711' WHERE id = 'night-trains'"
    )
    found.connection.execute("INSERT INTO redirects VALUES ('/reviews/dark-trams', '/reviews/night-trams', 301)")
    return found


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("night-trams", "night-trams"),
        ("night-trams.md", "night-trams"),
        ("/reviews/night-trams", "night-trams"),
        ("https://lessons.example.org/reviews/night-trams/", "night-trams"),
        ("https://lessons.example.org/base/reviews/night-trams.json?x=1", "night-trams"),
        ("<https://lessons.example.org/reviews/night-trams>", "night-trams"),
        ("night-trams#ask-first", "night-trams"),
        ("https://lessons.example.org/reviews/night-trams/ask-first", "night-trams"),
        ("dark-trams", "night-trams"),
        ("4711", "night-trains"),
        ("LL-4711", "night-trains"),
        ("#4711", "night-trains"),
        ("lesson 4711", "night-trains"),
        ("Record #04711", "night-trains"),
        ("library 4711", "night-trains"),
        ("night-trams/count", "night-trams"),
        ("reviews/night-trams", "night-trams"),
    ],
)
def test_a_record_is_found_by_what_names_it(records: Collection, typed: str, first: str) -> None:
    page = asked(records, typed, in_="reviews")
    assert ids(page)[0] == first
    assert "by its address or number" in page.understood.words


def test_of_a_lesson_that_was_named_the_lesson_is_found_and_of_a_review_its_lessons(records: Collection) -> None:
    assert ids(asked(records, "night-trams#count"))[0] == "night-trams#count"
    assert ids(asked(records, "/reviews/night-trams")) == ["night-trams#ask-first", "night-trams#count"]


@pytest.mark.parametrize("typed", ["http://[", "https://", "/reviews/", "#", "no-such-record", "//", "a/b/c"])
def test_what_names_no_record_is_searched_for_as_words(records: Collection, typed: str) -> None:
    assert "by its address or number" not in asked(records, typed, in_="reviews").understood.words


def test_a_plan_names_no_records(records: Collection) -> None:
    assert "by its address" not in asked(records, "night-trams " + "and so on " * 20).understood.words


def test_filters_hold_for_a_record_that_was_named(ask: Ask) -> None:
    assert ask("cautions", in_="reviews", result="failure").count == 0


def test_a_number_among_words_is_no_number_of_a_record(records: Collection) -> None:
    page = asked(records, "night trams 4711", in_="reviews")
    assert "by its address or number" not in page.understood.words


@pytest.mark.parametrize("typed", ["X-4711", "IEEE-4711", "B4711", "number of 4711"])
def test_a_number_behind_another_name_is_no_number_of_a_record(records: Collection, typed: str) -> None:
    assert "address or number" not in asked(records, typed, in_="reviews").understood.words


def test_what_named_a_record_is_not_said_to_be_missing(records: Collection) -> None:
    assert (
        asked(records, "night-trams.md", in_="reviews").understood.words
        == "Found night-trams by its address or number."
    )

"""Slips of the keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import Collection
from hypothesis import given
from hypothesis import strategies as st

from lessons.distance import edit_distance
from lessons.search import SearchPage
from lessons.search.spelling import Spelling
from lessons.search.suggestions import respelt

Ask = Callable[..., SearchPage]
LETTERS = st.text(alphabet="abcdelrsv", min_size=3, max_size=9)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("recyclng", "recycling"),
        ("recycilng", "recycling"),
        ("valvess", "valves"),
        ("ofender", "offender"),
        ("xreakfast", "breakfast"),
    ],
)
def test_a_misspelt_word_is_read_as_the_word_meant_and_that_is_said(ask: Ask, typed: str, meant: str) -> None:
    page = ask(typed, in_="reviews")
    assert page.count == ask(meant, in_="reviews").count > 0
    assert f"No text has “{typed}”, so {meant} was looked for instead." in page.understood.words
    assert page.suggestions == (meant,)


def test_a_word_with_a_lost_space_is_read_as_two(ask: Ask) -> None:
    page = ask("nightbuses", in_="reviews")
    assert page.count == 30
    assert page.suggestions == ("night buses",)


def test_two_words_that_are_one_are_looked_for_as_one_too(ask: Ask) -> None:
    page = ask("break fast", in_="reviews")
    assert page.hits[0].id == "breakfast"
    assert page.understood.synonyms == (("break fast", "breakfast"),)


def test_a_suggestion_keeps_the_rest_of_the_query_as_typed(ask: Ask) -> None:
    assert ask('"take part" Recyclng?', in_="reviews").suggestions == ('"take part" recycling?',)


def test_a_suggestion_finds_something_through_the_filters(ask: Ask) -> None:
    assert ask("recyclng", in_="reviews", sector="policing").suggestions == ()


def test_a_known_word_that_goes_with_no_other_may_have_been_another(ask: Ask) -> None:
    page = ask("valves homes cola", in_="reviews")
    assert "valves homes cold" in page.suggestions


def test_a_removed_reading_is_not_looked_for(ask: Ask) -> None:
    assert ask("recyclng", in_="reviews", exact="recycling").count == 0


@pytest.mark.parametrize("typed", ["zzzzzzzz", "12345678", "qx", "x" * 300])
def test_a_word_like_no_other_is_read_as_no_other(ask: Ask, typed: str) -> None:
    page = ask(typed)
    assert (page.count, page.suggestions) == (0, ())


@given(LETTERS)
def test_guesses_are_the_nearest_words(small: Collection, typed: str) -> None:
    spelling = Spelling.load(small.connection)
    words = [word for (word,) in small.connection.execute("SELECT word FROM search_words WHERE length(word) >= 3")]
    limit = 2 if len(typed) >= 6 else 1
    nearest = min(edit_distance(typed, word) for word in words)
    guesses = spelling.guesses(typed)
    assert bool(guesses) == (nearest <= limit)
    # An exact match is within one slip, so its neighbours at one slip may stand beside it.
    assert all(edit_distance(typed, guess) <= max(1, nearest) for guess in guesses)


def test_respelling_replaces_whole_words_only() -> None:
    assert respelt("Ofer ofer offer", {"ofer": "offer"}) == "offer offer offer"


def test_where_a_phrase_finds_nothing_its_words_are_suggested(ask: Ask) -> None:
    page = ask('"valves spare"')
    assert (page.count, page.suggestions) == (0, ("valves spare",))


def test_a_misspelt_common_word_is_left_out_as_that_would_be(ask: Ask) -> None:
    page = ask("recycling wirh residents", in_="reviews")
    assert page.all_words_count == 1
    assert page.hits[0].id == "recycling"

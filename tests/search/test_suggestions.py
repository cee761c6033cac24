"""Other queries that find something."""

from __future__ import annotations

import pytest

from lessons.search.suggestions import respelt
from tests.search.small import Ask, Collection, asked


def test_respelling_replaces_whole_words_only_whatever_their_case_or_accents() -> None:
    assert respelt("Ofer ofer offer ÓFER, oferta", {"ofer": "offer"}) == "offer offer offer offer, oferta"


@pytest.mark.parametrize("typed", ["recyclng", "hungry pupls", '"van each"', "residnts take part"])
def test_every_suggestion_finds_something(ask: Ask, typed: str) -> None:
    suggested = ask(typed, in_="reviews").suggestions
    assert suggested
    assert all(ask(text, in_="reviews").count for text in suggested)


@pytest.mark.parametrize("typed", ["", "valves", "night buses", "sector:transport", "zzzzzzzz"])
def test_what_is_written_well_or_like_nothing_gets_no_suggestion(ask: Ask, typed: str) -> None:
    assert ask(typed, in_="reviews").suggestions == ()


@pytest.mark.parametrize("result_type", ["lessons", "reviews", "all"])
def test_a_query_put_right_is_suggested_also_where_it_finds_by_meaning_alone(
    founders: Collection, result_type: str
) -> None:
    page = asked(founders, "contaminated bins and poor recyclng rates", in_=result_type)
    assert page.all_words_count == 0
    assert page.suggestions == ("contaminated bins and poor recycling rates",)

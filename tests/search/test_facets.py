"""The number beside a value is what choosing it gives."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from lessons.search import Facet, SearchPage
from lessons.search.facets import MOST_VALUES

Ask = Callable[..., SearchPage]

QUERIES = ("", "night buses", "residents take part", "how do we ask people first", "valves -spare", "recyclng")
CHOICES = (
    {},
    {"sector": ["transport"]},
    {"sector": ["transport", "policing"], "result": ["mixed", "failure"]},
    {"organisation": ["kirklees-council"], "year": ["1991", "not-stated"]},
    {"tag": ["young people"]},
)


def facet(page: SearchPage, name: str) -> Facet:
    return next(one for one in page.facets if one.name == name)


@pytest.mark.parametrize(
    ("query", "chosen", "in_"), list(itertools.product(QUERIES, CHOICES, ("lessons", "reviews", "all")))
)
def test_choosing_a_value_gives_the_number_beside_it(
    ask: Ask, query: str, chosen: dict[str, list[str]], in_: str
) -> None:
    page = ask(query, in_=in_, **chosen)
    for one in page.facets:
        # The count is that of this value in place of the facet's present selection.
        for value in one.values:
            then = ask(query, in_=in_, **{**chosen, one.name: [value.value]})
            assert then.count == value.count, (one.name, value)
            assert then.unfiltered_count == page.unfiltered_count


def test_values_of_one_facet_widen_and_facets_narrow(ask: Ask) -> None:
    assert ask("", in_="reviews", result="mixed").count == 16
    assert ask("", in_="reviews", result=["mixed", "failure"]).count == 32
    assert ask("", in_="reviews", result=["mixed", "failure"], sector="schools").count == 1


def test_values_come_by_count_then_label_and_not_stated_last(ask: Ask) -> None:
    page = ask("", in_="reviews")
    assert [(value.label, value.count) for value in facet(page, "organisation").values] == [
        ("Kirklees Council", 17),
        ("Dorset Buses", 15),
        ("Thames Valley Police", 1),
        ("West Walker Primary School", 1),
    ]
    assert [(value.value, value.count) for value in facet(page, "phase").values][-1] == ("not-stated", 1)


def test_scales_keep_their_own_order(ask: Ask) -> None:
    assert [value.value for value in facet(ask("", in_="reviews"), "year").values] == [
        "1999", "1998", "1997", "1994", "1993", "1992", "1991", "1990", "not-stated",
    ]  # fmt: skip


def test_a_chosen_value_stays_listed_though_it_gives_nothing(ask: Ask) -> None:
    page = ask("valves", sector="policing")
    assert [(value.value, value.count, value.selected) for value in facet(page, "sector").values] == [
        ("housing", 1, False),
        ("policing", 0, True),
    ]


def test_a_lesson_has_the_terms_of_its_review_unless_it_states_its_own(ask: Ask) -> None:
    page = ask("", organisation="thames-valley-police")
    assert {value.value: value.count for value in facet(page, "change").values} == {"policy": 1, "process": 1}


def test_a_lesson_learnt_again_stands_as_recurred(ask: Ask) -> None:
    page = ask("", organisation="thames-valley-police")
    assert {value.label: value.count for value in facet(page, "lesson_status").values} == {
        "Identified": 1,
        "Recurred": 1,
    }


def test_a_facet_without_any_value_in_the_collection_is_not_offered(ask: Ask) -> None:
    assert "delivery_model" not in {one.name for one in ask("").facets}


def test_a_facet_never_lists_more_values_than_a_page_can_carry(ask: Ask) -> None:
    assert all(len(one.values) <= MOST_VALUES for one in ask("").facets)

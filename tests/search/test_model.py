"""A request from the parameters of an address, and back."""

from __future__ import annotations

from urllib.parse import quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.search import Request, to_params
from lessons.search.model import MAX_EXACT, MAX_TEXT

NAMES = st.sampled_from(["q", "in", "sort", "page", "size", "exact", "colour", "", "sector", "year", "tag"])


def test_all_parameters_are_read() -> None:
    request = Request.from_params(
        [
            ("q", "bus"),
            ("in", "all"),
            ("sort", "oldest"),
            ("page", "2"),
            ("size", "50"),
            ("exact", "coach"),
            ("year", "1998"),
            ("sector", "transport"),
            ("sector", "schools"),
        ]
    )
    assert request == Request(
        text="bus",
        filters={"sector": ("transport", "schools"), "year": ("1998",)},
        result_type="all",
        sort="oldest",
        page=2,
        size=50,
        exact=("coach",),
    )


def test_no_parameters_ask_for_the_newest_lessons() -> None:
    assert Request.from_params([]) == Request()
    assert to_params(Request()) == []


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("page", "-1", "“-1” is not a whole number from 1 to 1,000,000."),
        ("page", "0", "“0” is not a whole number from 1 to 1,000,000."),
        ("page", "²", "“²” is not a whole number from 1 to 1,000,000."),
        ("size", "9" * 5000, f"“{'9' * 40}” is not a whole number from 1 to 100."),
        ("size", "101", "“101” is not a whole number from 1 to 100."),
        ("sort", "rank", "“rank” is not one of relevance, newest, event or oldest."),
        ("in", "tables", "“tables” is not one of lessons, reviews or all."),
    ],
)
def test_what_is_not_understood_is_said_and_counts_as_absent(name: str, value: str, problem: str) -> None:
    request = Request.from_params([(name, value)])
    assert request.problems == {name: problem}
    assert to_params(request) == []


@pytest.mark.parametrize(
    ("name", "values"), [("sort", ("newest", "oldest")), ("in", ("all", "reviews")), ("page", ("2", "3"))]
)
def test_two_values_where_there_is_one_are_reported(name: str, values: tuple[str, str]) -> None:
    request = Request.from_params([(name, value) for value in values])
    assert request.problems == {
        name: f"It takes one value, not “{values[0]}” and “{values[1]}”; only the first is read."
    }
    assert Request.from_params([(name, values[0])] * 2).problems == {}


@pytest.mark.parametrize(("letter", "taken"), [("x", 1), (" x", 2), ("/", 3), ("\u0301", 6), ("水", 9), ("🎉", 12)])
def test_a_text_beyond_what_an_address_may_take_is_cut_and_that_is_said(letter: str, taken: int) -> None:
    fitting = MAX_TEXT // taken
    whole = Request.from_params([("q", letter * fitting)])
    assert whole.problems == {}
    assert whole.text == letter * fitting
    request = Request.from_params([("q", letter * (fitting + 9))])
    assert len(quote_plus(request.text)) <= MAX_TEXT
    assert len(quote_plus(request.text + letter)) > MAX_TEXT
    assert request.problems == {
        "q": f"The search is too long; only its first {len(request.text):,} characters are read."
    }


def test_removed_synonyms_beyond_what_an_address_may_take_are_left_out() -> None:
    assert Request.from_params([("exact", f"a {number}") for number in range(50)]).exact[49] == "a 49"
    assert Request.from_params([("exact", "short"), ("exact", "x" * MAX_EXACT), ("exact", "y")]).exact == ("short",)


@given(st.lists(st.tuples(NAMES, st.text(max_size=30))))
def test_every_list_of_parameters_is_a_request_and_its_own_parameters_give_it_again(
    pairs: list[tuple[str, str]],
) -> None:
    request = Request.from_params(pairs)
    again = Request.from_params(request.to_params())
    assert again.problems == {}
    assert again.to_params() == request.to_params()

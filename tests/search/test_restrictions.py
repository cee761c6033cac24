"""Which facet and which of its values a ``field:value`` means."""

from __future__ import annotations

import pytest

from lessons.search.restrictions import Fields
from tests.search.small import Ask, Collection, ids


@pytest.mark.parametrize(
    ("typed", "facet"),
    [
        ("sector", "sector"),
        ("Sectors", "sector"),
        ("organization", "organisation"),
        ("what-helped", "enablers"),
        ("date", "year"),
        ("status", "lesson_status"),
        ("colour", None),
    ],
)
def test_a_field_is_named_by_name_label_plural_and_either_spelling(
    small: Collection, typed: str, facet: str | None
) -> None:
    assert Fields(small.index.facets, small.index.expansions).named(typed) == facet


@pytest.mark.parametrize(
    "typed",
    [
        "sector:local-government",
        'sector:"local government"',
        "sector:local",
        'sector:"local authority"',
        "sectors:Local-Government",
        "Sector:locals",
    ],
)
def test_a_value_is_named_by_slug_label_part_synonym_and_plural(ask: Ask, typed: str) -> None:
    assert set(ids(ask(typed, in_="reviews"))) == {"recycling"}


def test_two_values_of_one_field_widen_and_two_fields_narrow(ask: Ask) -> None:
    assert set(ids(ask("sector:schools sector:housing", in_="reviews"))) == {"breakfast", "valves"}
    assert ask("sector:schools result:failure", in_="reviews").count == 0


def test_without_a_minus_years_widen_and_with_one_they_are_left_out(ask: Ask) -> None:
    assert set(ids(ask("year:1997 year:1998", in_="reviews"))) == {"recycling", "cautions"}
    assert "cautions" not in ids(ask("-year:1998", in_="reviews", size="100"))


@pytest.mark.parametrize(
    ("text", "filters", "said"),
    [
        ("kind:improve", {}, "“Kind” describes lessons, so reviews are found by what their lessons have."),
        ("", {"kind": "improve"}, "“Kind” describes lessons, so reviews are found by what their lessons have."),
        ("-kind:improve", {}, "“Kind” describes lessons, so reviews are found by what their lessons have."),
        (
            "kind:improve",
            {"priority": "urgent", "sector": "waste"},
            "“Kind” and “Priority” describe lessons, so reviews are found by what their lessons have; "
            "each filter may be met by a different lesson.",
        ),
    ],
)
def test_among_reviews_it_is_said_of_a_filter_or_field_that_it_describes_lessons(
    ask: Ask, text: str, filters: dict[str, str], said: str
) -> None:
    assert ask(text, in_="reviews", **filters).understood.words.endswith(said)
    assert said not in ask(text, in_="lessons", **filters).understood.words


def test_of_a_filter_that_describes_reviews_nothing_is_said(ask: Ask) -> None:
    assert ask("", in_="reviews", sector="waste").understood.words == ""


def test_two_filters_that_describe_lessons_may_be_met_by_different_lessons(ask: Ask) -> None:
    assert ids(ask("", in_="reviews", change="people", priority="urgent")) == ["recycling"]
    assert ids(ask("", in_="reviews", kind="sustain", lesson_status="identified")) == ["cautions"]
    assert ids(ask("", in_="lessons", kind="sustain", lesson_status="identified")) == []

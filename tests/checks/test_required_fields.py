"""The rule ``required-fields``."""

from __future__ import annotations

import pytest

from tests.support.sample import FRONT, problems, review


@pytest.mark.parametrize("name", FRONT)
def test_each_of_the_five_is_required_and_said_what_for(name: str) -> None:
    (missing,) = problems(review(**{name: None}), rule="required-fields")
    assert missing.startswith(f'2:1 "{name}" is missing (')
    line = list(FRONT).index(name) + 2
    for nothing in ("", '""', "# a note"):
        (empty,) = problems(review(**{name: nothing}), rule="required-fields")
        assert empty.startswith(f'{line}:1 "{name}" is empty (')


def test_nothing_else_is_required() -> None:
    assert problems(review()) == []


@pytest.mark.parametrize("name", ["date", "organisation", "sector", "result"])
def test_what_is_not_stated_may_be_called_so(name: str) -> None:
    assert problems(review(**{name: "not-stated"})) == []


def test_records_inside_have_required_fields_of_their_own() -> None:
    assert problems(review("sources:\n  - section: 3"), rule="required-fields") == [
        '8:5 "cite" is missing in "sources"'
    ]
    assert problems(review("cost:\n  amount: 3\n  currency:"), rule="required-fields") == [
        '9:3 "currency" is empty in "cost"'
    ]


@pytest.mark.parametrize(
    "extra",
    [
        "cost: {amount: 3, curency: GBP}",
        "cost: {budget: 3}",
        "sources:\n  - text: Minutes",
        "period: {start: 1998, to: 1999}",
    ],
)
def test_what_may_stand_under_another_name_is_not_missed_as_well(extra: str) -> None:
    (found,) = problems(review(extra))
    assert found.endswith("[known-fields]")


def test_a_misspelt_field_hides_no_other_that_is_missing() -> None:
    found = problems(review("titel: Night buses", title=None, result=None))
    assert [one.partition(" (")[0] for one in found] == [
        '2:1 "result" is missing',
        '5:1 unknown field "titel", did you mean "title"? [known-fields]',
    ]
    assert any(one.startswith('2:1 "title" is missing') for one in problems(review("budget: x", title=None)))


def test_each_missing_field_of_records_inside_is_told_beside_one_under_another_name() -> None:
    text = review("cost: {curency: GBP}\nsources:\n  - text: Minutes\n  - section: 3", date=None)
    found = [one for one in problems(text) if one.endswith("[required-fields]")]
    assert [one.partition(" (")[0].removesuffix(" [required-fields]") for one in found] == [
        '2:1 "date" is missing',
        '6:7 "amount" is missing in "cost"',
        '9:5 "cite" is missing in "sources"',
    ]


def test_what_a_field_is_for_is_said_in_parentheses() -> None:
    assert problems(review(title=None)) == [
        '2:1 "title" is missing (What the review is about, in one line) [required-fields]'
    ]

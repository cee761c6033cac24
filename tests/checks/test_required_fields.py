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

"""The sentences that say a query back."""

from __future__ import annotations

import pytest

from tests.search.small import Ask


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("recyc", "the search used words that begin with it"),
        ("zzzzzzzz valves", "Nothing contains “zzzzzzzz”."),
        ("sector:transport", "Sector: Transport."),
        ("-sector:transport buses", "Sector: not Transport."),
        ("valves -homes", "Left out results that contain homes."),
        ("kind:improve residents", "Kind: Improve."),
    ],
)
def test_what_was_done_with_a_query_is_said(ask: Ask, typed: str, said: str) -> None:
    assert said in ask(typed).understood.words

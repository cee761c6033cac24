"""Words that no text has: the beginnings of others, or slips."""

from __future__ import annotations

import pytest

from tests.search.small import Ask


def test_an_unfinished_word_is_completed_before_it_is_corrected(ask: Ask) -> None:
    page = ask("breakf", in_="reviews")
    assert [hit.id for hit in page.hits] == ["breakfast"]
    assert "instead" not in page.understood.words


@pytest.mark.parametrize("typed", ["RECYCLNG", "recyclng9", "ab1c2d"])
def test_nothing_is_guessed_for_capitals_and_codes(ask: Ask, typed: str) -> None:
    page = ask(f"{typed} residents", in_="reviews")
    assert "instead" not in page.understood.words

"""The rule ``summary-length``."""

from __future__ import annotations

from tests.support.sample import problems, review


def test_a_summary_has_at_most_sixty_words() -> None:
    assert problems(review(f"summary: {'word ' * 60}")) == []
    assert problems(review(f"summary: >-\n  {'word ' * 30}\n  {'word ' * 31}"), rule="summary-length") == [
        "7:10 the summary has 61 words; lists show at most 60; shorten it"
    ]

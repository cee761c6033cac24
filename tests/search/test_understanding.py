"""What a query means in this collection, and the sentence that says it back."""

from __future__ import annotations

import pytest

from lessons.search import Request
from lessons.search.reader import Reader
from lessons.search.understanding import understand
from tests.search.small import Ask, Collection


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


def test_an_unfinished_word_is_completed_before_it_is_corrected(ask: Ask) -> None:
    page = ask("breakf", in_="reviews")
    assert [hit.id for hit in page.hits] == ["breakfast"]
    assert "instead" not in page.understood.words


@pytest.mark.parametrize("typed", ["RECYCLNG", "recyclng9", "ab1c2d"])
def test_nothing_is_guessed_for_capitals_and_codes(ask: Ask, typed: str) -> None:
    page = ask(f"{typed} residents", in_="reviews")
    assert "instead" not in page.understood.words


def test_a_term_with_a_phrase_or_a_prefix_is_asked_of_the_exact_index(small: Collection) -> None:
    reader = Reader(small.connection, small.index, "lessons")
    found = understand(reader, Request('"spare valves" buses recyc*'))
    assert [bool(term.exact) for term in found.terms] == [True, False, True]
    assert found.plan().required == ('"spare valves"', '"recyc" *')
    assert found.plan().least == 1


def test_more_than_a_hundred_words_are_cut_and_that_is_said(ask: Ask) -> None:
    assert "only the first hundred were used" in ask(" ".join(f"word{n}" for n in range(150))).understood.words

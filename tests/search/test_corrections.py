"""A guess must go with the other words of the query."""

from __future__ import annotations

import pytest

from tests.search.small import Ask, Collection, asked


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("residnts meetng", ("residents", "meeting")),
        ("kerbside recyclng", ("recycling",)),
        ("hungry pupls", ("pupils",)),
    ],
)
def test_the_guess_that_goes_with_the_other_words_is_taken(ask: Ask, typed: str, read_as: tuple[str, ...]) -> None:
    said = ask(typed, in_="reviews").understood.words
    assert all(f"so the search used {word} instead" in said for word in read_as)


def test_in_a_paragraph_no_word_is_guessed_at(founders: Collection) -> None:
    plan = "We want residents of our town to take part in collecting glass, paper, tins, cardboard, plastic and batteries from every household and shop with recyclng crates"
    assert "instead" not in asked(founders, plan, in_="reviews").understood.words
    assert "instead" in asked(founders, "household recyclng crates", in_="reviews").understood.words


def test_of_several_guesses_the_fitting_one_is_first_and_the_text_is_offered_with_it(ask: Ask) -> None:
    assert ask("offendr victims", in_="reviews").suggestions[:1] == ("offender victims",)

"""Slips of the keyboard."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from lessons.search import Request
from lessons.search.lexicon import Lexicon
from lessons.search.reader import Reader
from lessons.search.spelling import SHORTEST, TWO_SLIPS_FROM, Spelling, is_english, is_opposite
from lessons.search.terms import QueryTerm
from lessons.search.understanding import understand
from tests.search.filling import Lesson, Review
from tests.search.small import REVIEWS, Ask, Collection, asked, collection

LETTERS = st.text(alphabet="abcdelrsv", min_size=3, max_size=9)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("recyclng", "recycling"),
        ("recycilng", "recycling"),
        ("vallves", "valves"),
        ("ofender", "offender"),
        ("xreakfast", "breakfast"),
    ],
)
def test_a_misspelt_word_is_read_as_the_word_meant_and_that_is_said(ask: Ask, typed: str, meant: str) -> None:
    page = ask(typed, in_="reviews")
    assert page.count == ask(meant, in_="reviews").count > 0
    assert f"Nothing contains “{typed}”, so the search used {meant} instead." in page.understood.words
    assert page.suggestions == (meant,)


def test_a_word_with_a_lost_space_is_read_as_two(ask: Ask) -> None:
    page = ask("nightbuses", in_="reviews")
    assert page.count == page.all_words_count == 30
    assert page.suggestions == ()


def test_two_words_that_are_one_are_looked_for_as_one_too(ask: Ask) -> None:
    page = ask("break fast", in_="reviews")
    assert page.hits[0].id == "breakfast"
    assert page.understood.synonyms == (("break fast", "breakfast"),)


CHANCE = (
    Review("times", "Meals in a single time", (Lesson("eat", "Eat a single time"),)),
    Review("singletime", "The singletime clock", (Lesson("clock", "Wind the singletime clock"),)),
    Review("indoors", "Datain and dataout", (Lesson("pipe", "Lay datain pipes"),)),
    Review("data", "Data in tables", (Lesson("table", "Keep data in tables"),)),
)


def test_words_that_stand_side_by_side_by_chance_are_not_taken_for_one() -> None:
    where = collection((*REVIEWS, *CHANCE))
    assert asked(where, "data in", in_="reviews").understood.synonyms == ()
    assert asked(where, "single time", in_="reviews").understood.synonyms == (("single time", "singletime"),)
    sentence = "I would like to see each of the meals a single time and no more than that"
    assert asked(where, sentence, in_="reviews").understood.synonyms == ()
    assert not any(term.synonyms for term in terms(where, sentence))
    # What texts write with a hyphen is one word, in a sentence too.
    hyphenated = Review("hyphen", "A single-time pass", (Lesson("pass", "Sell a single-time pass"),))
    found = terms(collection((*REVIEWS, *CHANCE, hyphenated)), sentence)
    assert [term.word for term in found if ("singletime",) in term.synonyms] == ["single", "time"]


def terms(where: Collection, text: str) -> tuple[QueryTerm, ...]:
    request = Request(text, result_type="reviews")
    return understand(Reader(where.connection, where.index, "reviews"), request).terms


def test_a_suggestion_keeps_the_rest_of_the_query_as_typed(ask: Ask) -> None:
    assert ask('"take part" Recyclng?', in_="reviews").suggestions == ('"take part" recycling?',)


def test_a_suggestion_finds_something_through_the_filters(ask: Ask) -> None:
    assert ask("recyclng", in_="reviews", sector="policing").suggestions == ()


def test_a_name_that_goes_with_no_other_word_may_have_been_another() -> None:
    slip = Review("slip", "A note on Kirkless", (Lesson("note", "Write notes"),))
    page = asked(collection((*REVIEWS, slip)), "kirkless heating", in_="reviews")
    assert page.suggestions == ("kirklees heating",)


def test_a_removed_reading_is_not_looked_for(ask: Ask) -> None:
    assert ask("recyclng", in_="reviews", exact="recycling").count == 0


@pytest.mark.parametrize("typed", ["zzzzzzzz", "12345678", "qx", "x" * 300])
def test_a_word_like_no_other_is_read_as_no_other(ask: Ask, typed: str) -> None:
    page = ask(typed)
    assert (page.count, page.suggestions) == (0, ())


@given(LETTERS)
def test_guesses_are_near_and_the_nearest_come_alone(small: Collection, typed: str) -> None:
    found = small.index.spelling.guesses(typed)
    distances = {OSA.distance(typed, guess) for guess in found}
    assert len(distances) <= 1
    assert distances <= ({1, 2} if len(typed) >= TWO_SLIPS_FROM else {1})
    assert not found or len(typed) >= SHORTEST


@pytest.mark.parametrize(
    ("one", "other", "opposite"),
    [
        ("unsafe", "safe", True),
        ("effective", "ineffective", True),
        ("dissatisfied", "satisfied", True),
        ("nonrecurring", "recurring", True),
        ("unsafe", "unsafer", False),
        ("united", "limited", False),
    ],
)
def test_a_beginning_that_turns_a_word_round_makes_its_opposite(one: str, other: str, *, opposite: bool) -> None:
    assert is_opposite(one, other) is is_opposite(other, one) is opposite


def lexicon(*words: str) -> Lexicon:
    return Lexicon(sorted(words), dict.fromkeys(words, 1), {word: word for word in words}, {}, {})


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("unhelpfull", "helpful"),
        ("safty2", "safety"),
        ("aprl", "april"),
        ("therapist", "therapists"),
        ("kitten", "mitten"),
    ],
)
def test_no_opposite_no_code_no_short_word_and_no_word_of_english_is_corrected(typed: str, word: str) -> None:
    assert Spelling.of(lexicon(word)).guesses(typed) == ()


def test_the_commonest_comes_first_among_those_that_begin_alike() -> None:
    words = lexicon("recycling", "becycling")
    words = replace(words, documents={"recycling": 1, "becycling": 9})
    assert Spelling.of(words).guesses("recycing") == ("recycling",)
    assert Spelling.of(words).guesses("ecycling") == ("becycling", "recycling")


@pytest.mark.parametrize("word", ["colour", "color", "valves", "people", "organise"])
def test_a_word_of_english_is_known_in_either_spelling(word: str) -> None:
    assert is_english(word)


def test_a_slip_is_no_word_of_english() -> None:
    assert not is_english("recyclng")


def test_where_a_phrase_finds_nothing_its_words_are_suggested(ask: Ask) -> None:
    page = ask('"van each"')
    assert (page.count, page.suggestions) == (0, ("van each",))


def test_a_misspelt_common_word_is_left_out_as_that_would_be(ask: Ask) -> None:
    page = ask("recycling wirh residents", in_="reviews")
    assert page.all_words_count == 1
    assert page.hits[0].id == "recycling"

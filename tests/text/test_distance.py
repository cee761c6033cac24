"""Slips of the keyboard, and what was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.text import distance
from lessons.text.distance import Spellings, closest, edit_distance


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("", "", 0), ("a", "a", 0), ("a", "b", 1), ("ab", "ba", 1), ("abc", "ac", 1), ("abcd", "badc", 2), ("abc", "xyz", 3), ("a", "abcdef", 3)],
)  # fmt: skip
def test_slips_are_counted_up_to_the_limit(one: str, other: str, slips: int) -> None:
    assert edit_distance(one, other) == edit_distance(other, one) == slips


@given(st.text("abc", max_size=8), st.text("abc", max_size=8))
def test_distance_is_symmetrical_and_zero_only_for_the_same(one: str, other: str) -> None:
    assert edit_distance(one, other) == edit_distance(other, one)
    assert (edit_distance(one, other) == 0) == (one == other)


def test_the_word_most_like_is_meant() -> None:
    spellings = Spellings(["policy", "process", "people"], 0.7)
    assert spellings.closest("proces") == "process"
    assert spellings.closest("volcano") is None


def test_a_name_with_one_slip_is_meant_however_short_but_not_one_of_two_letters() -> None:
    assert Spellings(["fire", "fair"], 0.9).closest("fre") == "fire"
    assert Spellings(["it", "hr"], 0.9).closest("ht") is None


def test_of_names_equally_like_the_first_is_meant() -> None:
    assert closest("planning", ["planting", "planking"], 0.7) == "planting"
    assert closest("planning", ["planking", "planting"], 0.7) == "planking"
    assert closest("planning", [], 0.7) is None


def test_one_word_of_a_name_will_do_where_asked() -> None:
    known = ["policing and justice", "fire and rescue"]
    assert Spellings(known, 0.75).closest("polcing") is None
    assert Spellings(known, 0.75, by_words=True).closest("polcing") == "policing and justice"


def test_guessing_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distance, "MOST_EFFORT", 5)
    spellings = Spellings(["abcdef", "ghijkl"], 0.7)
    assert [spellings.closest(f"abcde{number}") for number in range(4)] == ["abcdef", "abcdef", "abcdef", None]
    assert spellings.closest("abcde0") == "abcdef"
    assert Spellings(["a"], 0.7).closest("a" * 1000) is None

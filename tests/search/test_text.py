"""Words, folding and stems."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.search.text import LONGEST_WORD, STOP_WORDS, fold, stems, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Children's clubs", ["children", "s", "clubs"]),
        ("roll-out, 2009/10", ["roll", "out", "2009", "10"]),
        ("naïve Éclair Ünited", ["naive", "eclair", "united"]),
        ("snake_case", ["snake", "case"]),
        ("школа на холме", ["школа", "на", "холме"]),
        ("安全 first", ["安", "全", "first"]),
        ("\0 \x07 ...", []),
    ],
)
def test_words_are_letters_and_digits_of_any_script(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_a_very_long_word_is_cut() -> None:
    assert words("x" * 1000) == ["x" * LONGEST_WORD]


def test_stems_join_the_forms_of_a_word() -> None:
    assert stems(["recycling", "recycled", "recycles"]) == ["recycl"] * 3


@given(st.lists(st.text(alphabet=st.characters(categories=["Ll", "Nd"]), min_size=1, max_size=12), max_size=8))
def test_a_stem_is_what_the_full_text_index_holds(typed: list[str]) -> None:
    distinct = sorted({word for text in typed for word in words(text) if word.isascii()})
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(a, tokenize='porter unicode61 remove_diacritics 2')")
    connection.executemany("INSERT INTO t VALUES (?)", [(word,) for word in distinct])
    connection.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, 'row')")
    assert set(stems(distinct)) == {term for (term,) in connection.execute("SELECT term FROM v")}
    connection.close()


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_words_that_carry_meaning_are_no_stop_words() -> None:
    assert STOP_WORDS.isdisjoint({"near", "work", "people", "training", "need", "keep"})

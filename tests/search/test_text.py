"""Words, folding and stems: what the full-text indexes hold, and the same for what is typed."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.schema import REVIEWS_EXACT, REVIEWS_FTS
from lessons.search.text import STOP_WORDS, compounds, fold, is_unspaced, normalised, stems, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Children's clubs", ["children", "s", "clubs"]),
        ("roll-out, 2009/10", ["roll", "out", "2009", "10"]),
        ("naïve Éclair Ünited", ["naive", "eclair", "united"]),
        ("snake_case", ["snake", "case"]),
        ("школа на холме", ["школа", "на", "холме"]),
        ("安全 first", ["安", "全", "first"]),
        ("ﬁre ＡＢＣ １２", ["fire", "abc", "12"]),
        ("co\u00adoperate zero\u200bwidth", ["cooperate", "zerowidth"]),
        ("Tromsø Łódź Đà Straße Æsir", ["tromso", "lodz", "da", "strasse", "aesir"]),
        ("e\u0301cole", ["ecole"]),
        ("שָׁלוֹם", ["שלום"]),
        ("C++ and C#", ["cplusplus", "and", "csharp"]),
        ("45% or 4.5 % of 7%20x", ["45", "percent", "or", "4", "5", "percent", "of", "7", "20x"]),
        ("\0 \x07 ...", []),
    ],
)
def test_words_are_letters_and_digits_of_any_script(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Pre-flight of the R.N.L.I. boat", "preflight rnli"),
        ("A Ph.D. in the U.K., e.g. Leeds", "phd uk"),
        ("The U.S. and the W.H.O.", "uˑs wˑhˑo"),
        ("The US (not us) and WHO-led IT; who is it?", "iˑt uˑs wholed wˑhˑo"),
        ("WHO IS IT ABOUT", ""),
        ("The R&D of I&T, NOT all of IT", "iˑt"),
        ("Plan B.At noon we met J. Smith.", ""),
        ("www.town.example, v1.A.2", ""),
    ],
)
def test_words_with_hyphens_or_points_are_joined_and_linked_where_they_would_be_common_words(
    text: str, found: str
) -> None:
    assert compounds([text]) == found


@pytest.mark.parametrize("text", ["Plain text, 1998.", "Café Éclair — “naïve” £5", ""])
def test_what_the_index_reads_right_by_itself_is_not_stored_a_second_time(text: str) -> None:
    assert normalised(text) == text


def test_scripts_without_spaces_are_read_character_by_character() -> None:
    assert words("安全第一") == ["安", "全", "第", "一"]
    assert all(map(is_unspaced, words("安全")))
    assert not is_unspaced("a")


def test_stems_join_the_forms_of_a_word() -> None:
    assert stems(["recycling", "recycled", "recycles"]) == ["recycl"] * 3


def indexed(tokenizer: str, texts: list[str]) -> set[str]:
    """Return what a full-text index with this tokenizer holds of some texts."""
    connection = sqlite3.connect(":memory:")
    connection.execute(f'CREATE VIRTUAL TABLE t USING fts5(a, tokenize="{tokenizer}")')
    connection.executemany("INSERT INTO t VALUES (?)", [(text,) for text in texts])
    connection.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, 'row')")
    found = {term for (term,) in connection.execute("SELECT term FROM v")}
    connection.close()
    return found


def test_threads_form_the_stems_of_their_words_each_by_itself() -> None:
    lists = [
        [f"{start}ing{number}" for number in range(40)] + [f"{start}ings"] for start in ("run", "walk", "swim", "sing")
    ]
    alone = [stems(words) for words in lists]
    with ThreadPoolExecutor(len(lists)) as threads:
        assert list(threads.map(stems, lists * 10)) == alone * 10


def test_words_asked_for_before_leave_no_trace_in_the_next_stems() -> None:
    stems(["running", "walking", "swimming"])
    assert stems(["…", "running"]) == ["…", "run"]


@given(st.lists(st.text(alphabet=st.characters(categories=["Ll", "Nd"]), min_size=1, max_size=12), max_size=8))
def test_a_stem_is_what_the_full_text_index_holds(typed: list[str]) -> None:
    distinct = sorted({word for text in typed for word in words(text) if word.isascii()})
    assert set(stems(distinct)) == indexed(REVIEWS_FTS.tokenizer, distinct)


LATIN = st.characters(codec="latin-1", exclude_categories=["Cc"], exclude_characters="µ")


@given(st.text(alphabet=LATIN, max_size=60))
def test_words_are_what_the_exact_index_holds_of_the_normalised_text(text: str) -> None:
    assert set(words(text)) == indexed(REVIEWS_EXACT.tokenizer, [normalised(text)])


@given(st.text())
def test_folding_twice_gives_the_same_words(text: str) -> None:
    assert words(fold(text)) == words(text)


def test_words_that_carry_meaning_are_no_stop_words() -> None:
    assert STOP_WORDS.isdisjoint({"near", "work", "people", "training", "need", "keep"})

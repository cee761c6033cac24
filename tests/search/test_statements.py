"""The statements that search runs: whatever the words are, they are phrases of full text."""

from __future__ import annotations

import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from lessons.search.statements import Plan, all_of, any_of, quoted_form, ranked


@given(st.lists(st.text(max_size=10), min_size=1, max_size=4))
def test_any_words_make_one_phrase_of_full_text(words: list[str]) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(a)")
    clean = tuple(word.replace("\0", " ").encode("utf-8", "replace").decode() for word in words)
    connection.execute("SELECT * FROM t WHERE t MATCH ?", (quoted_form(clean),)).fetchall()
    connection.execute(
        "SELECT * FROM t WHERE t MATCH ?", (all_of([any_of([clean]), any_of([clean, clean])]),)
    ).fetchall()
    connection.close()


def test_a_plan_of_phrases_alone_is_ranked_by_the_exact_index() -> None:
    assert "lessons_exact MATCH" in ranked(Plan(required=('"a b"',)), "lessons").sql
    assert "lessons_fts MATCH" in ranked(Plan(terms=('"a"',), least=1), "lessons").sql

"""The builder of SQL: values are parameters, and what is shown has them written out."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.search.statements import (
    Condition,
    DatePeriod,
    Plan,
    all_of,
    any_of,
    quoted_form,
    ranked,
    shown,
    written_out,
)

NASTY = ("a' OR 1=1 --", 'b"; DROP TABLE reviews', ":p0", "%", "\\", "\n")


@pytest.mark.parametrize("result_type", ["lessons", "reviews", "all"])
def test_no_value_stands_in_the_text_of_a_statement(result_type: str) -> None:
    conditions = [
        Condition("sector", NASTY),
        Condition(NASTY[0], ("not-stated", *NASTY), excluded=True),
        DatePeriod(((NASTY[0], NASTY[1]),)),
    ]
    plan = Plan(tuple(map(repr, NASTY)), 2, NASTY, NASTY, NASTY, NASTY)
    statement = shown(plan, conditions, result_type)
    assert not any(value in statement.sql for value in NASTY if len(value) > 3)
    assert set(NASTY) <= set(statement.values.values())


@given(st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_written_out_values_are_read_back_as_they_were(values: list[str]) -> None:
    connection = sqlite3.connect(":memory:")
    clean = [value.replace("\0", " ").encode("utf-8", "replace").decode() for value in values]
    statement = shown(Plan(), [Condition("facet", tuple(clean))], "reviews")
    text = written_out(connection, statement)
    connection.execute("CREATE TABLE reviews (id, title, number)")
    connection.execute("CREATE TABLE all_terms (review_id, lesson_id, scheme, term)")
    connection.executemany(
        "INSERT INTO all_terms VALUES (?, NULL, 'facet', ?)", [(str(place), value) for place, value in enumerate(clean)]
    )
    connection.executemany(
        "INSERT INTO reviews VALUES (?, 't', ?)", [(str(place), place) for place in range(len(clean))]
    )
    found = connection.execute(text).fetchall()
    connection.close()
    stated = [value for value in clean if value != "not-stated"]
    assert len(found) == len(stated)


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

"""This search as SQL: one statement with its values written out, which gives the results but those found by meaning."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.schema import FULL_TEXT
from lessons.search import SearchPage, results
from lessons.search.search_as_sql import Condition, DatePeriod, shown, written_out
from lessons.search.statements import Plan
from tests.search.small import Ask, Collection, asked, ids

# Query text, and parameters besides.
Search = tuple[str, dict[str, str | list[str]]]
QUERIES: tuple[Search, ...] = (
    ("", {}),
    ("", {"in_": "reviews"}),
    ("", {"in_": "all", "sector": "housing"}),
    ("school", {}),
    ("schools", {"in_": "reviews"}),
    ("volunteers", {"in_": "all"}),
    ("residents take part", {}),
    ("residents take part", {"in_": "reviews"}),
    ("residents take part", {"in_": "all"}),
    ("how do you persuade residents to recycle", {}),
    ("why did frontline staff not use their new freedom after the reorganisation", {"in_": "all"}),
    ("what should we measure before a pilot begins", {"in_": "reviews"}),
    ("frontline", {}),
    ("front-line staff", {}),
    ("front line staff", {"in_": "all"}),
    ("opt-out", {"in_": "reviews"}),
    ("co-operation between agencies", {}),
    ("multi-agency working", {"in_": "all"}),
    ("organisation or organization", {}),
    ("programmes", {"in_": "reviews"}),
    ('"opt out"', {}),
    ('"local authority"', {"in_": "reviews"}),
    ('"in the first year" staff', {"in_": "all"}),
    ('"young people" "the police"', {"in_": "reviews"}),
    ('"no such phrase anywhere"', {}),
    ("procur*", {"in_": "reviews"}),
    ("recyc* household", {}),
    ("vol* OR don*", {"in_": "all"}),
    ("recycling -household", {"in_": "reviews"}),
    ('school -"breakfast club"', {"in_": "all"}),
    ("council NOT housing", {}),
    ("-school", {"in_": "reviews"}),
    ("staff -train*", {}),
    ("mutual OR partnership", {"in_": "reviews"}),
    ('"take part" OR volunteers', {}),
    ("sector:housing", {}),
    ("sector:housing residents", {"in_": "reviews"}),
    ("-result:failure council", {"in_": "all"}),
    ("result:success sector:schools", {"in_": "all"}),
    ('organisation:"Thames Valley Police"', {}),
    ("kind:improve staff", {"in_": "all"}),
    ("kind:sustain", {"in_": "reviews"}),
    ("-kind:sustain residents", {"in_": "reviews"}),
    ("", {"in_": "reviews", "priority": ["not-stated", "urgent"], "kind": "sustain"}),
    ("year:1998", {"in_": "reviews"}),
    ("year:1990s police", {"in_": "all"}),
    ("year:..1995", {"in_": "reviews"}),
    ("year:1995..1998 -year:1997 council", {"in_": "all"}),
    ("date:1998-04", {"in_": "reviews"}),
    ("council", {"result": "failure"}),
    ("council", {"result": ["failure", "mixed"], "sector": ["schools", "local-government"], "in_": "all"}),
    ("council", {"phase": "not-stated", "in_": "reviews"}),
    ("staff", {"delivery_model": ["not-stated", "in-house"], "in_": "all"}),
    ("", {"priority": "not-stated"}),
    ("", {"kind": "sustain", "barriers": "not-stated"}),
    ("how do you persuade residents to recycle", {"sector": "local-government", "year": ["1997", "1998"]}),
    ("kirklees-recycling", {}),
    ("kirklees-recycling", {"in_": "all"}),
    ("https://lessons.example.org/reviews/kirklees-recycling", {"in_": "reviews"}),
    ("/reviews/kirklees-recycling", {"result": "success"}),
    ("residnts tke part in recyclng", {}),
    ("volunters", {"in_": "reviews"}),
    ("regular postal servey of volunteers", {"in_": "all"}),
    ("local authorty housng", {"in_": "reviews"}),
    ("recycl", {"in_": "all"}),
    ("O'Brien's; DROP TABLE reviews; -- \"it's\"", {"in_": "all"}),
    ("日本語 ﬁre Øre", {"in_": "all"}),
    ("zzzzzzzz", {}),
    ("kirklees-recycling sector:housing", {"in_": "all"}),
    ("local authority", {"exact": ["local government", "council"]}),
    ('"household recycling" zebras', {}),
)


def all_ids(where: Collection, page: SearchPage) -> set[str]:
    return {hit.id for hit in results(where.connection, where.index, page.request)}


@pytest.mark.parametrize(
    ("text", "more"),
    QUERIES,
    ids=lambda value: str(value)[:50],
)
def test_the_statement_run_as_it_is_gives_the_results_but_those_by_meaning(
    founders: Collection, text: str, more: dict[str, str | list[str]]
) -> None:
    page = asked(founders, text, **more)
    listed = [row[0] for row in founders.connection.execute(page.sql)]
    assert len(listed) == len(set(listed)) == page.count - page.by_meaning_count
    assert set(listed) <= all_ids(founders, page)


def test_the_kinds_of_results_that_the_statement_must_tell_apart_occur(founders: Collection) -> None:
    pages = [asked(founders, text, **more) for text, more in QUERIES]
    assert sum(page.by_meaning_count > 0 for page in pages) >= 5
    assert sum(0 < page.all_words_count < page.count - page.by_meaning_count for page in pages) >= 5
    assert sum(bool(page.count) and not page.by_meaning_count for page in pages) >= 20
    assert len(QUERIES) >= 50


def test_values_stand_in_the_statement_as_text_of_sql(ask: Ask) -> None:
    page = ask("x' OR 1=1 --", in_="reviews", sector="transport")
    assert "'transport'" in page.sql
    assert ":p" not in page.sql


def test_by_words_alone_the_statement_lists_the_best_first(founders: Collection) -> None:
    page = asked(founders, "school", in_="reviews", size="100")
    listed = [row[0] for row in founders.connection.execute(page.sql)]
    assert listed[0] in ids(page)[:3]


@pytest.mark.parametrize("index", FULL_TEXT, ids=lambda index: index.name)
def test_rank_in_anybodys_sql_is_bm25_with_the_declared_weights(founders: Collection, index: object) -> None:
    name, weights = index.name, ", ".join(map(str, index.weights.values()))  # type: ignore[attr-defined]
    ranked = founders.connection.execute(
        f"SELECT rowid, rank FROM {name} WHERE {name} MATCH 'staff OR school' ORDER BY rank"
    )
    stated = founders.connection.execute(
        f"SELECT rowid, bm25({name}, {weights}) FROM {name} WHERE {name} MATCH 'staff OR school' ORDER BY 2"
    )
    plain = founders.connection.execute(
        f"SELECT rowid, bm25({name}) FROM {name} WHERE {name} MATCH 'staff OR school' ORDER BY 2"
    )
    found = ranked.fetchall()
    assert found == stated.fetchall() != plain.fetchall()
    assert len(found) > 5


def test_a_request_for_nothing_but_filters_that_nothing_has_gives_a_statement_that_runs(founders: Collection) -> None:
    page = asked(founders, "-year:1990..1999", result="success", sector="schools")
    assert len(founders.connection.execute(page.sql).fetchall()) == page.count
    assert page.count == 0


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

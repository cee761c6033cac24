"""Row numbers are made from ids: they stay when other reviews come and go, and nothing takes them to be dense."""

from __future__ import annotations

import sqlite3

import pytest

from lessons.building.outputs import shared
from lessons.building.outputs.shared import row_numbers
from lessons.problems import LessonsError
from lessons.schema import FULL_TEXT
from lessons.search import SearchIndex
from tests.search.small import REVIEWS, Collection, asked, collection, ids, more


def numbers(connection: sqlite3.Connection, table: str) -> dict[str, int]:
    return dict(connection.execute(f"SELECT id, number FROM {table}"))


def test_a_row_keeps_its_number_when_others_come_and_go() -> None:
    few, many = collection(REVIEWS).connection, collection((*REVIEWS, *more(9))).connection
    for table in ("reviews", "lessons"):
        before, after = numbers(few, table), numbers(many, table)
        assert before.items() < after.items()


def test_numbers_depend_on_no_order_and_are_all_different() -> None:
    names = [f"review-{number}" for number in range(2000)]
    found = row_numbers(names)
    assert found == row_numbers(reversed(names))
    assert len(set(found.values())) == 2000
    assert all(1 <= number <= 8192 for number in found.values())
    assert list(found.values()) == sorted(found.values())


def test_of_two_ids_with_one_number_the_second_takes_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "NUMBERS_EACH", 1)
    monkeypatch.setattr(shared, "LEAST_NUMBERS", 4)
    found = row_numbers(["c", "b", "d", "a"])
    assert found["a"] == row_numbers(["a"])["a"]
    assert sorted(found.values()) == [1, 2, 3, 4]


def test_row_numbers_lie_close_together() -> None:
    for count in (300, 3_000):
        assert max(row_numbers(f"review-{number}" for number in range(count)).values()) <= 8 * count


def test_the_vectors_and_full_text_of_a_row_are_found_by_its_number(small: Collection) -> None:
    for table, text in (("reviews", "review_text"), ("lessons", "lesson_text")):
        wanted = set(numbers(small.connection, table).values())
        assert max(wanted) > 2 * len(wanted), "not dense"
        for other in (text, f"lsa_{table}", f"{table}_fts", f"{table}_exact"):
            column = "rowid" if other.endswith(("fts", "exact")) else "number"
            assert {number for (number,) in small.connection.execute(f"SELECT {column} FROM {other}")} == wanted, other


def test_results_do_not_depend_on_row_numbers(small: Collection) -> None:
    """The same collection with dense numbers in the order of ids."""
    dense = sqlite3.connect(":memory:", check_same_thread=False)
    small.connection.backup(dense)
    renumber(dense)
    other = Collection(dense, type(small.index).load(dense))
    for text in ("night buses", "residents take part", "what do residents want", "valve*", '"spare valves"', ""):
        for in_ in ("lessons", "reviews", "all"):
            one, two = asked(small, text, in_=in_, size="100"), asked(other, text, in_=in_, size="100")
            assert (one.count, one.by_meaning_count, one.facets) == (two.count, two.by_meaning_count, two.facets), text
            assert ids(one) == ids(two), text


def renumber(connection: sqlite3.Connection) -> None:
    """Number all rows from 1, in order of their ids, and index them anew."""
    connection.execute("PRAGMA foreign_keys = OFF")
    for table, text, key in (("reviews", "review_files", "review_id"), ("lessons", "lesson_text", "lesson_id")):
        new = {id_: place for place, id_ in enumerate(sorted(numbers(connection, table)), 1)}
        old = numbers(connection, table)
        for sign in (-1, 1):
            for id_, place in new.items():
                before, after = (old[id_], -place) if sign < 0 else (-place, place)
                connection.execute(f"UPDATE {table} SET number = ? WHERE id = ?", (after, id_))
                connection.execute(f"UPDATE {text} SET number = ? WHERE {key} = ?", (after, id_))
                connection.execute(f"UPDATE lsa_{table} SET number = ? WHERE number = ?", (after, before))
    for index in FULL_TEXT:
        for statement in index.filling():
            connection.execute(statement)
    connection.commit()


@pytest.mark.parametrize("number", [-5, 0, 4_000_000_000_000])
def test_a_number_that_no_build_gives_is_refused_in_words(number: int) -> None:
    connection = collection(REVIEWS).connection
    connection.execute("UPDATE reviews SET number = ? WHERE number = (SELECT min(number) FROM reviews)", (number,))
    with pytest.raises(LessonsError, match="the database has row numbers that no build gives"):
        SearchIndex.load(connection)

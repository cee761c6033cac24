"""What one search asks of the database, within its time."""

from __future__ import annotations

import time

import numpy as np
import pytest

from lessons.search.deadline import TimeUp
from lessons.search.reader import MOST_AT_ONCE, Reader, idf
from tests.search.small import Collection


def reader(where: Collection, result_type: str = "reviews") -> Reader:
    return Reader(where.connection, where.index, result_type)


def names(where: Collection, positions: np.ndarray[tuple[int], np.dtype[np.int64]]) -> set[str]:
    by_number = {
        number: id_
        for table in ("lessons", "reviews")
        for id_, number in where.connection.execute(f"SELECT id, number FROM {table}")
    }
    return {by_number[int(where.index.numbers[place])] for place in positions}


def test_documents_are_those_that_match_in_order_of_position(small: Collection) -> None:
    found = reader(small).documents('"valves"')
    assert names(small, found) == {"valves"}
    everywhere = reader(small, "all").documents('"buses"')
    assert everywhere.tolist() == sorted(everywhere.tolist())
    assert len(everywhere) == 60


def test_more_expressions_than_one_statement_takes_are_all_looked_up(small: Collection) -> None:
    asked = reader(small, "all")
    asked.read([f'"w{number}"' for number in range(2 * MOST_AT_ONCE)] + ['"valves"'])
    assert names(small, asked.documents('"valves"')) == {"valves", "valves#spares"}


def test_past_its_deadline_nothing_is_asked(small: Collection) -> None:
    late = Reader(small.connection, small.index, "reviews", time.monotonic() - 1)
    with pytest.raises(TimeUp):
        late.documents('"valves"')


def test_words_that_take_no_part_point_nowhere(small: Collection) -> None:
    assert reader(small).direction(["zzzz"]) is None
    direction = reader(small).direction(["valves", "heating"])
    assert direction is not None
    assert float(direction @ direction) == pytest.approx(1.0, abs=1e-5)


def test_a_phrase_exists_where_its_words_stand_side_by_side(small: Collection) -> None:
    assert reader(small).exists(("night", "buses"))
    assert not reader(small).exists(("buses", "victims"))


def test_rare_words_say_more_and_none_says_less_than_nothing() -> None:
    assert idf(1, 100) > idf(50, 100) > idf(100, 100) >= 0.0

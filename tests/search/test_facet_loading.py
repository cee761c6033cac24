"""Which document has which value, as read from the database."""

from __future__ import annotations

import pytest

from lessons.search.model import NOT_STATED
from tests.search.small import Collection


def values_of(where: Collection, position: int) -> set[tuple[str, str]]:
    facets = where.index.facets
    return {facets.values[code][:2] for code in facets.codes_of(position)}


@pytest.mark.parametrize(("first", "column", "level"), [(0, "lesson_id", "NOT NULL"), (1, "review_id", "NULL")])
def test_every_document_has_the_values_that_the_view_states_or_not_stated(
    founders: Collection, first: int, column: str, level: str
) -> None:
    index = founders.index
    start = first * index.lessons
    table = "reviews" if first else "lessons"
    ids = [id_ for (id_,) in founders.connection.execute(f"SELECT id FROM {table} ORDER BY number")]
    stated: dict[str, set[tuple[str, str]]] = {id_: set() for id_ in ids}
    rows = founders.connection.execute(
        f"SELECT {column}, scheme, term FROM all_terms WHERE lesson_id IS {level} AND scheme IN (SELECT name FROM facets)"
    )
    for id_, scheme, term in rows:
        stated[id_].add((scheme, term))
    offered = {name for name, facet in index.facets.declared.items() if not (first and facet.lessons_only)}
    for place, id_ in enumerate(ids):
        missing = {(name, NOT_STATED) for name in offered - {scheme for scheme, _ in stated[id_]}}
        assert values_of(founders, start + place) == stated[id_] | missing, id_


def test_facets_come_as_the_database_lists_them(founders: Collection) -> None:
    listed = founders.connection.execute("SELECT name, label FROM facets ORDER BY position").fetchall()
    assert list(founders.index.facets.labels.items()) == listed


def test_values_of_a_facet_stand_together_with_not_stated_last(founders: Collection) -> None:
    facets = founders.index.facets
    for name, (first, end) in facets.spans.items():
        assert {facets.values[code][0] for code in range(first, end)} == {name}
        assert facets.values[end - 1][1] == NOT_STATED

"""Which document has which value: search and the view say the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lessons.record.outline import LESSON_FIELDS
from lessons.record.review import vocabulary_fields
from lessons.schemes import REPLACED_BY_LESSONS
from lessons.search.model import NOT_STATED
from tests.search.filling import Lesson, Review
from tests.search.small import Collection, collection
from tests.support.examples import examples


def values_of(where: Collection, position: int) -> set[tuple[str, str]]:
    facets = where.index.facets
    return {facets.values[code][:2] for code in facets.codes_of(position)}


Stated = dict[str, set[tuple[str, str]]]


def stated_in_view(where: Collection, column: str, level: str) -> Stated:
    """Return the values of each document as the view has them, each once."""
    rows = where.connection.execute(
        f"SELECT {column}, scheme, term FROM all_terms WHERE lesson_id IS {level} AND scheme IN (SELECT id FROM facets)"
    ).fetchall()
    assert len(rows) == len(set(rows))
    found: Stated = {}
    for id_, scheme, term in rows:
        found.setdefault(id_, set()).add((scheme, term))
    return found


def agree(where: Collection) -> None:
    """Facets of search have the values of the view, or "not stated"; of what only lessons state, reviews have what their lessons have."""
    index = where.index
    for first, column, level in ((0, "lesson_id", "NOT NULL"), (1, "review_id", "NULL")):
        stated = stated_in_view(where, column, level)
        if first:
            of_lessons = {name for name, facet in index.facets.declared.items() if facet.lessons_only}
            for review, scheme, term in where.connection.execute(
                "SELECT review_id, scheme, term FROM all_terms WHERE lesson_id IS NOT NULL"
            ):
                if scheme in of_lessons:
                    stated.setdefault(review, set()).add((scheme, term))
        table = "reviews" if first else "lessons"
        for place, (id_,) in enumerate(where.connection.execute(f"SELECT id FROM {table} ORDER BY number").fetchall()):
            values = stated.get(id_, set())
            missing = {(name, NOT_STATED) for name in index.facets.declared.keys() - {scheme for scheme, _ in values}}
            assert values_of(where, first * index.lessons + place) == values | missing, id_


def test_facets_and_view_agree_on_the_founding_reviews(founders: Collection) -> None:
    agree(founders)


TERMS = st.dictionaries(
    st.sampled_from([*REPLACED_BY_LESSONS, "sector", "phase"]),
    st.lists(st.sampled_from("abcd"), unique=True, max_size=3).map(tuple),
)
OF_LESSONS = st.dictionaries(
    st.sampled_from(REPLACED_BY_LESSONS), st.lists(st.sampled_from("abcd"), unique=True, max_size=3).map(tuple)
)


@examples(40, scheduled=1500)
@given(st.lists(st.tuples(TERMS, st.lists(OF_LESSONS, min_size=1, max_size=4)), min_size=1, max_size=4))
def test_facets_and_view_agree_on_random_data_and_on_what_replaces_what(
    drawn: list[tuple[dict[str, tuple[str, ...]], list[dict[str, tuple[str, ...]]]]],
) -> None:
    reviews = [
        Review(
            f"review-{number}",
            "Title",
            tuple(
                Lesson(f"lesson-{place}", "Do it", "Do.", "Because.", terms=own) for place, own in enumerate(lessons)
            ),
            "Summary.",
            "Body.",
            "Kirklees",
            "1998",
            "mixed",
            terms=terms,
        )
        for number, (terms, lessons) in enumerate(drawn)
    ]
    where = collection(reviews)
    try:
        agree(where)
        of_reviews, of_lessons = (
            stated_in_view(where, "review_id", "NULL"),
            stated_in_view(where, "lesson_id", "NOT NULL"),
        )
        for number, (terms, lessons) in enumerate(drawn):
            for scheme in REPLACED_BY_LESSONS:
                both = {*terms.get(scheme, ()), *(term for own in lessons for term in own.get(scheme, ()))}
                assert terms_in(of_reviews, f"review-{number}", scheme) == both
                for place, own in enumerate(lessons):
                    expected = set(own.get(scheme) or terms.get(scheme, ()))
                    assert terms_in(of_lessons, f"review-{number}#lesson-{place}", scheme) == expected
    finally:
        where.connection.close()


def terms_in(stated: Stated, id_: str, scheme: str) -> set[str]:
    return {term for name, term in stated.get(id_, set()) if name == scheme}


def test_lessons_may_replace_exactly_what_reviews_may_state_too() -> None:
    both = {field.scheme for field in LESSON_FIELDS} & set(vocabulary_fields().values())
    assert both == set(REPLACED_BY_LESSONS)


def test_facets_come_as_the_database_lists_them(founders: Collection) -> None:
    listed = founders.connection.execute("SELECT id, label FROM facets ORDER BY position").fetchall()
    assert list(founders.index.facets.labels.items()) == listed


def test_values_of_a_facet_stand_together_with_not_stated_last(founders: Collection) -> None:
    facets = founders.index.facets
    for name, (first, end) in facets.spans.items():
        assert {facets.values[code][0] for code in range(first, end)} == {name}
        assert facets.values[end - 1][1] == NOT_STATED

"""Reviews and lessons that are alike, and why."""

from __future__ import annotations

from dataclasses import replace

from lessons.search.related import Neighbour, related
from tests.search.small import REVIEWS, Collection, collection, more


def of(where: Collection, result_type: str, id_: str, limit: int = 5) -> list[Neighbour]:
    return related(where.connection, where.index, result_type, id_, limit)


def test_related_lessons_are_of_other_reviews_and_each_says_why(founders: Collection) -> None:
    lessons = [id_ for (id_,) in founders.connection.execute("SELECT id FROM lessons")]
    found = {id_: of(founders, "lessons", id_) for id_ in lessons}
    assert sum(map(bool, found.values())) > len(lessons) / 2
    for id_, neighbours in found.items():
        assert len(neighbours) <= 5
        assert all(one.id.split("#")[0] != id_.split("#")[0] and one.reason and one.title for one in neighbours)


def test_of_another_review_one_lesson_is_related(founders: Collection) -> None:
    for (id_,) in founders.connection.execute("SELECT id FROM lessons").fetchall():
        reviews = [one.id.split("#")[0] for one in of(founders, "lessons", id_)]
        assert len(reviews) == len(set(reviews))


def test_related_reviews_are_others(founders: Collection) -> None:
    for (id_,) in founders.connection.execute("SELECT id FROM reviews").fetchall():
        assert id_ not in {one.id for one in of(founders, "reviews", id_)}


def test_the_reason_names_what_both_share() -> None:
    pair = collection((*REVIEWS, *more(2)))
    (neighbour,) = of(pair, "reviews", "bus-00", limit=1)
    assert neighbour.id == "bus-01"
    assert neighbour.reason.startswith("same sector: Transport; both mention ")
    assert "buses" in neighbour.reason


def test_terms_that_both_have_are_reason_enough() -> None:
    pair = collection(
        [
            replace(review, tags=("night buses",)) if review in tuple(more(2)) else review
            for review in (*REVIEWS, *more(2))
        ]
    )
    (neighbour,) = of(pair, "reviews", "bus-00", limit=1)
    assert neighbour.reason == "same topic: night buses; same sector: Transport"


def test_what_is_not_there_has_no_relations(small: Collection) -> None:
    assert of(small, "reviews", "nowhere") == []

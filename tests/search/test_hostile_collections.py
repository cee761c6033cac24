"""Collections that nobody would write: their databases are built, and every search of them is answered."""

from __future__ import annotations

import pytest

from lessons.search.lsa import Vectors
from tests.search.filling import Lesson, Review
from tests.search.small import REVIEWS, Collection, asked, collection, more

QUERIES = (
    "",
    "a",
    "valves",
    "what do residents want",
    '"a b"',
    "a*",
    "-a",
    "sector:transport",
    "x" * 9_000,
    "w7 w8 w9",
    "...",
)
DIFFERENT = 200_000


def lesson(statement: str = "Write it down", body: str = "") -> tuple[Lesson, ...]:
    return (Lesson("one", statement, body=body),)


COLLECTIONS = {
    "none": (),
    "one": REVIEWS[:1],
    "one without words": (Review("empty", "...", lesson("?!", "— … —"), "", "***"),),
    "no letters at all": tuple(Review(f"signs-{n}", "— … —", lesson("?!", "+++"), "...", "***") for n in range(3)),
    "a term of ten thousand letters": (Review("long", "x" * 10_000, lesson("y" * 10_000), "z" * 10_000), *REVIEWS),
    "all the same": tuple(more(5)),
    "one word alone": tuple(Review(f"same-{n}", "valves", lesson("valves", "valves")) for n in range(30)),
    "only common words": tuple(
        Review(f"common-{n}", "to be or not to be", lesson("so it is", "and was")) for n in range(30)
    ),
    "reviews without lessons": tuple(
        Review(f"bare-{n}", f"Valves {n}", body="Residents want valves.") for n in range(5)
    ),
}


def answered(where: Collection) -> None:
    """Search the collection by many queries; the statement of each runs."""
    for text in QUERIES:
        for in_ in ("lessons", "reviews", "all"):
            page = asked(where, text, in_=in_)
            assert len(where.connection.execute(page.sql).fetchall()) == page.count - page.by_meaning_count, (text, in_)
            assert len(page.hits) == min(page.count, page.size)


@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_collection_that_nobody_would_write_is_prepared_and_searched(name: str) -> None:
    answered(collection(COLLECTIONS[name]))


def test_two_hundred_thousand_different_terms_in_one_review_are_prepared_and_searched() -> None:
    body = " ".join(f"w{number}" for number in range(DIFFERENT))
    huge = collection((Review("huge", "Very many words", lesson("Write less"), "Words.", body), *REVIEWS))
    assert len(huge.index.lexicon.words) > DIFFERENT
    answered(huge)
    assert asked(huge, f"w{DIFFERENT - 1}", in_="reviews").hits[0].id == "huge"


def test_what_has_no_words_points_nowhere() -> None:
    vectors = Vectors.load(collection((*REVIEWS, *COLLECTIONS["no letters at all"])).connection)
    assert (vectors.vectors == 0).all(axis=1).sum() >= 3

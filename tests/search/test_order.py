"""The order of results."""

from __future__ import annotations

import numpy as np
import pytest

from lessons.search.matches import Matches
from lessons.search.order import ordered
from tests.search.filling import Lesson, Review
from tests.search.small import Ask, Collection, asked, collection, ids


def matches(scores: list[float], complete: list[bool]) -> Matches:
    count = len(scores)
    return Matches(np.arange(count), np.array(scores, np.float32), np.array(complete), np.zeros(count, bool))


@pytest.mark.parametrize("count", [1, 2, 4])
def test_every_word_comes_before_any_score(small: Collection, count: int) -> None:
    found = ordered(
        small.index, matches([0.1, 9.0, 3.0, 0.2], [True, False, False, True]), np.arange(4), "relevance", count
    )
    assert found.tolist() == [3, 0, 1, 2][:count]


def test_equal_scores_go_by_date_newest_first(small: Collection) -> None:
    count = small.index.lessons
    found = ordered(small.index, matches([1.0] * count, [True] * count), np.arange(count), "relevance", count)
    dates = small.index.days["year"][found]
    assert dates.tolist() == sorted(dates.tolist(), reverse=True)


def test_the_first_of_a_long_list_are_those_of_the_whole(small: Collection) -> None:
    count = small.index.lessons
    scores = np.random.default_rng(3).integers(0, 5, count).astype(float).tolist()
    whole = ordered(small.index, matches(scores, [True] * count), np.arange(count), "relevance", count)
    for first in (1, 7, 20):
        part = ordered(small.index, matches(scores, [True] * count), np.arange(count), "relevance", first)
        assert part.tolist() == whole[:first].tolist()


def test_a_review_shows_its_lesson_that_fits_best(ask: Ask) -> None:
    shown = {text: ask(text, in_="reviews").hits[0].statement for text in ("crews collection", "residents take part")}
    assert shown == {
        "crews collection": "Train the crews before the first collection",
        "residents take part": "Ask residents what would make them take part",
    }
    assert ids(ask("crews collection", in_="reviews"))[0] == "recycling"


def news(*reviews: Review) -> Ask:
    found = collection(reviews)
    return lambda text="", **parameters: asked(found, text, **parameters)


def one(name: str, date: str | None, published: str | None, later: str | None = None) -> Review:
    return Review(
        name,
        f"Title of {name}",
        (
            Lesson("first", f"Begin {name} early"),
            Lesson("second", f"End {name} late", published=later),
        ),
        date=date,
        published=published,
    )


SHELF = (
    one("of-old", "1921", "2026-11-20"),
    one("of-late", "2026-10", "2026-10-30", later="2026-11-25"),
    one("unknown", "2026-11", None),
    one("of-a-month", None, "2026-11"),
)


@pytest.mark.parametrize("query", ["", "title"])
def test_an_old_event_reviewed_today_is_at_the_top_of_the_newest_and_what_has_no_day_is_last(query: str) -> None:
    page = news(*SHELF)(query, in_="reviews", sort="newest")
    assert page.sort == "newest"
    assert ids(page) == ["of-old", "of-a-month", "of-late", "unknown"]
    assert [hit.published for hit in page.hits] == ["2026-11-20", "2026-11", "2026-10-30", None]


def test_by_event_the_latest_date_of_what_was_reviewed_is_first(ask: Ask) -> None:
    del ask
    assert ids(news(*SHELF)(in_="reviews", sort="event")) == ["unknown", "of-late", "of-old", "of-a-month"]
    assert ids(news(*SHELF)(in_="reviews", sort="oldest")) == ["of-old", "of-late", "unknown", "of-a-month"]


def test_a_lesson_that_joined_later_is_newer_than_its_review() -> None:
    assert ids(news(*SHELF)())[:4] == ["of-late#second", "of-old#first", "of-old#second", "of-a-month#first"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("published:2026-11..", {"of-old", "of-a-month"}),
        ("published:2026-10..2026-11-10", {"of-late", "of-a-month"}),
        ("published:2026-11-20", {"of-old"}),
        ("published: <2026-11", {"of-late"}),
        ("-published:2026-11", {"of-late", "unknown"}),
        ("published:2026-10 published:2026-11-20", {"of-late", "of-old"}),
        ("published:2026-11 year:1921", {"of-old"}),
        ("published:1998", set()),
    ],
)
def test_the_newest_are_asked_for_by_days_of_publication(typed: str, found: set[str]) -> None:
    assert set(ids(news(*SHELF)(typed, in_="reviews"))) == found


def test_what_is_no_day_is_searched_for_and_said() -> None:
    page = news(*SHELF)("published:title", in_="reviews")
    assert page.count == 4
    assert "“Published” has no value “title”, so its words were searched for instead." in page.understood.words
    assert "Published: 2026-10 and after." in news(*SHELF)("published:2026-10..").understood.words


@pytest.mark.parametrize("typed", ["published:2026-11..", "-published:2026-11", "published:2026-11-25 begin OR end"])
@pytest.mark.parametrize("type_", ["lessons", "reviews", "all"])
def test_the_statement_shown_asks_for_the_same_days(typed: str, type_: str) -> None:
    found = collection(SHELF)
    page = asked(found, typed, in_=type_)
    assert sorted(row[0] for row in found.connection.execute(page.sql)) == sorted(ids(page))

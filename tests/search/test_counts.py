"""Every count is the number of documents that a plain loop over the reviews finds, whatever is asked and chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from hypothesis import given
from hypothesis import strategies as st

from lessons.schemes import REPLACED_BY_LESSONS
from lessons.search.model import NOT_STATED
from tests.search.filling import Lesson, Review
from tests.search.small import asked, collection
from tests.support.examples import examples

# Whole words that have no other forms, synonyms or near words, so that to hold the word is to match it.
WORDS = ("quixotry", "zymurgical", "harbourmaster")
VALUES = st.lists(st.sampled_from("abc"), unique=True, max_size=2).map(tuple)
OF_LESSONS = REPLACED_BY_LESSONS[0]
COUNTED = ("sector", OF_LESSONS, "organisation", "year", "result")


@st.composite
def lessons(draw: st.DrawFn, number: int) -> Lesson:
    texts = [" ".join(draw(st.lists(st.sampled_from(WORDS), max_size=2))) for _ in range(3)]
    own = draw(st.fixed_dictionaries({}, optional={OF_LESSONS: VALUES}))
    return Lesson(f"lesson-{number}", f"Do {texts[0]}", texts[1], texts[2], terms=own)


@st.composite
def reviews(draw: st.DrawFn, number: int) -> Review:
    return Review(
        f"review-{number}",
        "Title",
        tuple(draw(lessons(place)) for place in range(draw(st.integers(1, 3)))),
        " ".join(draw(st.lists(st.sampled_from(WORDS), max_size=2))),
        "Body.",
        draw(st.sampled_from(["Kirklees", "Dorset"])),
        draw(st.sampled_from([None, "1998", "1998-04", "2001-02-03"])),
        draw(st.sampled_from(["mixed", "failure"])),
        terms=draw(st.fixed_dictionaries({"sector": VALUES, OF_LESSONS: VALUES})),
    )


Document = tuple[str, Mapping[str, set[str]]]


def documents(all_of_them: list[Review], in_: str) -> Iterator[Document]:
    """Yield the words of each document with the values of each facet; a lesson is found by its review's summary too."""
    for review in all_of_them:
        shared = {
            "sector": set(review.terms["sector"]),
            "organisation": {(review.organisation or "").lower()},
            "year": {review.date[:4]} if review.date else set(),
            "result": {review.result or ""},
        }
        if in_ == "reviews":
            both = {
                *review.terms[OF_LESSONS],
                *(one for own in review.lessons for one in own.terms.get(OF_LESSONS, ())),
            }
            told = " ".join(f"{one.statement} {one.advice} {one.body}" for one in review.lessons)
            yield f"{review.summary} {told}", {**shared, OF_LESSONS: both}
        else:
            for one in review.lessons:
                own = {OF_LESSONS: set(one.terms.get(OF_LESSONS) or review.terms[OF_LESSONS])}
                yield f"{one.statement} {one.advice} {one.body} {review.summary}", {**shared, **own}


def holds(document: Document, facet: str, chosen: set[str]) -> bool:
    return bool((document[1][facet] or {NOT_STATED}) & chosen)


@examples(30, scheduled=1000)
@given(st.data())
def test_counts_are_what_a_plain_loop_finds(data: st.DataObject) -> None:
    written = [data.draw(reviews(number)) for number in range(data.draw(st.integers(1, 6)))]
    word = data.draw(st.sampled_from(["", *WORDS]))
    in_ = data.draw(st.sampled_from(["lessons", "reviews"]))
    where = collection(written)
    try:
        open_page = asked(where, word, in_=in_)
        offered = {one.name: [value.value for value in one.values] for one in open_page.facets}
        chosen = {
            name: set(data.draw(st.lists(st.sampled_from(offered[name]), min_size=1, max_size=2)))
            for name in data.draw(st.lists(st.sampled_from(COUNTED), unique=True, max_size=2))
            if offered.get(name)
        }
        page = asked(where, word, in_=in_, **{name: sorted(values) for name, values in chosen.items()})
    finally:
        where.connection.close()
    matching = [one for one in documents(written, in_) if word in one[0].lower()]
    kept = [one for one in matching if all(holds(one, name, values) for name, values in chosen.items())]
    assert page.count - page.by_meaning_count == len(kept)
    for facet in page.facets if not page.by_meaning_count and page.unfiltered_count == len(matching) else ():
        if facet.name not in COUNTED:
            continue
        # A value is counted in place of what is chosen of its own facet.
        others = {name: values for name, values in chosen.items() if name != facet.name}
        among = [one for one in matching if all(holds(one, name, values) for name, values in others.items())]
        expected = Counter(value for one in among for value in one[1][facet.name] or {NOT_STATED})
        counted = {value.value: value.count for value in facet.values if value.count}
        assert counted == expected, facet.name

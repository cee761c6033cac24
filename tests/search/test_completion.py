"""What is offered while somebody types."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.search import completion
from lessons.search.completion import Completion, completions
from tests.search.small import REVIEWS, Collection, collection


def of(where: Collection, text: str, type_: str = "") -> list[Completion]:
    found = completions(where.connection, where.index, text)
    return [one for one in found if not type_ or one.type == type_]


def texts(where: Collection, text: str, type_: str = "") -> list[str]:
    return [one.text for one in of(where, text, type_)]


def test_the_beginning_of_a_word_is_completed_to_what_texts_have(small: Collection) -> None:
    assert texts(small, "recyc", "query") == ["recycling"]
    assert texts(small, "kerbside recyc", "query") == ["kerbside recycling"]
    assert texts(small, "Kerbside  RECYC", "query") == ["Kerbside  recycling"]


def test_of_words_with_one_stem_one_is_offered_and_none_that_the_typed_word_is_a_form_of(small: Collection) -> None:
    assert texts(small, "valve", "query") == []
    stems = [small.index.lexicon.stem(text) for text in texts(small, "re", "query")]
    assert len(stems) == len(set(stems)) == completion.MOST_QUERIES


def test_the_word_that_stands_beside_the_one_before_goes_first() -> None:
    body = "Parks for all. " * 9 + "The local part. " + "Local authority. " * 3
    where = collection((replace(REVIEWS[0], body=body + "A party. A part. Parts of it."),))
    assert texts(where, "par", "query")[0] != "party"
    assert texts(where, "local par", "query")[0] == "local part"


def test_a_word_that_nobody_wrote_is_not_offered() -> None:
    where = collection((replace(REVIEWS[0], body="A multi-agency panel met."),))
    assert "multiagency" in where.index.lexicon
    assert texts(where, "multi", "query") == []


def test_terms_organisations_and_tags_are_offered_by_any_of_their_words_and_names(small: Collection) -> None:
    def values(text: str) -> set[tuple[str, str]]:
        return {(one.facet, one.text) for one in of(small, text, "value")}

    assert ("organisation", "Thames Valley Police") in values("thames po")
    assert ("organisation", "Thames Valley Police") in values("Thames Police")
    assert ("tag", "restorative justice") in values("just")
    assert ("sector", "Local government") in values("local autho")


def test_a_term_that_nothing_has_is_not_offered(small: Collection) -> None:
    facets = small.index.facets
    held = {facets.values[code][:2] for document in range(len(facets.first)) for code in facets.codes_of(document)}
    for text in ("po", "not st", "lo", "yo", "19"):
        assert {(one.facet, one.value) for one in of(small, text, "value")} <= held
        assert "not-stated" not in {one.value for one in of(small, text, "value")}


def test_lessons_and_reviews_are_offered_by_the_words_of_their_sentences_and_titles(small: Collection) -> None:
    assert [(one.text, one.url) for one in of(small, "the crews bef", "lesson")] == [
        ("Train the crews before the first collection", "/reviews/recycling/crews")
    ]
    assert [(one.text, one.url) for one in of(small, "club scho", "review")] == [
        ("A breakfast club at a primary school", "/reviews/breakfast")
    ]


def test_a_title_that_a_lesson_shares_stands_once() -> None:
    first = REVIEWS[3]
    where = collection((replace(first, title=first.lessons[0].statement),))
    assert [one.type for one in of(where, "spare val")] == ["query", "lesson"]


def test_after_a_space_the_last_word_is_whole(small: Collection) -> None:
    assert texts(small, "valv", "review")
    assert texts(small, "valv ") == []
    assert texts(small, "valve ", "review")


@pytest.mark.parametrize("text", ["", " ", "r", "-", '"', "*", "word " * 40])
def test_too_little_and_too_much_get_nothing(small: Collection, text: str) -> None:
    assert of(small, text) == []


@given(st.text(max_size=40))
def test_whatever_is_typed_gets_an_answer(text: str) -> None:
    assert all(one.text for one in of(HOSTILE, text))


HOSTILE = collection((replace(REVIEWS[0], title='"Quotes" AND NEAR(', body="日本語の文。 naïve façade* -x:y"),))


@pytest.mark.parametrize(
    "text", ['"quotes" AND ne', "NEAR(", "title:quo", "façad", "日本", "'; DROP TABLE lessons", "a*b\0c"]
)
def test_operators_and_other_scripts_are_text(text: str) -> None:
    of(HOSTILE, text)
    assert texts(HOSTILE, "and nea", "review") == ['"Quotes" AND NEAR(']
    assert texts(HOSTILE, "fac", "query") == ["facade"]


def test_when_time_is_up_terms_are_still_offered(small: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lessons.search.deadline.INSTRUCTIONS", 1)
    monkeypatch.setattr(completion, "SECONDS", -1.0)
    assert {one.type for one in of(small, "kirk")} == {"value"}


def test_a_list_is_never_longer_than_a_telephone_shows(founders: Collection) -> None:
    for text in ("re", "co", "pol", "the", "people "):
        assert len(of(founders, text)) <= 10

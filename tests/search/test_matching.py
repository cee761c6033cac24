"""Which documents belong to the results, before any filter."""

from __future__ import annotations

import numpy as np
import pytest

from lessons.search import Request
from lessons.search.matching import ENOUGH, expression_of_some, finds, match
from lessons.search.reader import Reader
from lessons.search.understanding import understand
from tests.search.filling import Lesson, Review
from tests.search.small import Ask, Collection, asked, collection, ids, more

QUESTIONS = (
    "how do you persuade residents to recycle",
    "what should we measure before a pilot",
    "staff freedom reorganisation",
)


def matched(where: Collection, text: str, result_type: str = "lessons"):  # type: ignore[no-untyped-def]
    reader = Reader(where.connection, where.index, result_type)
    return match(reader, understand(reader, Request(text, result_type=result_type)))[1]


@pytest.mark.parametrize("text", [*QUESTIONS, "school", "", '"opt out"', "-school", "year:1998", "zzzz"])
@pytest.mark.parametrize("result_type", ["lessons", "reviews", "all"])
def test_documents_are_in_order_each_once_and_none_of_those_by_meaning_has_every_word(
    founders: Collection, text: str, result_type: str
) -> None:
    found = matched(founders, text, result_type)
    first, end = founders.index.span(result_type)
    assert found.documents.tolist() == sorted(set(found.documents.tolist()))
    assert all(first <= place < end for place in found.documents)
    assert not (found.by_lsa & found.complete).any()
    assert np.isfinite(found.scores).all()


@pytest.mark.parametrize("text", QUESTIONS)
def test_with_few_that_have_every_word_those_with_half_of_them_and_the_nearest_follow(
    founders: Collection, text: str
) -> None:
    found = matched(founders, text)
    assert found.complete.sum() < ENOUGH
    assert found.by_lsa.any()
    assert (~found.by_lsa & ~found.complete).any()


def test_meaning_counts_for_less_in_a_question_of_many_words(
    founders: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = "staff freedom reorganisation budgets managers"
    many = f"{few} council tenants housing schools pupils police recycling bins offenders cautions"
    as_it_is = [matched(founders, text).scores for text in (few, many)]
    monkeypatch.setattr("lessons.search.fusion.FEW_WORDS", 1000)
    in_full = [matched(founders, text).scores for text in (few, many)]
    assert (as_it_is[0] == in_full[0]).all()
    assert as_it_is[1].max() < in_full[1].max()


def test_one_word_means_what_it_says(founders: Collection) -> None:
    found = matched(founders, "volunteers")
    assert found.complete.all()
    assert not found.by_lsa.any()


def test_a_filter_never_widens_the_match_set(founders: Collection) -> None:
    for text in QUESTIONS:
        whole = set(ids(asked(founders, text, size="100")))
        for result in ("success", "failure", "mixed"):
            assert set(ids(asked(founders, text, result=result, size="100"))) <= whole


def test_the_form_that_was_typed_comes_before_what_shares_its_stem(ask: Ask) -> None:
    page = ask("offending offenders", in_="lessons")
    assert "offenders" in page.hits[0].title


def test_exclusions_and_phrases_hold_for_what_comes_by_meaning_too(founders: Collection) -> None:
    for text in ("how do residents take part -recycling", 'residents households take part "local authority"'):
        found = asked(founders, text, in_="reviews", size="100")
        for hit in found.hits:
            (body,) = founders.connection.execute(
                "SELECT lower(title || statements || summary || advice || facts || body) FROM review_text WHERE review_id = ?",
                (hit.id,),
            ).fetchone()
            assert ("recycling" not in body) if "-recycling" in text else ("local authority" in " ".join(body.split()))


@pytest.mark.parametrize(
    "text",
    [*QUESTIONS, "school", "recycling -household", '"opt out" residents', "year:1998 school", "schol meals", "zzzz"],
)
@pytest.mark.parametrize("result_type", ["lessons", "reviews", "all"])
def test_what_is_found_without_ranking_is_what_the_words_find(
    founders: Collection, text: str, result_type: str
) -> None:
    reader = Reader(founders.connection, founders.index, result_type)
    matches = matched(founders, text, result_type)
    found = finds(reader, understand(reader, Request(text, result_type=result_type)))
    assert found.tolist() == matches.documents[~matches.by_lsa].tolist()


def test_a_word_for_two_that_were_typed_counts_once_in_the_ranking_of_those_with_some_of_the_words() -> None:
    reviews = [
        Review("apart", "The file and the system of files", (Lesson("one", "Look at the system"),)),
        Review("joined", "Our filesystem", (Lesson("two", "Look at it"),)),
        *more(30),
    ]
    where = collection(reviews)
    reader = Reader(where.connection, where.index, "reviews")
    understood = understand(reader, Request("file system attributes", result_type="reviews"))
    assert [term.synonyms for term in understood.terms] == [(("filesystem",),), (("filesystem",),), ()]
    assert expression_of_some(understood).count('"filesystem"') == 1

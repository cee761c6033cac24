"""The words of the collection, in memory."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lessons.search.lexicon import Lexicon
from tests.search.small import REVIEWS, Collection, collection


def test_every_word_of_the_exact_indexes_is_there_with_its_number_of_documents(small: Collection) -> None:
    lexicon = small.index.lexicon
    stated = dict(small.connection.execute("SELECT term, doc FROM reviews_words"))
    assert {word: lexicon.documents[word] for word in stated} == stated
    assert list(lexicon.words) == sorted(lexicon.documents)
    assert lexicon.documents["route"] == 30


def test_words_of_one_stem_are_forms_of_one_another(small: Collection) -> None:
    assert set(small.index.lexicon.forms("valve")) == {"valve", "valves"}
    assert set(small.index.lexicon.forms("offended")) == {"offender", "offenders"}


def test_a_word_of_no_text_is_no_form_of_a_common_word(small: Collection) -> None:
    assert small.index.lexicon.forms("thes") == ()


@pytest.mark.parametrize("start", ["re", "recyc", "b", "", "zzz"])
def test_words_that_begin_so_are_all_that_do(small: Collection, start: str) -> None:
    lexicon = small.index.lexicon
    assert list(lexicon.starting(start)) == [word for word in lexicon.words if word.startswith(start)]


def test_the_commonest_come_first(small: Collection) -> None:
    assert small.index.lexicon.commonest("b", 1) == ["buses"]


def respelling(*texts: str) -> Lexicon:
    reviews = (replace(REVIEWS[0], id=f"text-{place}", body=text) for place, text in enumerate(texts))
    return collection(tuple(reviews)).index.lexicon


def test_british_and_american_forms_are_of_one_word_in_whatever_ending() -> None:
    lexicon = respelling("They organise colour", "They organize color; organs")
    assert "organize" in lexicon.respelt("organising")
    assert "organise" in lexicon.respelt("organizing")
    assert lexicon.respelt("coloured") == ("color",)
    assert lexicon.respelt("colored") == ("colour",)
    assert "organs" not in lexicon.respelt("organise")
    assert lexicon.respelt("valves") == ()


def test_a_word_with_the_stem_of_a_common_word_cannot_be_told_from_it() -> None:
    lexicon = respelling("An o-ring or two")
    assert not lexicon.is_own("oring")
    assert lexicon.is_own("or")
    assert lexicon.is_own("ring")

"""The words of the collection, in memory."""

from __future__ import annotations

import pytest

from tests.search.small import Collection


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

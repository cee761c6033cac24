"""What a query means in this collection."""

from __future__ import annotations

from lessons.search import Request
from lessons.search.reader import Reader
from lessons.search.understanding import understand
from tests.search.small import Ask, Collection


def test_a_term_with_a_phrase_or_a_prefix_is_asked_of_the_exact_index(small: Collection) -> None:
    reader = Reader(small.connection, small.index, "lessons")
    found = understand(reader, Request('"spare valves" buses recyc*'))
    assert [bool(term.exact) for term in found.terms] == [True, False, True]
    assert found.plan().required == ('"spare valves"', '"recyc" *')
    assert found.plan().least == 1


def test_more_than_a_hundred_words_are_cut_and_that_is_said(ask: Ask) -> None:
    assert "only the first hundred were used" in ask(" ".join(f"word{n}" for n in range(150))).understood.words

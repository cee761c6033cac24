"""The rule ``readable-length``."""

from __future__ import annotations

import pytest

from lessons import checks
from lessons.checks import QUALITY
from lessons.entries import read_string
from lessons.entries.collection import Collection
from tests.support.advice import GOOD, TEXT, WORDS, advice

SPLIT = "the paragraph has {} words, more than 200; split it in two, or make it a list"


def said(**parts: str) -> list[str]:
    return advice("readable-length", **parts)


def words(number: int) -> str:
    return " ".join(["word"] * number)


@pytest.mark.parametrize(
    ("text", "place"), [("{0}", "12:1"), ("One.\n\n{0}", "14:1"), ("- One.\n- Two.\n\n{0}\n\nOne.", "15:1"), ("One.\n\n## Budget\n{0}", "15:1"), ("One.\n   ###### Budget\n{0}", "14:1"), ("Two\nlines. {0}", "12:1")]
)  # fmt: skip
def test_a_paragraph_is_too_long_from_the_first_word_too_many(text: str, place: str) -> None:
    beside = 2 if "Two\n" in text else 0
    assert said(happened=text.format(words(200 - beside))) == []
    assert said(happened=text.format(words(201 - beside))) == [f"{place} {SPLIT.format(201)}"]


@pytest.mark.parametrize("space", [" ", "  ", "\t", "\u2003", "\u00a0 "])
def test_words_are_counted_whatever_divides_them(space: str) -> None:
    assert said(happened=space.join("a" * 200)) == []
    assert said(happened=space.join("a" * 201)) == [f"12:1 {SPLIT.format(201)}"]


@pytest.mark.parametrize("mark", ["- ", "* ", "+ ", "1. ", "12) ", "  - ", "> ", "| "])
def test_what_begins_a_block_ends_the_paragraph(mark: str) -> None:
    assert said(happened=f"{words(150)}\n{mark}{words(150)}") == []
    assert len(said(happened=f"{words(150)}\n{mark}{words(201)}")) == 1


@pytest.mark.parametrize("mark", ["-", "1.", "1", "a) ", "– ", "!"])
def test_what_begins_no_block_does_not(mark: str) -> None:
    assert len(said(happened=f"{words(150)}\n{mark}{words(150)}")) == 1


def test_each_paragraph_that_is_too_long_is_told_also_the_last() -> None:
    texts = said(
        happened=f"{words(201)}\n\n\n{words(150)}\n\n{words(202)}",
        fields=f"{GOOD['fields']}\n\n## Follow-up\n\n{words(203)}",
    )
    assert [line for line in texts if "the paragraph" in line] == [
        f"12:1 {SPLIT.format(201)}",
        f"17:1 {SPLIT.format(202)}",
        f"36:1 {SPLIT.format(203)}",
    ]


def test_a_text_that_begins_right_below_the_front_matter_is_measured_as_well() -> None:
    text = TEXT.format(**GOOD).replace("---\n\n## What", "---\n## What", 1)
    entry = read_string(text, "night-buses.md")
    assert [str(problem) for problem in checks.check(Collection((entry,), WORDS), rules=QUALITY)] == []
    entry = read_string("---\ntitle: x\n---\n" + words(201) + "\n", "night-buses.md")
    found = checks.check(Collection((entry,), WORDS), rules=QUALITY)
    assert [problem.place.line for problem in found if problem.rule == "readable-length"] == [4]


def test_a_sentence_a_text_and_a_recommendation_are_too_long_from_the_first_word_too_many() -> None:
    assert (
        said(statement=words(30), prose=f"{words(150)}\n\n{words(150)}", fields=f"- Recommendation: {words(60)}\n")
        == []
    )
    assert said(statement=words(31)) == ["20:5 the lesson's sentence has 31 words, more than 30; shorten it"]
    assert said(prose=f"{words(150)}\n\n{words(151)}") == [
        "20:5 the lesson's text has 301 words, more than 300; shorten it"
    ]
    assert said(fields=f"- Recommendation: {words(61)}\n") == [
        "25:19 the recommendation has 61 words, more than 60; say what to do, and move the rest to the text"
    ]


def test_a_review_is_too_long_from_the_first_word_too_many() -> None:
    counted = len(TEXT.format(**{**GOOD, "happened": ""}).partition("---\n\n")[2].split())
    most = "\n\n".join([words(100)] * 49 + [words(100 - counted)])
    assert said(happened=most) == []
    assert said(happened=f"{most} word") == [
        "1:1 the review has 5,001 words, more than 5,000; shorten it, or split it in two"
    ]

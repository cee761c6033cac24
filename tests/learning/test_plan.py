"""Plans as people have them, read into passages."""

from __future__ import annotations

import pytest

from lessons.learning.plan import LONGEST, PASSAGE_WORDS, PlanError, decoded, passages, word_count


def text_of(plan: str) -> str:
    return " ".join(passage.text for passage in passages(plan))


def test_lines_and_words_that_a_page_broke_are_put_together() -> None:
    plan = "The coun-\ncil will intro-\nduce collec-\ntions of food\nwaste in every\nward."
    assert text_of(plan) == "The council will introduce collections of food waste in every ward."


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        ("Staff may opt-\nout of it.", "Staff may opt-out of it."),
        ("A take-up target. The take-\nup was low.", "A take-up target. The take-up was low."),
        (
            "The email list. We write e-\nmail often, and an email a day.",
            "The email list. We write email often, and an email a day.",
        ),
        ("Soft\u00ad\nly it goes.", "Softly it goes."),
        ("From 1990-\n1995 it ran.", "From 1990- 1995 it ran."),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_stays_where_the_word_has_one(plan: str, expected: str) -> None:
    assert text_of(plan) == expected


def test_an_empty_line_in_the_middle_of_a_sentence_is_the_page_s() -> None:
    assert text_of("We buy bins,\n\ncaddies and vehi-\n\ncles.") == "We buy bins, caddies and vehicles."


def test_headers_footers_and_page_numbers_are_left_out() -> None:
    page = "Northshire Business Plan\n\nWe do thing number {}.\n\nPage {} of 3\n\f"
    assert text_of("".join(page.format(n, n) for n in (1, 2, 3))) == (
        "We do thing number 1. We do thing number 2. We do thing number 3."
    )


def test_markdown_is_read_as_what_it_says() -> None:
    plan = "---\ntitle: x\n---\n# Aim\n\nWe **want** [more](https://a.example) `now`.\n\n* first\n* second\n\n> said\n\n| a | b |\n|---|---|\n| c | d |\n<!-- no -->\n"
    assert text_of(plan) == "Aim. We want more now. first second said a, b c, d"


def test_a_long_paragraph_becomes_several_passages_of_whole_sentences() -> None:
    found = passages(" ".join(f"Sentence {number} says what we are going to do about it next." for number in range(60)))
    assert len(found) == round(60 * 12 / PASSAGE_WORDS)
    assert {word_count(sentence) for passage in found for sentence in passage.sentences} == {12}


def test_text_without_any_sentence_end_is_cut() -> None:
    found = passages("word " * 1000)
    assert max(word_count(passage.text) for passage in found) <= 2 * PASSAGE_WORDS


def test_short_paragraphs_are_read_together_with_what_follows() -> None:
    assert len(passages("\n\n".join(f"- item {number}" for number in range(12)))) == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"  \n\t ", "is empty"),
        (b"--- *** ---", "holds no words"),
        (b"%PDF-1.7 x", "is a PDF file"),
        (b"PK\x03\x04abc", "Word document"),
        (b"\xd0\xcf\x11\xe0abc", "old Word document"),
        (b"{\\rtf1 abc}", "rich text"),
        (bytes(range(256)) * 50, "is not text"),
        (b"SQLite format 3\x00" + b"\x00\x10\x01" * 99, "is not text"),
        (b"plan " * (LONGEST // 5 + 1), "at most 500,000 are read"),
    ],
)
def test_what_is_no_plan_is_said(data: bytes, words: str) -> None:
    with pytest.raises(PlanError, match=words):
        passages(decoded(data))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_encodings_that_programs_write(encoding: str) -> None:
    assert decoded("A café’s plan".encode(encoding)) == "A café’s plan"


@pytest.mark.parametrize(
    "text", ["- " * 50_000 + "a", "[" * 100_000 + "a", "<!--" * 50_000 + "a", "a " + "*_" * 50_000, "a-\nb" * 9_000]
)
def test_hostile_plans_are_read(text: str) -> None:
    assert "a" in text_of(text)


def test_the_same_lines_again_and_again_are_no_plan() -> None:
    with pytest.raises(PlanError, match="again and again"):
        passages("a-\n" * 5000)

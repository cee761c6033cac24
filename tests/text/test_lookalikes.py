"""A letter of another script that looks like a Latin one is named, and the word with Latin letters is what is suggested."""

from __future__ import annotations

import pytest

from lessons.authoring.fixes import fixed_text
from lessons.record.vocabulary import ascii_slug
from lessons.text.lookalikes import latin, named
from tests.support.sample import LESSON, WORDS, front, problems, review

A = 'in which "\u0430" is the Cyrillic small letter a (U+0430)'


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("\u0430sk-drivers", "ask-drivers"), ("n\u03bfrth", "north"), ("\u041dorth", "Horth"), ("\u0441\u0430t", "cat"), ("\u0430b \u0436", "ab \u0436"),
        # Words of another script, and letters that look like none.
        ("\u041c\u043e\u0441\u043a\u0432\u0430", "\u041c\u043e\u0441\u043a\u0432\u0430"), ("\u0430", "\u0430"), ("a\u0436", "a\u0436"), ("caf\u00e9", "caf\u00e9"), ("plain", "plain"), ("\u03b1-test", "\u03b1-test"),
    ],
)  # fmt: skip
def test_only_words_with_latin_letters_are_mended(text: str, meant: str) -> None:
    assert latin(text) == meant
    assert bool(named(text)) == (text != meant)


def test_an_id_a_term_and_a_file_with_such_a_letter_name_it() -> None:
    text = review(lessons=LESSON.replace("ask-users", "\u0430sk-users"))
    assert problems(text) == [
        f'31:7 found the Id "\u0430sk-users", {A}; an Id has at most 80 lower-case letters, digits and hyphens, such as "ask-users" [ids]'
    ]
    assert "- Id: ask-users\n" in fixed_text(text, WORDS)
    former = review(lessons=f"{LESSON}- Formerly: \u0430sk\n")
    assert f'found the former Id "\u0430sk", {A}; ' in problems(former, rule="ids")[0]
    assert problems(front(sector="tr\u0430nsport") + review().partition("---\n\n")[2], rule="known-terms") == [
        f'5:9 unknown sector "tr\u0430nsport", {A}, did you mean "transport"?'
    ]
    assert problems(review("event: fl\u0430sh"), rule="known-terms")[0].startswith(f'7:8 found "fl\u0430sh", {A}; ')


def test_an_id_made_of_a_title_has_the_letters_that_were_meant() -> None:
    assert ascii_slug("\u0410sk drivers, caf\u00e9") == "ask-drivers-cafe"
    assert ascii_slug("\u041c\u043e\u0441\u043a\u0432\u0430") == ""

"""Characters that nobody sees, and joined letters: found where they hide a word, left where a language or an emoji needs them."""

from __future__ import annotations

import pytest

from lessons.text.invisible import odd_characters, plain

ENGLISH_FLAG = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@pytest.mark.parametrize(
    ("text", "right", "number"),
    [
        ("most\u00adly", "mostly", 1), ("most\u200bly", "mostly", 1), ("a\u2060b\u2063c", "abc", 2), ("few\ufeff used", "few used", 1),
        ("fe\u200dw", "few", 1), ("few\u200e used", "few used", 1), ("ﬁve ﬀ ﬆ ﬄ", "five ff st ffl", 4), ("x\U000e0041\U000e0042y", "xy", 1),
        ("\u3164x", "x", 1), ("Über\u00admaß", "Übermaß", 1),
    ],
)  # fmt: skip
def test_what_hides_a_word_goes_and_letters_come_apart(text: str, right: str, number: int) -> None:
    assert plain(text) == (right, number)
    assert len(list(odd_characters(text))) == number


@pytest.mark.parametrize(
    "text",
    ["می\u200cخواهم", "สวัสดี\u200bครับ", "👨\u200d👩\u200d👧", "❤\ufe0f", ENGLISH_FLAG, "10\u00a0km", "naïve – “quoted” …", "क्\u200dष", "שלום\u200f!", "ﬠ", "plain"],
)  # fmt: skip
def test_what_a_language_or_an_emoji_needs_stays(text: str) -> None:
    assert plain(text) == (text, 0)
    assert list(odd_characters(text)) == []


def test_the_character_and_its_word_are_named() -> None:
    (soft,) = odd_characters("They ran, most\u00adly empty.")
    assert (soft.start, soft.end, soft.right) == (14, 15, "")
    assert (
        soft.words
        == 'found a soft hyphen (U+00AD), which nobody sees and which hides the word from other searches; delete it (in "mostly")'
    )
    (joined,) = odd_characters("ﬁve")
    assert (
        joined.words
        == 'found a latin small ligature fi (U+FB01); write the letters "fi", so that every search finds the word'
    )

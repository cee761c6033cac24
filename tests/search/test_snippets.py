"""Excerpts are safe, short, and show the matched words."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from lessons.search.snippets import LENGTH, Marks, marked, snippet
from tests.search.small import REVIEWS, asked, collection


def of(words: list[str]) -> Marks:
    return Marks(tuple(words))


def test_matched_words_are_marked_whole_and_in_their_own_case() -> None:
    assert snippet(["Valves and a valve, not valveless."], of(["valve", "valves"])) == (
        "<mark>Valves</mark> and a <mark>valve</mark>, not valveless."
    )


def test_a_per_cent_sign_is_marked_as_the_words_are() -> None:
    where = collection(
        (replace(REVIEWS[0], body="Warnings fell by 45% in May, by 45 per cent in June, and by 450% never."),)
    )
    for text in ("45%", "45 percent", "45 per cent"):
        shown = asked(where, text, in_="reviews").hits[0].snippet
        assert re.findall("<mark>(.*?)</mark>", shown) == ["45%", "45 per cent"]


def test_accents_do_not_hide_a_match() -> None:
    assert snippet(["Das Café schloß, CAFÉ zu."], of(["cafe"])) == "Das <mark>Café</mark> schloß, <mark>CAFÉ</mark> zu."


def test_markup_in_a_text_stays_text() -> None:
    assert snippet(["<script>alert('valve')</script> & <mark>"], of(["valve", "script"])) == (
        "&lt;<mark>script</mark>&gt;alert(&#x27;<mark>valve</mark>&#x27;)&lt;/<mark>script</mark>&gt; &amp; &lt;mark&gt;"
    )


def test_the_excerpt_is_cut_out_around_the_match() -> None:
    found = snippet(["word " * 500 + "valve " + "word " * 500], of(["valve"]))
    assert found.startswith("… word")
    assert found.endswith("word …")
    assert "<mark>valve</mark>" in found
    assert len(found) < LENGTH + 40


def test_the_stretch_with_most_different_words_is_shown() -> None:
    text = "valve valve valve " + "word " * 200 + "the valve supplier closed " + "word " * 200
    assert "<mark>valve</mark> <mark>supplier</mark>" in snippet([text], of(["valve", "supplier"]))


def test_the_text_with_most_words_is_shown_and_the_first_wins_ties() -> None:
    assert snippet(["nothing here", "the valve"], of(["valve"])) == "the <mark>valve</mark>"
    assert snippet(["first", "second"], of(["valve"])) == "first"
    assert snippet(["", "second"], of(["valve"])) == "second"
    assert snippet(["", ""], of(["valve"])) == ""


@given(
    st.text(alphabet=st.characters(), max_size=400),
    st.lists(st.text(alphabet="aebİß<&", min_size=1, max_size=3), max_size=4),
)
def test_an_excerpt_without_its_marks_is_a_part_of_the_text(text: str, forms: list[str]) -> None:
    plain = unescape(re.sub("</?mark>", "", marked(text, of(forms))))
    assert plain == re.sub(r"\s+", " ", text).strip()
    assert "<" not in re.sub("</?mark>", "", snippet([text], of(forms)))

"""Excerpts are safe, short, and show the matched words."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from lessons.search.snippets import LENGTH, Marks, excerpt, marked
from tests.search.small import REVIEWS, asked, collection


def of(words: list[str]) -> Marks:
    return Marks(tuple(words))


def test_matched_words_are_marked_whole_and_in_their_own_case() -> None:
    assert excerpt(["Valves and a valve, not valveless."], [], of(["valve", "valves"])) == (
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
    assert (
        excerpt(["Das Café schloß, CAFÉ zu."], [], of(["cafe"]))
        == "Das <mark>Café</mark> schloß, <mark>CAFÉ</mark> zu."
    )


def test_markup_in_a_text_stays_text() -> None:
    assert excerpt(["<script>alert('valve')</script> & <mark>"], [], of(["valve", "script"])) == (
        "&lt;<mark>script</mark>&gt;alert(&#x27;<mark>valve</mark>&#x27;)&lt;/<mark>script</mark>&gt; &amp; &lt;mark&gt;"
    )


def test_the_excerpt_is_cut_out_around_the_match() -> None:
    found = excerpt(["word " * 500 + "valve " + "word " * 500], [], of(["valve"]))
    assert found.startswith("… word")
    assert found.endswith("word …")
    assert "<mark>valve</mark>" in found
    assert len(found) < LENGTH + 40


def test_the_stretch_with_most_different_words_is_shown() -> None:
    text = "valve valve valve " + "word " * 200 + "the valve supplier closed " + "word " * 200
    assert "<mark>valve</mark> <mark>supplier</mark>" in excerpt([text], [], of(["valve", "supplier"]))


def test_a_match_at_the_end_of_a_text_is_shown_with_what_stands_before_it() -> None:
    found = excerpt(["word " * 500 + "It was the valve"], [], of(["valve"]))
    assert found.startswith("… word")
    assert found.endswith("It was the <mark>valve</mark>")
    assert len(found) > LENGTH / 3


def test_an_excerpt_begins_with_a_sentence_where_one_is_near() -> None:
    found = excerpt(["word " * 500 + "word. The old supplier of the valve closed. " + "word " * 500], [], of(["valve"]))
    assert found.startswith("… The old supplier of the <mark>valve</mark> closed.")


def test_the_text_of_the_result_itself_goes_before_what_is_said_about_it() -> None:
    both = of(["valve", "supplier"])
    assert excerpt(["the valve"], ["a valve supplier"], both) == "the <mark>valve</mark>"
    assert excerpt(["nothing here"], ["a valve"], both) == "a <mark>valve</mark>"
    assert excerpt(["nothing here"], ["nothing there"], both) == "nothing here"


def test_an_excerpt_that_a_neighbour_shows_is_shown_again_only_where_there_is_no_other() -> None:
    summary = "a <mark>valve</mark>"
    assert excerpt(["keep spares"], ["a valve"], of(["valve"]), {summary}) == "keep spares"
    assert (
        excerpt(["the valve", "that valve"], [], of(["valve"]), {"the <mark>valve</mark>"}) == "that <mark>valve</mark>"
    )
    assert excerpt([], ["a valve"], of(["valve"]), {summary}) == summary


def test_the_text_with_most_words_is_shown_and_the_first_wins_ties() -> None:
    assert excerpt(["nothing here", "the valve"], [], of(["valve"])) == "the <mark>valve</mark>"
    assert excerpt(["first", "second"], [], of(["valve"])) == "first"
    assert excerpt(["", "second"], [], of(["valve"])) == "second"
    assert excerpt(["", ""], [], of(["valve"])) == ""


@given(
    st.text(alphabet=st.characters(), max_size=400),
    st.lists(st.text(alphabet="aebİß<&", min_size=1, max_size=3), max_size=4),
)
def test_an_excerpt_without_its_marks_is_a_part_of_the_text(text: str, forms: list[str]) -> None:
    plain = unescape(re.sub("</?mark>", "", marked(text, of(forms))))
    assert plain == re.sub(r"\s+", " ", text).strip()
    assert "<" not in re.sub("</?mark>", "", excerpt([text], [], of(forms)))


def test_things_to_be_marked_are_counted_in_each_of_some_texts_as_they_are_marked_in_it() -> None:
    texts = [
        "A valve, a VALVE and a pump",
        "",
        "nothing",
        "Straße, 45% pump",
        "pump",
        "pumps valveless val",
        "ve pump valve",
    ]
    marks = of(["valve", "pump", "strasse"])
    alone = [len({found.lower() for found in re.findall("<mark>(.*?)</mark>", marked(text, marks))}) for text in texts]
    assert marks.counts(texts) == alone == [2, 0, 0, 2, 1, 0, 2]
    assert marks.counts([]) == []
    phrase = Marks((), (re.compile(r"(?<!\w)pump[\W_]+valve(?!\w)"),))
    assert phrase.counts(["a pump", "valve", "pump valve"]) == [0, 0, 1]

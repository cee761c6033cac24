"""Texts that are kept together come out as they were put in."""

from __future__ import annotations

import pytest

from lessons.entries.texts import Texts


def test_each_text_comes_out_as_it_was_put_in() -> None:
    texts = Texts()
    written = ["", "plain", "“curly” – 漢字 🙂", "lone \ud800 surrogate", "", "last\n"]
    put = [texts.put(text) for text in written]
    assert [str(one) for one in put] == written


def test_a_text_is_the_same_as_another_that_says_the_same() -> None:
    one, other = Texts().put("same"), Texts().put("same")
    assert one == other == "same"
    assert one != Texts().put("other")
    assert one != 4
    with pytest.raises(TypeError):
        hash(one)

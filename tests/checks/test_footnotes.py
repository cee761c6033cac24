"""The rule ``footnotes``."""

from __future__ import annotations

import pytest

from lessons.checks import footnotes
from tests.support.sample import body, collection, front, line_of, problems, read


def advice(text: str) -> list[str]:
    entry = read(front() + body(What_happened=text))
    found = footnotes.check(entry, collection(entry))
    return [f"{one.severity}: {one.message.partition(',')[0]}" for one in found]


@pytest.mark.parametrize("note", ["The timetable of 1998.", "https://example.org", "minutes", "<https://example.org>"])
def test_a_footnote_is_told_once_whatever_it_says(note: str) -> None:
    text = f"A bus every hour.[^1]\n\n[^1]: {note}"
    assert advice(text) == ['advice: found the footnote "[^1]"']
    assert problems(front() + body(What_happened=text)) == []


def test_each_note_is_told_at_its_first_place() -> None:
    text = "One[^1] and two[^note] and one again[^1].\n\n[^1]: a\n[^note]: b"
    entry = read(front() + body(What_happened=text))
    first, second = footnotes.check(entry, collection(entry))
    assert first.place.line == second.place.line == line_of(entry.text, "One[^1]")
    assert (first.place.column, second.place.column) == (4, 16)


@pytest.mark.parametrize("text", ["`[^1]`", "```\n[^1]: x\n```", "\\[^1]", "x^2", "[a^b]"])
def test_what_is_no_footnote_is_left(text: str) -> None:
    assert advice(text) == []

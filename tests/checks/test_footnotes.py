"""The rule ``footnotes``."""

from __future__ import annotations

import pytest

from lessons.checks import footnotes
from tests.support.sample import body, collection, front, line_of, problems, read


def advice(text: str) -> list[str]:
    entry = read(front() + body(What_happened=text))
    found = list(footnotes.check(entry, collection(entry)))
    assert {one.rule for one in found} <= {"footnotes"}
    first = line_of(entry.text, text.split("\n")[0]) if text else 0
    return [f"{one.severity} {one.place.line - first}:{one.place.column}: {one.message}" for one in found]


@pytest.mark.parametrize(
    "text",
    [
        "A bus every hour.[^1]\n\n[^1]: The timetable of 1998.",
        "A bus every hour.[^1]\n[^1]: https://example.org",
        "One[^a] and two[^note-2] and one again[^a].\n\n[^a]: Minutes.\n[^note-2]: See also[^c].\n\n[^c]: *Report*.",
        "- A bus[^1]\n- A train\n\n> [^1]: In a quotation.",
        "`[^1]`",
        "```\n[^1]: x\n```",
        "\\[^1]",
        "x^2",
        "[a^b]",
    ],
)
def test_a_mark_with_its_note_and_what_is_no_footnote_are_right(text: str) -> None:
    assert advice(text) == []
    assert problems(front() + body(What_happened=text)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A bus[^1] a day.",
            ["advice 0:6: the mark `[^1]` has no note; write it on a line of its own, `[^1]: …`, or delete the mark"],
        ),
        (
            "A bus[^A] a day[^A].\n\n[^a]: Minutes.",
            [
                "advice 0:6: the mark `[^A]` has no note; write it on a line of its own, `[^A]: …`, or delete the mark",
                "advice 2:1: nothing refers to the note `[^a]`, so it is not shown; put `[^a]` where it belongs, or delete it",
            ],
        ),
        (
            "A bus[^1].\n\n[^1]: Minutes.\n[^1]: Report.",
            [
                "advice 3:1: the note `[^1]` is there twice, and only the one on line 21 is shown; give each a mark of its own"
            ],
        ),
        (
            "A bus[^my note].\n\n[^my note]: Minutes.",
            ["advice 0:6: `[^my note]` is shown as it is written, for a mark has no spaces; write `[^my-note]`"],
        ),
        (
            "[^1] began it.",
            ["advice 0:1: the mark `[^1]` has no note; write it on a line of its own, `[^1]: …`, or delete the mark"],
        ),
        (
            "A bus[^my\tnote].",
            ["advice 0:6: `[^my\tnote]` is shown as it is written, for a mark has no spaces; write `[^my-note]`"],
        ),
        (
            "#### Buses[^1]\n\nOne an hour.\n\n[^1]: Minutes.",
            ["advice 0:11: the mark `[^1]` is not shown in a heading; put it into the text below"],
        ),
    ],
)
def test_what_is_not_shown_as_it_was_meant_is_told_with_its_place(text: str, expected: list[str]) -> None:
    assert advice(text) == expected


def test_a_link_inside_a_note_is_checked_as_any_other() -> None:
    text = "A bus.[^1]\n\n[^1]: [Minutes](minutes.pdf)"
    assert len(problems(front() + body(What_happened=text), rule="links")) == 1


@pytest.mark.parametrize("mark", ["- ", "* ", "+ ", "-\t", "1. ", "12) ", "1.\t", "> ", "  ", "> - ", "- > "])
def test_a_note_may_begin_a_list_or_a_quotation(mark: str) -> None:
    assert advice(f"A bus[^1].\n\n{mark}[^1]: Minutes.") == []
    (found,) = advice(f"A bus.\n\n{mark}[^1]: Minutes.")
    assert "nothing refers to the note `[^1]`" in found


@pytest.mark.parametrize(
    "text", ["\\[^1]: Minutes.", "a [^1]: x\n\n[^1]: Minutes.", "A bus[^1], a tram[^1]\n\n[^1]: Minutes."]
)
def test_what_only_looks_like_a_note_is_none(text: str) -> None:
    assert advice(text) == []


@pytest.mark.parametrize("heading", ["#### Buses[^1]", "####\tBuses[^1]", " #### Buses[^1]"])
def test_a_mark_in_a_heading_is_told_and_counts_as_a_mark(heading: str) -> None:
    (found,) = advice(f"{heading}\n\nOne an hour.\n\n[^1]: Minutes.")
    assert "is not shown in a heading" in found
    assert advice("A bus.\n\n#1[^1] in the list\n\n[^1]: Minutes.") == []


def test_each_mark_and_each_note_is_told() -> None:
    found = advice("A[^1] b[^my note] c[^2].\n\n[^3]: x.\n[^3]: y.\n[^4]: z.\n[^3]: y.")
    assert [one.partition(":")[2].partition(": ")[2][:35] for one in found] == [
        "the note `[^3]` is there twice, and",
        "the note `[^3]` is there twice, and",
        "the mark `[^1]` has no note; write ",
        "`[^my note]` is shown as it is writ",
        "the mark `[^2]` has no note; write ",
        "nothing refers to the note `[^3]`, ",
        "nothing refers to the note `[^4]`, ",
    ]


def test_footnotes_of_an_imported_record_are_left_as_they_were_recorded() -> None:
    entry = read(front("source_system: {name: Old, id: 1, imported: 2024}") + body(What_happened="A bus[^1]."))
    assert list(footnotes.check(entry, collection(entry))) == []

"""What the rules of quality share."""

from __future__ import annotations

import pytest

from lessons.checks.judging import english, imported, judged, lines
from lessons.entries import Entry, read_string
from lessons.problems import Place


def entry(front: str = "", text: str = "") -> Entry:
    return read_string(f"---\n{front}---\n{text}", "night-buses.md")


@pytest.mark.parametrize(
    ("front", "whose"),
    [
        ("title: x\n", "the writer's"), ("status: draft\n", "the writer's"), ("status: withdrawn\n", "nobody's"), ("source_system:\n", "another system's"),
        ("source_system: {name: Old}\n", "another system's"),
    ],
)  # fmt: skip
def test_what_was_imported_or_withdrawn_is_not_the_writers_to_improve(front: str, whose: str) -> None:
    assert judged(entry(front)) == (whose == "the writer's")
    assert imported(entry(front)) == (whose == "another system's")


def test_what_has_no_front_matter_is_not_judged() -> None:
    assert not judged(read_string("Words.\n", "night-buses.md"))


@pytest.mark.parametrize(
    ("front", "is_english"),
    [
        ("title: x\n", True), ("language: en\n", True), ("language: EN-gb\n", True), ("language: en-GB\n", True), ("language: de\n", False), ("language: sv-EN\n", False),
        ("language:\n", True),
    ],
)  # fmt: skip
def test_a_text_is_english_where_it_says_so_or_says_nothing(front: str, is_english: bool) -> None:
    assert english(entry(front)) == is_english


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a\n\nb", {5: "a", 6: "", 7: "b"}),
        ("a\n---\nb\n---\nc", {5: "a", 6: "---", 7: "b", 8: "---", 9: "c"}),
        ("a\n```\nb\n```\nc\n   ~~~ python\nd\n~~~\ne", {5: "a", 9: "c", 13: "e"}),
        ("a\n    ~~~\nb ~~~\n~~ c", {5: "a", 6: "    ~~~", 7: "b ~~~", 8: "~~ c"}),
    ],
)
def test_lines_are_those_below_the_front_matter_and_outside_of_code(text: str, seen: dict[int, str]) -> None:
    found = lines(entry("title: x\nresult: mixed\n", text))
    assert {line.number: line.text for line in found} == seen
    assert [line.place(2) for line in found] == [Place("night-buses.md", number, 3) for number in seen]


@pytest.mark.parametrize("end", ["---", "--- "])
def test_an_empty_front_matter_is_none_of_the_lines(end: str) -> None:
    assert [line.text for line in lines(read_string(f"---\n{end}\na", "night-buses.md"))] == ["a"]


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("See https://a.org/x y", "See _______________ y"), ("See http://a.org", "See ____________"), ("See mailto:a@b.org, y", "See _______________ y"), ("https:/a http:", "https:/a http:"),
        ("[a](b.md) c (d)", "[a_______ c (d)"), ("[a](b c) [d]()", "[a](b c) [d___"), ("[a](b[c) [d](", "[a______ [d]("), (f"[a]({'b' * 500})", f"[a{'_' * 503}"), (f"[a]({'b' * 501})", f"[a]({'b' * 501})"),
        ("a `b` `c", "a ___ `c"), ("`a b` c `` `d`", "_____ c __ ___"), ("[a]( b)", "[a]( b)"),
    ],
)  # fmt: skip
def test_addresses_and_code_are_blanked_so_that_columns_stay(line: str, seen: str) -> None:
    assert [one.text for one in lines(entry("", line))] == [seen.replace("_", " ")]


def test_each_entry_has_lines_of_its_own() -> None:
    assert [line.text for one in "ab" for line in lines(entry("", one))] == ["a", "b"]

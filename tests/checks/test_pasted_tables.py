"""The rule ``pasted-tables``."""

from __future__ import annotations

import pytest

from lessons.checks import pasted_tables
from tests.support.sample import body, collection, front, line_of, read

TABLE = "Year\tBuses\n1998\t10\n1999\t20"


def advice(text: str) -> list[tuple[int, str]]:
    entry = read(front() + body(What_happened=text))
    return [(one.place.line, one.severity) for one in pasted_tables.check(entry, collection(entry))]


@pytest.mark.parametrize(
    "text",
    [TABLE, "Before:\n\n" + TABLE, "Year\t\tBuses\n1998\t\t10", "a\tb\tc\nd\te\tf\n\nafter", "£5\t1998\n£6\t1999"],
)
def test_a_table_with_tabs_is_advised_about_once(text: str) -> None:
    ((line, severity),) = advice(text)
    first = next(one for one in text.split("\n") if "\t" in one)
    assert (line, severity) == (line_of(front() + body(What_happened=text), first), "advice")


def test_each_table_is_told() -> None:
    assert len(advice(f"{TABLE}\n\nand\n\n{TABLE}")) == 2


@pytest.mark.parametrize(
    "text",
    [
        "One\ttab alone.",
        "```\n" + TABLE + "\n```",
        "| a\t| b |\n| --- | --- |\n| c | d |",
        "a\t\nb\t",
        "\tcode\tx\n\tcode\ty",
        "•\tThe first\n•\tThe second",
        "1.\tThe first\n2.\tThe second",
        "9\tThe first\n8\tThe second",
        "10.\tThe first\n11.\tThe second",
        "a)\tThe first\nb)\tThe second",
        "(a)\tThe first\n(b)\tThe second",
        "100.\tThe first\n101.\tThe second",
        "-->\tThe first\n-->\tThe second",
        "__\tThe first\n__\tThe second",
        "• \tThe first\n• \tThe second",
        "Year\t \nBuses\t ",
        "Year\tBuses\n\n1998\t10",
        "Year\tBuses\nThen came the winter.\n1998\t10",
        "Year\tBuses\n1.\tThe first\n1998\t10",
    ],
)
def test_what_is_no_table_is_left(text: str) -> None:
    assert advice(text) == []


@pytest.mark.parametrize("first", ["1000.", "ab)", "12", "x"])
def test_a_row_may_begin_with_a_number_or_a_word(first: str) -> None:
    assert len(advice(f"{first}\tBuses\n{first}\tTrams")) == 1


def test_the_advice_stands_at_the_first_row_and_shows_what_to_write() -> None:
    entry = read(front() + body(What_happened="Before.\n\n" + TABLE))
    (found,) = pasted_tables.check(entry, collection(entry))
    assert (found.place.line, found.place.column, found.rule) == (line_of(entry.text, "Year"), 1, "pasted-tables")
    assert found.message == (
        "cells separated by tabs run together here; write a Markdown table: `| Year | Buses |`, below it `| --- | --- |`, then the rows"
    )


def test_a_table_of_an_imported_record_is_left_as_it_was_recorded() -> None:
    entry = read(front("source_system: {name: Old, id: 1, imported: 2024}") + body(What_happened=TABLE))
    assert list(pasted_tables.check(entry, collection(entry))) == []

"""Merge conflicts: each is reported once, and one version of it is read."""

from __future__ import annotations

import pytest

from lessons.problems import Problem
from lessons.text.conflicts import resolved
from tests.support.sample import problems, review

OURS, BASE, THEIRS, END = "<<<<<<< HEAD", "||||||| base", "=======", ">>>>>>> theirs"


def read(*lines: str) -> tuple[list[str], list[int]]:
    faults: list[Problem] = []
    text = resolved("\n".join(lines), "a.md", faults)
    return text.split("\n"), [fault.place.line for fault in faults]


@pytest.mark.parametrize(
    ("lines", "first", "places"),
    [
        (["a", OURS, "b", THEIRS, "c", END, "d"], ["a", "", "b", "", "", "", "d"], [2]),
        ([OURS, "b", BASE, "x", THEIRS, "c", END], ["", "b", "", "", "", "", ""], [1]),
        (
            [OURS, "b", THEIRS, "c", END, OURS, "d", THEIRS, "e", END],
            ["", "b", "", "", "", "", "d", "", "", ""],
            [1, 6],
        ),
        # One mark without the others is what is left when somebody mended half of it; no text may be lost then.
        (["a", END, "b"], ["a", "", "b"], [2]),
        (["a", THEIRS, "b", END], ["a", "", "b", ""], [4]),
        ([OURS, "a"], ["", "a"], [1]),
        ([OURS, "a", THEIRS, "b"], ["", "a", "", "b"], [1]),
        (["a", BASE, "b"], ["a", "", "b"], [2]),
        (["<<<<<<<", "a", THEIRS, "b", ">>>>>>>"], ["", "a", "", "", ""], [1]),
    ],
)
def test_a_conflict_is_told_once_and_one_version_is_read(lines: list[str], first: list[str], places: list[int]) -> None:
    assert read(*lines) == (first, places)


@pytest.mark.parametrize(
    "line", ["=======", ">>> quoted", ">>>>>>>> eight", "<<<<<< six", " <<<<<<< indented", "a <<<<<<< b", "||||||||"]
)
def test_what_is_markdown_is_no_conflict(line: str) -> None:
    assert read("a", line, "b") == (["a", line, "b"], [])


@pytest.mark.parametrize("place", ["date: 1998-04\n", "Buses every hour.\n", "- Id: ask-users\n"])
def test_nothing_else_is_told_of_a_conflict_wherever_it_is(place: str) -> None:
    text = review()
    (found,) = problems(text.replace(place, f"{OURS}\n{place}{BASE}\n{THEIRS}\n{place}{END}\n"), rule="merge-conflicts")
    assert found.split(" ", 1)[1].startswith("a merge conflict is left here")


def test_a_conflict_around_the_whole_file_is_told_once() -> None:
    (found,) = problems(f"{OURS}\n{review()}{THEIRS}\n{review()}{END}\n", rule="merge-conflicts")
    assert found.startswith("1:1 ")

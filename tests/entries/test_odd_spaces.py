"""Spaces that are none, and conflicts that are left: each is named once, and costs nothing else."""

from __future__ import annotations

import pytest

from tests.support.sample import front, problems, read, review


@pytest.mark.parametrize(
    ("space", "named"),
    [
        ("\u00a0", "a no-break space (U+00A0)"),
        (" \u00a0", "a no-break space (U+00A0)"),
        ("\u202f", "a narrow no-break space (U+202F)"),
        ("\u3000", "an ideographic space (U+3000)"),
        ("\u2003", "an em space (U+2003)"),
        ("\u1680", "an ogham space mark (U+1680)"),
        ("\u2009", "a thin space (U+2009)"),
    ],
)
def test_a_space_that_is_none_after_a_colon_is_named_once_and_the_value_is_read(space: str, named: str) -> None:
    text = review().replace("title: ", f"title:{space}", 1)
    (said,) = problems(text)
    assert f"there is {named} after the colon" in said
    assert said.startswith("2:7 " if len(space) == 1 else "2:8 ")
    assert said.endswith("[hidden-characters]")
    assert read(text).stated("title") == "Night buses"


def test_a_space_that_is_none_before_a_name_is_named_once() -> None:
    text = review("period:\n\u00a0 from: 1998")
    (said,) = problems(text)
    assert "there is a no-break space (U+00A0) at the beginning of the line" in said


def test_such_a_space_inside_a_text_is_a_space() -> None:
    assert problems(review(title="Night\u00a0buses")) == []


@pytest.mark.parametrize("blank", ["", "\n"])
def test_a_merge_conflict_in_the_text_is_told(blank: str) -> None:
    conflict = f"<<<<<<< HEAD\n{blank}One.\n{blank}=======\n{blank}Two.\n{blank}>>>>>>> main\n"
    text = review().replace("Buses every hour.\n", conflict, 1)
    line = text[: text.index("<<<<<<<")].count("\n") + 1
    (said,) = [one for one in problems(text) if "[merge-conflicts]" in one]
    assert said.startswith(f"{line}:1 a merge conflict is left here")


def test_a_merge_conflict_in_the_front_matter_is_told() -> None:
    text = front("<<<<<<< HEAD\nplace: Leeds\n=======\nplace: York\n>>>>>>> main") + "\n## Summary\n\nA.\n"
    assert sum("[merge-conflicts]" in one for one in problems(text)) == 1


def test_an_example_of_less_than_signs_is_no_conflict() -> None:
    assert not any("merge" in one for one in problems(review(Summary="a <<<<<<<< b")))

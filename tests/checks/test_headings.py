"""The rule ``headings``."""

from __future__ import annotations

import pytest

from lessons import checks
from tests.support.sample import body, collection, front, line_of, problems, read, review


@pytest.mark.parametrize(
    ("before", "message"),
    [
        ("# My title", '9:3 "My title" is a level-1 heading; the title is in the front matter; use level 2 (`##`) for sections'),
        ("Hello.", "9:1 there is text before the first section; put it under `## Summary`"),
        ("```\nx\n```", "9:1 there is text before the first section; put it under `## Summary`"),
    ],
)  # fmt: skip
def test_nothing_stands_before_the_first_section(before: str, message: str) -> None:
    assert problems(f"{front()}\n{before}\n{body()}", rule="headings") == [message]


def test_a_section_at_level_1_is_reported_once() -> None:
    text = review().replace("## Summary", "# Summary")
    assert problems(text, rule="headings") == ['9:3 "Summary" is a level-1 heading; write `## Summary`']


@pytest.mark.parametrize("inside", ["> # A", "> ## A", "- ## A", "- A\n  ==="])
def test_a_heading_inside_a_quotation_or_list_is_kept_and_advised_about(inside: str) -> None:
    entry = read(front() + body(What_happened=inside))
    (advice,) = checks.check(collection(entry))
    assert advice.message == '"A" is a heading inside a list or a quotation; bold text reads better there'
    assert advice.severity == "advice"
    assert "<h3>A</h3>" in entry.body.sections[2].html


def test_a_heading_without_text_is_a_problem() -> None:
    text = review() + "\n##\n\nx\n"
    assert problems(text, rule="headings") == [f"{line_of(text, '##' + chr(10))}:1 this heading has no text"]


@pytest.mark.parametrize(
    ("heading", "message"),
    [
        ("Budget", '"Budget" is not a known section; it is kept, but readers look for the usual ones first'),
        ("Applicabilty", '"Applicabilty" is not a known section, did you mean "Applicability"?'),
    ],
)
def test_another_section_is_kept_and_advised_about(heading: str, message: str) -> None:
    text = review() + f"\n## {heading}\n\nx\n"
    entry = read(text)
    (advice,) = checks.check(collection(entry))
    assert (advice.message, advice.severity, advice.place.line) == (message, "advice", line_of(text, heading))
    assert entry.body.sections[-1].text == "x"

"""The rule ``headings``."""

from __future__ import annotations

import pytest

from lessons import checks
from lessons.entries import Entry, read_string
from tests.support.sample import body, collection, front, line_of, problems, read, review, use_text


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


def use(body: str) -> Entry:
    return read_string(use_text(body=body), "uses/northshire.md", use=True)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("\n## What happened\n\n### Deep\n\nx\n", []),
        ("\n> ### A\n\n## What happened\n\nx\n", []),
        ("\nText alone.\n", []),
        ("\n# Title\n\nx\n", ['8:3 "Title" is a level-1 heading; a use needs no title; use level 2 (`##`), or none']),
        ("\n# Summary\n\nx\n", ['8:3 "Summary" is a level-1 heading; a use needs no title; use level 2 (`##`), or none']),
        ("\n### Deep\n\nx\n", ['8:5 "Deep" is a level-3 heading with none of level 2 above it; write `## Deep`']),
        (
            "\n> # In\n\n### Deep\n\nx\n",
            [
                '8:1 "In" is a heading inside a list or a quotation; bold text reads better there',
                '10:5 "Deep" is a level-3 heading with none of level 2 above it; write `## Deep`',
            ],
        ),
    ],
)  # fmt: skip
def test_a_use_begins_with_a_heading_of_level_2_or_with_none(body: str, expected: list[str]) -> None:
    entry = use(body)
    found = checks.check(collection(entry, read(review())), [entry])
    assert [f"{one.place.line}:{one.place.column} {one.message}" for one in found] == expected
    assert {one.rule for one in found} <= {"headings"}


def test_every_heading_is_looked_at() -> None:
    after = "\n##\n\nx\n\n## Budget\n\n> ### A\n\n## Applicabilty\n\nx\n\n> ## B\n"
    text = f"{front()}\n# A\n\n# Lessons learned\n{body()}{after}"
    assert [one.partition(" ")[2] for one in problems(text, rule="headings")] == [
        '"A" is a level-1 heading; the title is in the front matter; use level 2 (`##`) for sections',
        '"Lessons learned" is a level-1 heading; write `## Lessons`',
        "this heading has no text",
        '"Budget" is not a known section; it is kept, but readers look for the usual ones first',
        '"Applicabilty" is not a known section, did you mean "Applicability"?',
        '"B" is a heading inside a list or a quotation; bold text reads better there',
    ]


@pytest.mark.parametrize("written", ["## Sumary", "Summary:", "**Summary**"])
def test_a_section_that_is_missed_is_told_by_one_rule_and_hides_no_other(written: str) -> None:
    text = (front() + body()).replace("## Summary", written) + "\n## Budget\n\nx\n"
    found = problems(text)
    assert [one.rpartition(" [")[2].rstrip("]") for one in found] == ["required-sections", "headings"]


def test_a_section_like_one_that_is_there_already_is_asked_about() -> None:
    text = review() + "\n## Sumary\n\nx\n"
    assert problems(text, rule="headings") == [
        f'{line_of(text, "## Sumary")}:4 "Sumary" is not a known section, did you mean "Summary"?'
    ]


def test_a_rapid_lesson_does_not_miss_a_section_that_only_full_reviews_need() -> None:
    text = front("type: rapid-lesson") + body(Summary=None) + "\n## Sumary\n\nx\n"
    (found,) = problems(text, rule="headings")
    assert found.endswith('"Sumary" is not a known section, did you mean "Summary"?')


def test_of_a_section_at_level_3_in_a_review_the_rule_for_uses_says_nothing() -> None:
    text = (front() + body()).replace("## Summary", "### Summary")
    assert "[headings]" not in " ".join(problems(text))

"""The rule ``required-sections``."""

from __future__ import annotations

import pytest

from lessons import checks
from lessons.entries import read_string
from lessons.record.outline import SECTIONS
from tests.support.sample import SECTIONS as TEXTS
from tests.support.sample import body, collection, front, line_of, problems, review

RAPID = "\n## What happened\n\nx\n\n## Lessons\n\n### Do it\n\n- Id: a\n- Recommendation: b\n"


@pytest.mark.parametrize("name", TEXTS)
def test_each_of_the_four_questions_and_the_summary_is_required(name: str) -> None:
    text = front() + body(**{name.replace(" ", "_"): None})
    (missing,) = problems(text, rule="required-sections")
    assert missing.startswith(
        f'{text.count(chr(10))}:1 the section "{name}" is missing: write `## {name}` and below it: '
    )


def test_a_rapid_lesson_needs_what_happened_and_lessons_only() -> None:
    assert problems(front("type: rapid-lesson") + RAPID) == []
    assert problems(front("type: rapid-lesson") + RAPID.partition("## Lessons")[0], rule="required-sections") == [
        '12:1 the section "Lessons" is missing: write `## Lessons` and below it: the lessons, each under a level-3 heading.'
    ]


def test_where_the_type_cannot_be_read_only_what_every_type_needs_is_missed() -> None:
    assert problems(front("type: rapid-leson") + RAPID, rule="known-terms")
    assert problems(front("type: rapid: lesson") + RAPID, rule="front-matter")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("## Sumary", '{line}:4 the section "Summary" is missing; found "Sumary", did you mean it?'),
        ("### Summary", '{line}:5 the section "Summary" is missing; this heading has level 3, write `##`'),
        (
            "##Summary",
            '{line}:1 the section "Summary" is missing; found `##Summary`, write a space after the marks: `## Summary`',
        ),
    ],
)
def test_a_section_written_wrong_is_shown_where_it_stands(wrong: str, message: str) -> None:
    text = review().replace("## Summary", "## What went well\n\nx\n\n" + wrong)
    assert problems(text, rule="required-sections") == [message.format(line=line_of(text, wrong))]


def test_a_section_stands_once_under_whatever_name() -> None:
    text = review() + "\n## In brief\n\nx\n"
    assert problems(text, rule="required-sections") == [
        f'{line_of(text, "## In brief")}:4 "In brief" is a second section "Summary"; the first is on line 9'
    ]


def test_an_empty_section_is_a_problem() -> None:
    text = front() + body(What_happened="")
    assert problems(text, rule="required-sections") == [
        f'{line_of(text, "## What happened")}:4 the section "What happened" is empty; write it or delete the heading'
    ]


def test_the_manual_lists_every_accepted_heading() -> None:
    manual = checks.manual("required-sections") or ""
    assert manual.startswith("required-sections\n\nA review answers the four questions")
    *_, title, headings = manual.partition("\n\nAccepted headings (in upper or lower case; `##` before them):\n")
    assert title
    assert headings.count("\n") == 2 * len(SECTIONS)
    for kind in SECTIONS:
        forms = {0: "", 1: " (required in full reviews)", 2: " (required in full reviews and rapid reviews)"}[
            len(kind.required_in)
        ]
        assert f"  {kind.heading}{forms}: {kind.help}\n      also: {', '.join(kind.aliases)}\n" in headings


def test_a_withdrawn_review_need_not_keep_its_text_and_an_unknown_type_needs_what_all_need() -> None:
    assert problems(front("status: withdrawn")) == []
    text = front("type: rapid-leson") + body(What_happened=None, Summary=None)
    found = [one for one in problems(text) if one.endswith("[required-sections]")]
    assert [one.partition(' "')[2].partition('"')[0] for one in found] == ["What happened"]


def test_each_section_that_is_empty_or_there_again_is_told() -> None:
    again = "\n## Budget\n\nx\n\n## In brief\n\nx\n\n## Summary\n\ny\n\n## What went well\n"
    text = front() + body(What_happened="", Summary="") + again
    found = [one for one in problems(text) if one.endswith("[required-sections]")]
    assert [one.partition(" ")[2].removesuffix(" [required-sections]") for one in found] == [
        'the section "Summary" is empty; write it or delete the heading',
        'the section "What happened" is empty; write it or delete the heading',
        '"In brief" is a second section "Summary"; the first is on line 9',
        '"Summary" is a second section "Summary"; the first is on line 9',
        'the section "What went well" is empty; write it or delete the heading',
    ]


def test_a_section_of_a_table_or_a_line_alone_is_not_empty() -> None:
    assert problems(front() + body(What_happened="---")) == []


def test_a_section_that_was_read_without_its_html_is_not_empty() -> None:
    assert checks.check(collection(read_string(review(), "night-buses.md", rendering=False))) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            (("## What happened", "#### What happened"), ("## Why it happened", "## Why it hapened")),
            ['17:6 the section "What happened" is missing; this heading has level 4, write `##`',
             '21:4 the section "Why it happened" is missing; found "Why it hapened", did you mean it?'],
        ),
        (
            (("## Summary", "##Summary"), ("## What happened", "What happened:"), ("## What was intended", "**What was intended**")),
            ['9:1 the section "Summary" is missing; found `##Summary`, write a space after the marks: `## Summary`',
             '13:1 the section "What was intended" is missing; found `**What was intended**`, write `## What was intended`',
             '17:1 the section "What happened" is missing; found `What happened:`, write `## What happened`'],
        ),
        ((("## Summary", "> ### Summary"),), ['32:1 the section "Summary" is missing: write `## Summary` and below it: the whole review in one paragraph.']),
        ((("## Summary", "# Summary"),), []),
        ((("## Summary", "## Budget"),), ['32:1 the section "Summary" is missing: write `## Summary` and below it: the whole review in one paragraph.']),
        ((("## Summary", "> ## Summary"),), ['32:1 the section "Summary" is missing: write `## Summary` and below it: the whole review in one paragraph.']),
    ],
)  # fmt: skip
def test_each_section_that_is_missed_is_told_where_it_was_meant(
    changes: tuple[tuple[str, str], ...], expected: list[str]
) -> None:
    text = front() + body()
    for right, wrong in changes:
        text = text.replace(right, wrong)
    found = [one for one in problems(text) if one.endswith("[required-sections]")]
    assert [one.removesuffix(" [required-sections]") for one in found] == expected
    (end,) = problems(front() + body(What_happened=None) + "\n\n\n", rule="required-sections")
    assert end.startswith('28:1 the section "What happened" is missing: ')

"""The rule ``comments``."""

from __future__ import annotations

import pytest

from lessons import checks
from lessons.checks import RULES
from tests.support.sample import body, collection, front, line_of, problems, read, review


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A bus. <!-- internal note -->", "<!-- internal note -->"), ("<!-- internal\nnote -->", "<!-- internal"), ("<!--x-->", "<!--x-->"),
        ("Never closed <!-- note", "<!-- note"), ("- an item <!-- who? -->", "<!-- who? -->"), ("> quoted <!-- why -->", "<!-- why -->"),
    ],
)  # fmt: skip
def test_a_comment_is_a_problem_because_it_would_be_public(text: str, shown: str) -> None:
    source = front() + body(What_happened=text)
    line = line_of(source, "<!--")
    column = source.split("\n")[line - 1].index("<!--") + 1
    assert problems(source, rule="comments") == [
        f"{line}:{column} this will be public: comments are shown on the page (`{shown}`); delete it"
    ]


def test_each_comment_is_told_and_none_of_them_as_html_again() -> None:
    entry = read(front() + body(What_happened="<!-- a --> and <!-- b --> and <b>c</b>"))
    found = [one for one in checks.check(collection(entry), rules=RULES) if one.rule in ("comments", "raw-html")]
    assert [one.rule for one in found] == ["comments", "comments", "raw-html"]
    assert entry.text.split("\n")[found[2].place.line - 1][found[2].place.column - 1 :] == "<b>c</b>"


@pytest.mark.parametrize(
    ("before", "rules"),
    [
        ("<!-- internal -->", ["comments"]),
        ("<!-- a -->\n\n<!-- b\n\nand c -->", ["comments", "comments"]),
        ("<!-- a --> and text", ["comments", "headings"]),
        ("<!-- a\n\nb -->\n\nText.", ["comments", "headings"]),
        ("<!-- a -->\n\n    code", ["comments", "headings"]),
    ],
)
def test_a_comment_above_the_first_section_is_told_once_and_only_other_text_is_text_there(
    before: str, rules: list[str]
) -> None:
    entry = read(f"{front()}\n{before}\n\n{body()}")
    assert [one.rule for one in checks.check(collection(entry))] == rules


@pytest.mark.parametrize("text", ["`<!-- x -->`", "```\n<!-- x -->\n```", "\\<!-- x -->", "a < b and b --> c"])
def test_what_is_meant_to_be_seen_is_no_note(text: str) -> None:
    assert problems(front() + body(What_happened=text)) == []


def test_a_record_that_was_imported_is_kept_as_it_was() -> None:
    text = review("source_system: {name: Old, id: 7, imported: 2020-01-01}").replace("Buses every hour.", "<!-- a -->")
    assert problems(text) == []

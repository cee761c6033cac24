"""The rule ``front-matter``; slips of YAML are tested with the nodes, missing marks with the entry."""

from __future__ import annotations

from tests.support.sample import body, front, problems, review


def test_what_cannot_be_read_is_reported_and_nothing_else_of_it() -> None:
    text = review("type: rapid: lesson\noutcomes:\n  - measure: a\n    result: @5\n    better: lower", sector="&x")
    found = problems(text, rule="front-matter")
    assert [line.split(" ")[0] for line in found] == ["5:9", "7:12", "10:13"]


def test_a_file_without_front_matter_is_told_what_to_write() -> None:
    assert problems(body().lstrip(), rule="front-matter") == [
        '1:1 found "## Summary"; the first line must be `---`, then the fields, then `---` again'
    ]


def test_a_front_matter_without_end_hides_no_other_reason() -> None:
    assert problems(front().removesuffix("---\n") + body(), rule="front-matter") == [
        "1:1 the front matter that begins here has no end; close it with a line of `---`"
    ]

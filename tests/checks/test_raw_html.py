"""The rule ``raw-html``."""

from __future__ import annotations

import pytest

from lessons import checks
from lessons.checks import raw_html
from tests.support.sample import body, collection, front, line_of, read


def test_html_is_advised_about_once_and_shown_as_text() -> None:
    text = front() + body(What_happened="A <b>bold</b> <script>alert(1)</script>.")
    entry = read(text)
    (advice,) = checks.check(collection(entry), rules=[raw_html])
    assert (advice.severity, advice.place.line, advice.place.column) == ("advice", line_of(text, "A <b>"), 3)
    assert advice.message == "HTML is shown as plain text here; write Markdown instead, or delete it"
    assert "&lt;script&gt;" in entry.body.sections[2].html


@pytest.mark.parametrize(
    ("text", "column"),
    [("A <!-- note --> here.", None), ("A <!-- note --> and <i>this</i>.", 21), ("A <!-- note -->.\n\n<i>This</i> and <b>that</b>.", 1)],
)  # fmt: skip
def test_of_comments_another_rule_speaks_and_of_tags_after_them_this_one(text: str, column: int | None) -> None:
    entry = read(front() + body(What_happened=text))
    found = checks.check(collection(entry), rules=[raw_html])
    assert [(one.place.column, one.rule) for one in found] == ([(column, "raw-html")] if column else [])


def test_html_of_an_imported_record_is_left_as_it_was_recorded() -> None:
    entry = read(front("source_system: {name: Old, id: 1, imported: 2024}") + body(What_happened="A <b>bus</b>."))
    assert checks.check(collection(entry), rules=[raw_html]) == []

"""The rule ``raw-html``."""

from __future__ import annotations

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

"""The rule ``placeholders``."""

from __future__ import annotations

import pytest

from lessons import checks
from lessons.problems import Place
from tests.support.sample import collection, read, review


@pytest.mark.parametrize(("status", "severity"), [("draft", "advice"), ("in-review", "error"), ("published", "error")])
def test_each_mark_that_is_left_is_told_and_in_a_draft_as_advice(status: str, severity: str) -> None:
    text = review(f"status: {status}").replace("mostly empty", "[write: how full] and [write:  ] x [write]")
    entry = read(text.replace("Nobody had", "[write: who had]"))
    found = [one for one in checks.check(collection(entry)) if one.rule == "placeholders"]
    assert [(one.place, one.message, one.severity) for one in found] == [
        (
            Place("night-buses.md", line, column),
            f"still to be written: {what}; replace `[write: …]` with your own words",
            severity,
        )
        for line, column, what in ((20, 11, "how full"), (20, 33, "the text"), (24, 1, "who had"))
    ]

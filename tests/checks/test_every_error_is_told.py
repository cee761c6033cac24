"""What keeps a review or a use out of the database is told by the check: whatever stands in whichever field."""

from __future__ import annotations

import pytest

from lessons import checks
from lessons.entries import read_string
from lessons.record.review import Review, all_fields
from lessons.record.use import LessonUse
from tests.support.sample import FRONT, USE, body, collection, read, review

VALUES = [
    "n/a",
    "TBC",
    "not-stated",
    "Not stated",
    "-",
    "",
    "0",
    "1998",
    "A b",
    "night-buses",
    "https://a.b",
    "[]",
    "[n/a]",
    "[{}]",
    "{a: b}",
]
# What a field of several parts needs beside the one that is tried.
PARTS = {
    "outcomes": {"measure": "a", "result": "1", "better": "lower"}, "sources": {"cite": "a"}, "reviewed": {"on": "1999", "by": "peer"}, "contributors": {"role": "a"},
    "builds_on": {"lesson": "night-buses#ask-users", "decision": "adopted"}, "source_system": {"name": "a", "id": "1", "imported": "1999"},
    "cost": {"amount": "1", "currency": "GBP", "year": "1999"}, "period": {"from": "1999", "to": "2000"},
}  # fmt: skip


def front(path: tuple[str, ...], value: str, good: dict[str, str]) -> str:
    """Return a good front matter but for the value of one field."""
    if len(path) == 1:
        fields = {**good, path[0]: value}
    else:
        parts = {**PARTS[path[0]], path[1]: value}
        fields = {**good, path[0]: "".join(f"\n  {name}: {text}" for name, text in parts.items())}
    return "".join(f"{name}: {text}\n" for name, text in fields.items())


@pytest.mark.parametrize("record", [Review, LessonUse])
def test_an_entry_that_does_not_stand_has_a_problem(record: type[Review | LessonUse]) -> None:
    is_use = record is LessonUse
    silent = []
    for path, _ in all_fields(record):
        for value in VALUES:
            text = f"---\n{front(path, value, USE if is_use else FRONT)}---\n{body()}"
            entry = read_string(text, "uses/trams.md" if is_use else "trams.md", use=is_use)
            found = checks.check(collection(entry, read(review())), [entry])
            if not entry.stands and all(one.severity != "error" for one in found):
                silent.append((path, value))
    assert silent == []

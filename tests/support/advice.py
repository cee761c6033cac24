"""A review of which no rule of quality has anything to say, and what they say when parts of it are changed."""

from __future__ import annotations

from pathlib import Path

from lessons import checks
from lessons.checks import QUALITY
from lessons.entries import read_string
from lessons.entries.collection import Collection
from lessons.record import vocabulary
from lessons.record.vocabulary.model import Vocabulary

ENTRIES = Path(__file__).parents[2] / "entries"
WORDS = vocabulary.load(ENTRIES, "entries")
GOOD = {
    "result": "mixed",
    "front": "",
    "happened": "Night buses ran for a year.",
    "more": "## Outcomes and evidence\n\nCounted by the drivers.\n\n",
    "prose": "The buses ran mostly empty, because nobody had asked the people who were to use them when they go home.",
    "fields": "- Recommendation: Ask the users when they travel.\n- Applies when: A service depends on habits.\n",
    "statement": "Ask the people who will use it",
}
TEXT = (
    "---\ntitle: Night buses\ndate: 1998\norganisation: Kirklees\nsector: transport\nresult: {result}\ntype: rapid-lesson\n{front}---\n\n"
    "## What happened\n\n{happened}\n\n{more}## Lessons\n\n### {statement}\n\n{prose}\n\n- Id: ask\n{fields}"
)


def advice(rule: str | None = None, words: Vocabulary = WORDS, **parts: str) -> list[str]:
    """Return what one rule, or each, says of the review with these parts, as ``line:column message``."""
    entry = read_string(TEXT.format(**{**GOOD, **parts}), "night-buses.md")
    collection = Collection((entry,), words)
    errors = [str(problem) for problem in checks.check(collection) if problem.severity == "error"]
    assert errors == []
    asked = [one for one in QUALITY if rule in (None, one.ID)]
    found = checks.check(collection, rules=asked)
    known = {(one.ID, "advice", entry.path) for one in asked}
    assert {(problem.rule, problem.severity, problem.place.path) for problem in found} <= known
    return [f"{problem.place.line}:{problem.place.column} {problem.message}" for problem in found]

"""Text of reviews for tests: a good one, with the parts that a test is about put in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import Result

from lessons import checks, entries
from lessons.building import build
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.record.vocabulary import Vocabulary, Words

# The five required fields, on lines 2 to 6; what a test adds begins on line 7.
FRONT = {
    "title": "Night buses",
    "date": "1998-04",
    "organisation": "Kirklees",
    "sector": "transport",
    "result": "mixed",
}
FIRST_FREE_LINE = 7
SECTIONS = {
    "Summary": "Night buses ran for a year and few people used them.",
    "What was intended": "Buses every hour.",
    "What happened": "They ran, mostly empty.",
    "Why it happened": "Nobody had asked the people who would use them.",
}
LESSON = """\
### Ask the people who will use it

They knew when they went home.

- Id: ask-users
- Recommendation: Ask users when they travel before you set a timetable.
"""
USE = {
    "lesson": "night-buses#ask-users",
    "organisation": "Northshire Fire Service",
    "decision": "adapted",
    "date": "2026-09",
}
# Of each method one figure, all of them from 40 to 12.
EVERY_METHOD = "outcomes:\n" + "".join(
    f"  - {{measure: {measure}, unit: per cent, baseline: 40, target: 20, result: 12, better: lower, measures: outcome{method}}}\n"
    for measure, method in (
        ("Late buses", ""),
        ("Missed stops", ", method: none"),
        ("Empty seats", ", method: before-after"),
        ("Complaints", ", method: comparison"),
        ("Falls", ", method: trial"),
        ("Next year's losses", ", method: estimate"),
    )
)
WORDS = Vocabulary(
    Words.model_validate(
        {
            "unit": {"slug": "here", "name": "Here"},
            "schemes": {
                "sector": {
                    "label": "Sector",
                    "terms": {
                        "transport": {"label": "Transport", "synonyms": ["buses and trains"]},
                        "policing-and-justice": {"label": "Policing and justice"},
                    },
                },
                "change": {
                    "label": "Change",
                    "terms": {"policy": {"label": "Policy"}, "process": {"label": "Process"}},
                },
                "enablers": {"label": "What helped", "terms": {"senior-management": {"label": "Senior management"}}},
            },
        }
    )
)


def front(extra: str = "", **fields: str | None) -> str:
    """Return a front matter with the five required fields, some of them changed or (``None``) left out, and more lines."""
    lines = [f"{name}: {value}" for name, value in (FRONT | fields).items() if value is not None]
    return "\n".join(["---", *lines, *extra.splitlines(), "---", ""])


def body(lessons: str = LESSON, **sections: str | None) -> str:
    """Return the sections of a review, some of them changed or (``None``) left out; underscores stand for spaces."""
    texts = SECTIONS | {name.replace("_", " "): text for name, text in sections.items()}
    parts = [f"## {name}\n\n{text}\n" for name, text in texts.items() if text is not None]
    return "\n" + "\n".join([*parts, f"## Lessons\n\n{lessons}"])


def review(extra: str = "", *, lessons: str = LESSON, **fields: str | None) -> str:
    """Return a good review with more lines in its front matter, with other fields, or with other lessons."""
    return front(extra, **fields) + body(lessons)


def lesson(fields: str, *, prose: str = "They knew when they went home.") -> str:
    """Return a lesson that ends with these fields; in :func:`review`, its first field stands on line :func:`line_of` it."""
    return f"### Ask the people who will use it\n\n{prose}\n\n{fields}"


def use_text(extra: str = "", body: str = "", **fields: str | None) -> str:
    """Return a use of the good review's lesson with more lines in its front matter, with other fields, or with a text."""
    lines = [f"{name}: {value}" for name, value in (USE | fields).items() if value is not None]
    return "\n".join(["---", *lines, *extra.splitlines(), "---", body])


def line_of(text: str, needle: str) -> int:
    """Return the line, from 1, on which ``needle`` first stands."""
    return text[: text.index(needle)].count("\n") + 1


def read(text: str, name: str = "night-buses") -> Entry:
    """Return an entry from its text."""
    return entries.read_string(text, f"{name}.md")


def collection(*others: Entry, words: Vocabulary = WORDS) -> Collection:
    return Collection(tuple(others), words)


def problems(text: str, *others: Entry, rule: str | None = None, words: Vocabulary = WORDS) -> list[str]:
    """Return what the rules say of a review, as ``line:column message [rule]``; with ``rule``, it must be that one's alone."""
    entry = read(text)
    found = checks.check(collection(entry, *others, words=words), [entry])
    assert {one.place.path for one in found} <= {entry.path}
    if rule is not None:
        assert {one.rule for one in found} <= {rule}, [str(one) for one in found]
        return [f"{one.place.line}:{one.place.column} {one.message}" for one in found]
    return [f"{one.place.line}:{one.place.column} {one.message} [{one.rule}]" for one in found]


Run = Callable[..., Result]


@dataclass(frozen=True)
class Folder:
    """A folder of entries being written for a test."""

    path: Path

    def write(self, name: str, text: str | bytes | None = None, /, **fields: str | None) -> Path:
        """Write an entry (by default a good review, with these fields) and return its path."""
        path = self.path / (name if "." in name else f"{name}.md")
        path.parent.mkdir(parents=True, exist_ok=True)
        content = review(**fields) if text is None else text
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def build(self, output: Path, **options: Any) -> build.Report:
        """Build the folder and return the report."""
        return build.build(self.path, output, build.Options(**options))

"""Taking people who are no longer declared out of what is published: their consent ends with their declaration in the vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons import entries
from lessons.building.redaction import redacted_text
from lessons.problems import LessonsError
from lessons.record.types import WITHHELD

if TYPE_CHECKING:
    from collections.abc import Collection

    from lessons.entries import Entry

_FIELD = ("contributors", "person")


def undeclared(entry: Entry, people: Collection[str]) -> frozenset[str]:
    """Return the slugs of the people among the contributors whom the vocabulary does not declare."""
    return frozenset(scalar.text for scalar in entry.scalars(*_FIELD) if scalar.text not in people) - {WITHHELD}


def without_undeclared(entry: Entry, people: Collection[str]) -> Entry:
    """Return the entry as if the people whom the vocabulary does not declare were never named in it; their roles stay.

    A slug with a hyphen is taken out wherever it stands, one of a single word only where it names the contributor: the word may be one of
    prose. Raises :class:`LessonsError` when the entry cannot be read without it.
    """
    gone = undeclared(entry, people)
    if not gone:
        return entry
    lines = entry.text.splitlines(keepends=True)
    named = [scalar for scalar in entry.scalars(*_FIELD) if scalar.text in gone]
    for scalar in sorted(named, key=lambda one: (one.place.line, one.place.column), reverse=True):
        line = lines[scalar.place.line - 1]
        start = scalar.place.column - 1
        lines[scalar.place.line - 1] = line[:start] + line[start:].replace(scalar.text, WITHHELD, 1)
    again = entries.read_string(redacted_text("".join(lines), gone), entry.path, use=entry.is_use)
    if not again.stands or any(fault.severity == "error" for fault in again.faults) or undeclared(again, people):
        raise LessonsError(
            f"{entry.path} names a person whom the vocabulary does not declare, in a way that cannot be taken out; write the role alone"
        )
    return again

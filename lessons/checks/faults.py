"""What reading an entry already found, for the rule that reports it."""

from __future__ import annotations

from lessons.entries import Entry
from lessons.entries.record import FieldError
from lessons.problems import Problem


def of(entry: Entry, rule: str) -> list[Problem]:
    """Return the faults that belong to ``rule``."""
    return [fault for fault in entry.faults if fault.rule == rule]


def field_errors(entry: Entry, rule: str) -> list[FieldError]:
    """Return the errors of the front matter's fields that belong to ``rule``."""
    return [error for error in entry.errors if error.rule == rule]

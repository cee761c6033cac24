"""What reading an entry already found, for the rule that reports it."""

from __future__ import annotations

from lessons.entries import Entry
from lessons.problems import Problem


def of(entry: Entry, rule: str) -> list[Problem]:
    """Return the faults that belong to ``rule``."""
    return [fault for fault in entry.faults if fault.rule == rule]

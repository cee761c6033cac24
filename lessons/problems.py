"""Problem (a value, collected) and LessonsError (an exception, stops); the one shape of every message."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Place(NamedTuple):
    """Where something stands: a path as the user knows it, a line and a column, both from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True)
class Problem:
    """Something wrong in an entry, found by a rule, with its place; problems sort by place.

    ``severity`` is ``error`` (stops a build) or ``advice`` (never does).
    """

    place: Place
    message: str
    rule: str
    severity: str = field(default="error", compare=False)

    def __str__(self) -> str:
        return f"{self.place}: {self.message} [{self.rule}]"

    @property
    def as_advice(self) -> str:
        """The message of one that does not count, which says so."""
        return f"{self.place}: advice: {self.message} [{self.rule}]"


class LessonsError(Exception):
    """Work cannot go on; the text says in one line what is wrong and what to do about it."""

"""Measures how well briefs are made: plans with the lessons that ought to come first."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.learning.brief import brief
from lessons.learning.plan import decoded
from lessons.problems import LessonsError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path

COLUMNS = ("plan", "lessons", "half", "kind")
# A plan is met if one of its lessons is among the first so many.
MET_AT = 5


@dataclass(frozen=True)
class PlanJudgement:
    """A plan's file with the lessons of which one ought to be among the first, its half of the list, and its kind."""

    path: Path
    lessons: frozenset[str]
    half: str
    kind: str


@dataclass(frozen=True)
class PlanScore:
    """How many plans of a kind there are, and for how many of them the brief began well."""

    kind: str
    plans: int
    met: int

    @property
    def share(self) -> float:
        """Return the share of plans that were met."""
        return self.met / self.plans if self.plans else 0.0


def is_plans(path: Path) -> bool:
    """Return whether a CSV file lists plans, by its first line."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return tuple(next(csv.reader(file), ())) == COLUMNS
    except (OSError, UnicodeDecodeError):
        return False


def read_plans(path: Path) -> list[PlanJudgement]:
    """Return the plans of a list: CSV with the columns ``plan,lessons,half,kind``, the plans beside it.

    Raises ``LessonsError`` that names the line when it cannot be read.
    """
    found = []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            plan = path.parent / (row["plan"] or "")
            plan = plan if plan.suffix else plan.with_suffix(".md")
            if not plan.is_file() or not row["lessons"]:
                raise LessonsError(
                    f"{path}:{reader.line_num}: expected the name of a plan beside the list, and lessons"
                )
            found.append(PlanJudgement(plan, frozenset(row["lessons"].split()), row["half"], row["kind"]))
    return found


def evaluate_plans(connection: sqlite3.Connection, plans: Sequence[PlanJudgement]) -> list[PlanScore]:
    """Return how many plans of each kind have one of their lessons among the first of their brief."""
    met: dict[str, list[bool]] = {}
    for plan in plans:
        first = brief(connection, decoded(plan.path.read_bytes()), time_limit=None).lessons[:MET_AT]
        met.setdefault(plan.kind, []).append(any(lesson.card.id in plan.lessons for lesson in first))
    return [PlanScore(kind, len(found), sum(found)) for kind, found in sorted(met.items())]

"""How to build, and what came of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import Any

from lessons.library.audience import Audience
from lessons.problems import Place, Problem


@dataclass(frozen=True)
class Report:
    """What came of a build. ``written`` says whether a database was written; ``left_out``, ``dependent`` and ``unfinished`` list paths.

    ``dates_unknown`` says why git gave no dates, where it should have known them. ``unchanged`` says that the database was up to date
    already, and the rest tells of the build that wrote it.
    """

    problems: list[Problem]
    written: bool
    unchanged: bool = False
    reviews: int = 0
    lessons: int = 0
    uses: int = 0
    withheld: int = 0
    uses_withheld: int = 0
    links_dropped: int = 0
    left_out: tuple[str, ...] = ()
    dependent: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()
    dates_unknown: str | None = None

    def as_json(self) -> str:
        """Return the report as JSON, from which :meth:`of_json` makes it again."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        values["problems"] = [
            [one.place.path, one.place.line, one.place.column, one.message, one.rule, one.severity]
            for one in self.problems
        ]
        return json.dumps(values)

    @classmethod
    def of_json(cls, text: str) -> Report:
        """Return the report that was made JSON. Raises :class:`ValueError` or :class:`TypeError` when the text is none."""
        values: dict[str, Any] = json.loads(text)
        problems = [
            Problem(Place(path, line, column), message, rule, severity)
            for path, line, column, message, rule, severity in values.pop("problems")
        ]
        values |= {name: tuple(values[name]) for name in ("left_out", "dependent", "unfinished")}
        return cls(problems, **values)

    @property
    def errors(self) -> list[Problem]:
        """Return the problems that stop a build; advice does not."""
        return [problem for problem in self.problems if problem.severity == "error"]


@dataclass(frozen=True)
class Options:
    """How to build. ``audience`` is public, internal or restricted; ``jobs`` never changes the result.

    A ``full`` build reuses nothing that a former build kept.
    """

    audience: str = "public"
    drafts: bool = False
    keep_going: bool = False
    jobs: int = 1
    full: bool = False

    @property
    def readers(self) -> Audience:
        """Whom the database is for."""
        return Audience(self.audience, self.drafts)

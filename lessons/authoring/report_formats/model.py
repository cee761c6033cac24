"""What a check found, ready to be shown: the one thing that every format of report is made from."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from lessons.authoring.changes import Changes
from lessons.authoring.suggestions import Suggestion
from lessons.problems import Problem

Manual = Callable[[str], "str | None"]
_PARAGRAPHS = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Checked:
    """The result of a check.

    ``texts`` gives the text of each file by the path that problems name, ``manual`` the manual of a rule, ``files`` the
    paths that were checked, in order, ``strict`` whether advice counts as a problem,
    ``changes`` what is different since the revision that was compared with, if one was, and ``suggestions`` what can be fixed
    in the lines that changed.
    """

    problems: Sequence[Problem]
    files: Sequence[str]
    texts: Mapping[str, str]
    manual: Manual
    summary: str
    strict: bool = False
    changes: Changes | None = None
    suggestions: Sequence[Suggestion] = ()
    teachings: dict[str, Teaching] = field(default_factory=dict, compare=False)

    def counts(self, problem: Problem) -> bool:
        """Return whether a problem makes the check fail."""
        return self.strict or problem.severity == "error"

    def line(self, problem: Problem) -> str | None:
        """Return the line of text that a problem stands in, or ``None`` where there is none."""
        lines = self.texts.get(problem.place.path, "").split("\n")
        return lines[problem.place.line - 1] if problem.place.line <= len(lines) else None

    def teaching(self, rule: str) -> Teaching:
        """Return what a rule's manual teaches."""
        if rule not in self.teachings:
            self.teachings[rule] = Teaching.of(self.manual(rule) or "")
        return self.teachings[rule]


@dataclass(frozen=True)
class Teaching:
    """What a rule's manual says: the rule in a sentence, what is right, and why it matters."""

    rule: str = ""
    right: str = ""
    why: str = ""

    @classmethod
    def of(cls, manual: str) -> Teaching:
        """Read a manual, whose paragraphs begin `What is right:` and `Why:`; the sentence stands before them."""
        parts = [" ".join(part.split()) for part in _PARAGRAPHS.split(manual.strip())]
        found = {"What is right:": "", "Why:": ""}
        for part in parts:
            for start in found:
                if part.startswith(start):
                    found[start] = part.removeprefix(start).strip()
        # The first paragraph is the rule's id.
        return cls(parts[1] if len(parts) > 1 else "", found["What is right:"], found["Why:"])

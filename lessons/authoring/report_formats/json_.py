"""JSON: an object with every problem, its place and what its rule teaches, for programs and editors."""

from __future__ import annotations

import json

from lessons.authoring.report_formats.model import Checked


def text(checked: Checked) -> str:
    """Return the report as JSON text."""
    problems = [
        {
            "path": problem.place.path,
            "line": problem.place.line,
            "column": problem.place.column,
            "severity": "error" if checked.counts(problem) else "advice",
            "rule": problem.rule,
            "message": problem.message,
            "source": checked.line(problem),
            "right": checked.teaching(problem.rule).right,
            "why": checked.teaching(problem.rule).why,
        }
        for problem in checked.problems
    ]
    report = {
        "summary": checked.summary,
        "files": len(checked.files),
        "errors": sum(problem["severity"] == "error" for problem in problems),
        "advice": sum(problem["severity"] == "advice" for problem in problems),
        "problems": problems,
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"

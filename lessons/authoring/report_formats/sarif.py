"""SARIF 2.1.0, the OASIS standard for results of checks, which code hosts and editors read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from lessons import __version__
from lessons.authoring.report_formats.model import Checked
from lessons.problems import Problem

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def text(checked: Checked) -> str:
    """Return the report as SARIF."""
    rules = sorted({problem.rule for problem in checked.problems})
    run = {
        "tool": {
            "driver": {"name": "lessons", "version": __version__, "rules": [_rule(checked, rule) for rule in rules]}
        },
        # Columns count characters, not UTF-16 units, which is what the standard assumes when nothing is said.
        "columnKind": "unicodeCodePoints",
        "results": [_result(checked, rules, problem) for problem in checked.problems],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(checked: Checked, rule: str) -> dict[str, Any]:
    teaching = checked.teaching(rule)
    described = {"id": rule, "shortDescription": {"text": teaching.rule or rule}}
    if teaching.why:
        described["help"] = {"text": f"What is right: {teaching.right}\n\nWhy: {teaching.why}"}
    return described


def _result(checked: Checked, rules: list[str], problem: Problem) -> dict[str, Any]:
    path = PurePosixPath(problem.place.path)
    uri = f"file://{quote(path.as_posix())}" if path.is_absolute() else quote(path.as_posix())
    region = {"startLine": problem.place.line, "startColumn": problem.place.column}
    return {
        "ruleId": problem.rule,
        "ruleIndex": rules.index(problem.rule),
        "level": "error" if checked.counts(problem) else "warning",
        "message": {"text": problem.message},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}],
    }

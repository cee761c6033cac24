"""Workflow commands of GitHub Actions, which become annotations beside the changed lines of a pull request.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands (setting an error or warning message)
"""

from __future__ import annotations

from lessons.authoring.report_formats.model import Checked


def text(checked: Checked) -> str:
    """Return one command a problem, and the summary as a notice."""
    lines = []
    for problem in checked.problems:
        kind = "error" if checked.counts(problem) else "warning"
        place = problem.place
        where = f"file={_property(place.path)},line={place.line},col={place.column},title={_property(problem.rule)}"
        right = checked.teaching(problem.rule).right
        lines.append(
            f"::{kind} {where}::{_data(problem.message + (f'{chr(10)}What is right: {right}' if right else ''))}"
        )
    lines.append(f"::notice title=lessons check::{_data(checked.summary)}")
    return "\n".join(lines) + "\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

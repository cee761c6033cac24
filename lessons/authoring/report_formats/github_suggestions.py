"""What is safe to fix, as comments of a pull request's review on GitHub, each with a change that is taken by a click.

https://docs.github.com/en/rest/pulls/reviews (create a review for a pull request: comments)
"""

from __future__ import annotations

import json
import re
from typing import Any

from lessons.authoring.report_formats.markdown import shown
from lessons.authoring.report_formats.model import Checked
from lessons.authoring.suggestions import Suggestion

# More than these are better fixed by the command.
_MOST = 50


def text(checked: Checked) -> str:
    """Return the comments as JSON, an empty list where there is nothing to fix."""
    return (
        json.dumps([_comment(checked, one) for one in checked.suggestions[:_MOST]], ensure_ascii=False, indent=2) + "\n"
    )


def _comment(checked: Checked, suggestion: Suggestion) -> dict[str, Any]:
    said = [
        f"{shown(problem.message)} `{problem.rule}`"
        for problem in checked.problems
        if problem.place.path == suggestion.path and suggestion.first <= problem.place.line <= suggestion.last
    ]
    body = "\n\n".join([*(said or ["`lessons check --fix` would write:"]), _block(suggestion.lines)])
    place = {"path": suggestion.file, "side": "RIGHT", "line": suggestion.last}
    if suggestion.first < suggestion.last:
        place |= {"start_line": suggestion.first, "start_side": "RIGHT"}
    return {**place, "body": body}


def _block(lines: tuple[str, ...]) -> str:
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join([f"{fence}suggestion", *lines, fence])

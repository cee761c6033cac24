"""Reports of a check in the formats that people and programs read: peers, each a function from :class:`Checked` to text."""

from __future__ import annotations

from collections.abc import Callable

from lessons.authoring.report_formats import github, github_suggestions, github_summary, json_, junit, markdown, sarif
from lessons.authoring.report_formats.model import Checked, Teaching

__all__ = ["FORMATS", "OF_CHANGES", "OF_CHANGES_ALONE", "SUGGESTIONS", "TEXT", "Checked", "Teaching"]

TEXT, SUGGESTIONS = "text", "github-suggestions"
# Text is apart: it goes to stderr and knows whether there is a terminal. The others are data, for stdout.
FORMATS: dict[str, Callable[[Checked], str]] = {
    "json": json_.text,
    "github": github.text,
    "sarif": sarif.text,
    "junit": junit.text,
    "markdown": markdown.text,
    SUGGESTIONS: github_suggestions.text,
    "github-summary": github_summary.text,
}
# Those that tell what a change brings; some are nothing else.
OF_CHANGES = frozenset({"markdown", SUGGESTIONS, "github-summary"})
OF_CHANGES_ALONE = OF_CHANGES - {"markdown"}

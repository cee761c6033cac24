"""Reports of a check in the formats that people and programs read: peers, each a function from :class:`Checked` to text."""

from __future__ import annotations

from collections.abc import Callable

from lessons.authoring.report_formats import github, json_, junit, markdown, sarif
from lessons.authoring.report_formats.model import Checked, Teaching

__all__ = ["FORMATS", "TEXT", "Checked", "Teaching"]

TEXT = "text"
# Text is apart: it goes to stderr and knows whether there is a terminal. The others are data, for stdout.
FORMATS: dict[str, Callable[[Checked], str]] = {
    "json": json_.text,
    "github": github.text,
    "sarif": sarif.text,
    "junit": junit.text,
    "markdown": markdown.text,
}

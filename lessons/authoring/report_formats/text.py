"""Plain text: one line a problem; on a terminal with the line shown, a caret below it, and why each rule is there."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Callable, Iterator

from lessons.authoring.report_formats.model import Checked
from lessons.problems import Problem

# A longer line is shown from some words before the place on.
_WIDTH = 100
_BEFORE = 40

Paint = Callable[[str, str], str]


def plain(text: str, style: str) -> str:
    """Return the text without colours."""
    return text


def lines(checked: Checked) -> Iterator[str]:
    """Yield each problem in one line, as other programs expect it, and the summary."""
    for problem in checked.problems:
        yield message(checked, problem)
    yield checked.summary


def taught(checked: Checked, paint: Paint = plain) -> Iterator[str]:
    """Yield each problem with its line and a caret, then each rule that was broken with its reason, then the summary.

    ``paint`` colours a text in a style: ``place``, ``error``, ``advice`` or ``faint``.
    """
    for problem in checked.problems:
        style = "error" if checked.counts(problem) else "advice"
        words = message(checked, problem).removeprefix(f"{problem.place}: ")
        yield f"{paint(f'{problem.place}:', 'place')} {paint(words, style)}"
        shown = checked.line(problem)
        if shown is not None and shown.strip():
            for line in pointed(shown, problem.place.column, problem.place.line):
                yield paint(line, "faint")
    yield from _reasons(checked, paint)
    yield checked.summary


def message(checked: Checked, problem: Problem) -> str:
    """Return a problem in the one shape of messages; advice says that it is advice."""
    return str(problem) if checked.counts(problem) else problem.as_advice


def pointed(line: str, column: int, number: int) -> tuple[str, str]:
    """Return a line as it is shown, with its number, and the line with the caret below column ``column`` (from 1)."""
    at = min(column - 1, len(line))
    start = max(0, at - _BEFORE) if len(line) > _WIDTH else 0
    end = start + _WIDTH
    head, tail = "…" if start else "", "…" if end < len(line) else ""
    margin = f"{number:>5} | "
    before = head + "".join(_shown(character) for character in line[start:at])
    after = "".join(_shown(character) for character in line[at:end])
    return f"{margin}{before}{after}{tail}", " " * (len(margin) - 2) + "| " + " " * _cells(before) + "^"


def _reasons(checked: Checked, paint: Paint) -> Iterator[str]:
    rules = list(dict.fromkeys(problem.rule for problem in checked.problems))
    for rule in rules:
        teaching = checked.teaching(rule)
        if not teaching.why:
            continue
        yield ""
        yield paint(f"[{rule}] {teaching.rule}", "place")
        for label, text in (("What is right:", teaching.right), ("Why:", teaching.why)):
            if text:
                yield from textwrap.wrap(
                    text, _WIDTH, break_on_hyphens=False, initial_indent=f"  {label} ", subsequent_indent=" " * 4
                )
    if rules:
        yield ""


def _shown(character: str) -> str:
    """Return a character as it can be shown: a tab as one space, one without a picture of its own as a mark."""
    if character == "\t":
        return " "
    return character if character.isprintable() else "�"


def _cells(text: str) -> int:
    """Return how many cells of a terminal the text takes: wide characters take two, combining ones none."""
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text
    )

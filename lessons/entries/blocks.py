"""Blocks that Markdown takes for another kind than was meant: text with a line of hyphens right below it, which is a heading, and a fence that is never closed.

They are read as they were meant, so that what is wrong is told once, and not as all that would be missing without it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token

from lessons.entries import labels
from lessons.problems import Place, Problem
from lessons.record.outline import field_for, section_for
from lessons.record.types import shorten
from lessons.text import markdown

HEADINGS, CODE_BLOCKS = "headings", "code-blocks"
# Three are the usual line across the page; whoever means a heading draws the line as long as the text.
_MOST_OF_A_RULE = 3
_HEADING = re.compile(r"#{2,3}\s")
_ITEM = re.compile(r"[-*+]\s+")
_MOST_FENCES = 3


def parsed(text: str, path: str, first_line: int) -> tuple[list[Token], list[Problem]]:
    """Return the tokens of a text that begins at line ``first_line`` of the file ``path``, and what was taken for something else than it was meant for."""
    lines = text.split("\n")
    faults: list[Problem] = []
    for _ in range(_MOST_FENCES):
        tokens = markdown.parse("\n".join(lines))
        fence = next((token for token in tokens if token.type == "fence" and not _is_closed(token, lines)), None)
        if fence is None:
            break
        opening, end = fence.map or (0, 0)
        words = f"this block of code is never closed; write {fence.markup} on a line of its own below it, too"
        faults.append(Problem(Place(path, first_line + opening), words, CODE_BLOCKS))
        swallowed = next((at for at in range(opening + 1, end) if _is_of_review(lines[at])), None)
        if fence.level or swallowed is None:
            break
        # Where it was meant to end nobody knows; the lines stay as many as they are, since places are told by them.
        empty = [at for at in range(opening + 1, swallowed) if not lines[at].strip()]
        lines[empty[-1] if empty else opening] = fence.markup if empty else ""
    return _without_underlined(tokens, lines, path, first_line, faults), faults


def _is_closed(fence: Token, lines: Sequence[str]) -> bool:
    opening, end = fence.map or (0, 0)
    # Inside a list or a quotation, what makes it a part of that stands before it.
    last = lines[end - 1].strip(" \t>") if end <= len(lines) else ""
    return end - 1 > opening and last.startswith(fence.markup) and not last.strip(fence.markup[0])


def _is_of_review(line: str) -> bool:
    """Return whether a line is a heading of a section or a lesson, or a lesson's field."""
    item = _ITEM.match(line)
    labelled = labels.LABELLED.match(line, item.end()) if item else None
    return _HEADING.match(line) is not None or (
        labelled is not None and field_for(labelled[1].strip(" *_")) is not None
    )


def _without_underlined(
    tokens: list[Token], lines: Sequence[str], path: str, first_line: int, faults: list[Problem]
) -> list[Token]:
    """Return the tokens with a paragraph in place of each heading that was not meant for one."""
    found: list[Token] = []
    closing = False
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and token.map and not token.level and token.markup in ("-", "="):
            under = token.map[1] - 1
            text = markdown.inline_text(tokens[index + 1])
            closing = not _is_meant(text, lines[under])
            if closing:
                faults.append(Problem(Place(path, first_line + under), _words(text, token.markup), HEADINGS))
        if closing and token.type in ("heading_open", "heading_close"):
            closing = token.type == "heading_open"
            token = token.copy(type=token.type.replace("heading", "paragraph"), tag="p", markup="")
        found.append(token)
    return found


def _is_meant(text: str, underline: str) -> bool:
    """Return whether a text above a line of hyphens is a heading: one that reviews have, or one with a line as long as itself."""
    drawn = len(underline.strip(" \t>"))
    return section_for(text) is not None or _MOST_OF_A_RULE < drawn >= len(text) - _MOST_OF_A_RULE


def _words(text: str, mark: str) -> str:
    signs = "hyphens" if mark == "-" else "equals signs"
    right = "put an empty line between them, or delete the hyphens" if mark == "-" else "delete them"
    return f'the {signs} right below "{shorten(text, 40)}" make it a heading; {right}; a heading is written `## …`'

"""A list in an answer, typed or made by the program: as values of their own, or as a sentence that names its items."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

BULLET = "-"
# Between several values in one answer; a line end does too.
_BETWEEN = ";"
_ITEM = re.compile(r"(?:(?P<bullet>[-*•‣▪◦–])|(?P<number>\d{1,2})[.)])\s+(?P<text>\S.*)")
_ENDS_A_SENTENCE = (".", "!", "?", "…")
_ENDS_A_PART = (*_ENDS_A_SENTENCE, ",", ";", ":")


def listed(paragraphs: Sequence[tuple[str, bool, bool]]) -> str:
    """Return paragraphs, each as its text, whether it is an item of a list, and whether that is numbered, a line each, as somebody would type them."""
    if sum(item for _, item, _ in paragraphs) < 2:
        return "\n".join(text for text, _, _ in paragraphs)
    lines: list[str] = []
    number = 0
    for text, item, numbered in paragraphs:
        number = number + 1 if item and numbered else 0
        lines.append(f"{number}. {text}" if number else f"{BULLET} {text}" if item else text)
    return "\n".join(lines)


def values(text: str) -> list[str]:
    """Return the values of an answer that may have several: its lines and what semicolons part, without the marks of a list."""
    parts = (part for _, line in _items(text) for part in line.split(_BETWEEN))
    return [shown for part in parts if (shown := " ".join(part.split()))]


def in_a_line(text: str) -> str:
    """Return an answer in one line in which the items of a list can be told from each other: "Then: one; two."."""
    line, before = "", None
    for mark, part in _items(text):
        shown = f"({mark}) {part}" if mark.isdecimal() else part
        if not line:
            line = shown
        elif mark and before:
            line += f"{'' if line.endswith(_ENDS_A_PART) else ';'} {shown}"
        elif mark:
            line += f"{'' if line.endswith(_ENDS_A_PART) else ':'} {shown}"
        else:
            line += f"{'.' if before and not line.endswith(_ENDS_A_SENTENCE) else ''} {shown}"
        before = mark
    return line


def _items(text: str) -> Sequence[tuple[str, str]]:
    """Return the lines of a text, each with its mark where they are a list: a bullet, or the number that is due."""
    lines = [" ".join(line.split()) for line in text.split("\n") if line.strip()]
    marked = list(_marked(lines))
    # A single dash may be a minus, and a single number a day or a sum.
    return marked if sum(bool(mark) for mark, _ in marked) > 1 else [("", line) for line in lines]


def _marked(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    due = 1
    for line in lines:
        match = _ITEM.fullmatch(line)
        number = int(match["number"] or 0) if match else 0
        if match and match["bullet"]:
            yield BULLET, match["text"]
        elif match and number in (1, due):
            due = number + 1
            yield str(number), match["text"]
        else:
            yield "", line

"""What the rules of quality share: whose text is judged at all, and the text's lines as the writer sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from markdown_it.token import Token

from lessons.entries import Entry
from lessons.problems import Place
from lessons.text import markdown

_URL = re.compile(r"(?:https?://|mailto:)\S+|\]\([^()\s]{0,500}\)|`[^`]*`")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")


class Line(NamedTuple):
    """One line of the text below the front matter; addresses and code are blanked, so that columns stay."""

    number: int
    text: str
    path: str

    def place(self, column: int) -> Place:
        """Return the place of a column, counted from 0."""
        return Place(self.path, self.number, column + 1)


def judged(entry: Entry) -> bool:
    """Return whether an entry's quality is the writer's to improve: not what was imported as it was recorded, nor withdrawn."""
    return entry.front is not None and not imported(entry) and entry.editorial_status != "withdrawn"


def imported(entry: Entry) -> bool:
    """Return whether an entry was imported from another system, and is kept as it was recorded there."""
    return entry.written("source_system") is not None


def english(entry: Entry) -> bool:
    """Return whether the text is in English, as it is where no language is stated."""
    return (entry.stated("language") or "en").lower().startswith("en")


def lines(entry: Entry) -> tuple[Line, ...]:
    """Return the lines of the text below the front matter, without code blocks."""
    return _lines(entry.text, entry.path)


# One rule after the other asks for those of the same entry.
@lru_cache(maxsize=1)
def _lines(text: str, path: str) -> tuple[Line, ...]:
    return tuple(_lines_below(text.split("\n"), path))


class ParsedText(NamedTuple):
    """The text of an entry once more, for the rules that few entries give work to: all lines, those of the front matter empty, its tokens, and what the parser keeps beside them."""

    lines: tuple[str, ...]
    tokens: tuple[Token, ...]
    env: dict[str, Any]


def parsed(entry: Entry) -> ParsedText:
    """Return the text of an entry as the parser of Markdown sees it, with nothing in it where it cannot be read."""
    return _parsed(entry.text) if not entry.body.unread else ParsedText((), (), {})


@lru_cache(maxsize=1)
def _parsed(text: str) -> ParsedText:
    lines = text.split("\n")
    start, env = _start(lines), dict[str, Any]()
    lines[:start] = [""] * start
    try:
        return ParsedText(tuple(lines), tuple(markdown.parse("\n".join(lines), env=env)), env)
    except (markdown.TooSlowError, markdown.TooDeepError):
        return ParsedText((), (), {})


def _start(source: list[str]) -> int:
    """Return how many lines the front matter takes."""
    return next((number for number, line in enumerate(source[1:], 2) if line.rstrip() == "---"), 0)


def _lines_below(source: list[str], path: str) -> Iterator[Line]:
    start = _start(source)
    fenced = False
    for number, line in enumerate(source[start:], start + 1):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced:
            yield Line(number, _without_addresses(line), path)


def _without_addresses(line: str) -> str:
    # Most lines have none, and looking is dear.
    if "](" not in line and "`" not in line and "://" not in line and "mailto:" not in line:
        return line
    return _URL.sub(lambda match: " " * len(match.group()), line)

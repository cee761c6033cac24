"""Spaces that look like plain ones and are none: where YAML needs a space, they make a name and its value one word."""

from __future__ import annotations

import re

from lessons.problems import Place, Problem
from lessons.text.files import HIDDEN_CHARACTERS
from lessons.text.invisible import named

# The no-break space and its kin, as word processors and web pages put them.
ODD = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_AFTER_COLON = re.compile(rf"[ \t{ODD}]*(?:- )?[\w-]+:(?P<gap>[ {ODD}]*[{ODD}][ {ODD}]*)")
_BEFORE = re.compile(rf"(?P<gap>[ {ODD}]*[{ODD}][ {ODD}]*)[\w-]")


def plain_spaces(text: str, path: str, *, first_line: int = 1) -> tuple[str, list[Problem]]:
    """Return YAML text with plain spaces behind names and before them, and a problem for each line that needed it.

    Every other place keeps its line and column. ``first_line`` is the line of the file ``path`` on which the text begins.
    """
    lines = text.split("\n")
    problems: list[Problem] = []
    for number, line in enumerate(lines):
        if line.isascii():
            continue
        for pattern, where in ((_AFTER_COLON, "after the colon"), (_BEFORE, "at the beginning of the line")):
            found = pattern.match(lines[number])
            if found:
                start, end = found.span("gap")
                column = next(place for place in range(start, end) if lines[number][place] != " ")
                name = named(lines[number][column])
                words = f"there is {name} {where}, which only looks like a space; type a plain space there"
                problems.append(Problem(Place(path, first_line + number, column + 1), words, HIDDEN_CHARACTERS))
                lines[number] = lines[number][:start] + " " * (end - start) + lines[number][end:]
    return "\n".join(lines), problems

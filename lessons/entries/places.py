"""Where in its lines the text of a Markdown token stands: tokens know their lines, but no columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Not a footnote's note; with spaces in its mark it is none.
_DEFINITION = re.compile(r" {0,3}\[(?!\^[^\]\s]+\])[^\]]+\]:")


class SourceLines:
    """The lines that an inline token was read from: Markdown tells no columns, so what is looked for is found again."""

    def __init__(self, lines: list[str], span: list[int]) -> None:
        self.lines, self.first, self.last = lines, span[0], min(span[1], len(lines))
        self.line, self.column = self.first, 0

    def find(self, *needles: str) -> tuple[int, int]:
        """Return line and column (from 0) of the next of ``needles``; else of a link's definition; else of the block."""
        for number in range(self.line, self.last):
            start = self.column if number == self.line else 0
            columns = [
                column for needle in needles if needle and (column := self.lines[number].find(needle, start)) >= 0
            ]
            if columns:
                self.line, self.column = number, min(columns) + 1
                return number, min(columns)
        return self._definition(needles) or (self.first, 0)

    def _definition(self, needles: Sequence[str]) -> tuple[int, int] | None:
        for number, line in enumerate(self.lines):
            if definition := _DEFINITION.match(line):
                # The address may stand on the next line.
                at = number if line[definition.end() :].strip() else number + 1
                for needle in filter(None, needles):
                    if at < len(self.lines) and (column := self.lines[at].find(needle)) >= 0:
                        return at, column
        return None

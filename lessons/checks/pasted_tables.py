"""A table from a spreadsheet or a document is written as a Markdown table.

What is right: a line of headings, a line of hyphens, then the rows, each with `|` between its cells. Columns that were pasted with
tabs run together into one paragraph.

Why: readers see the figures in one line, and cannot tell which belongs to what.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lessons.checks.judging import Line, judged, lines
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Problem

ID = "pasted-tables"
# Of cells in a row, and of rows in a table.
_FEWEST = 2
# A bullet, a number or a letter before a tab is an item of a list: "•", "1", "10.", "(a)".
_ITEM = re.compile(r"[\W_]*|\d|\(?(?:\d{1,3}|[^\W\d_])[.)]")


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield advice for each table: two or more lines, one after the other, whose cells are divided by tabs."""
    if "\t" not in entry.text or not judged(entry):
        return
    rows: list[Line] = []
    for line in lines(entry):
        cells = line.text.strip().split("\t") if line.text[:1].strip() else []
        if sum(bool(cell.strip()) for cell in cells) < _FEWEST or _ITEM.fullmatch(cells[0].strip()):
            rows = []
            continue
        rows.append(line)
        # Told once, at the second row, which makes it a table.
        if len(rows) == _FEWEST:
            words = "cells separated by tabs run together here; write a Markdown table: `| Year | Buses |`, below it `| --- | --- |`, then the rows"
            yield Problem(rows[0].place(0), words, ID, "advice")

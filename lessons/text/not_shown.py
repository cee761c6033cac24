"""What stands in a Markdown text and is not shown: addresses that no link uses, words behind the language of a block of code, cells beyond a table's columns.

Whoever downloads the text reads it all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

# A note is an address that leads nowhere, as `[//]: # (…)`: no page has one, so that nobody writes it by mistake.
NOTE, ADDRESS, WORDS, CELLS = "note", "address", "words", "cells"
_NOWHERE = {"", "#"}


class NotShown(NamedTuple):
    """One thing that is not shown: what it is, its line and its column, both from 0, and its text as written."""

    kind: str
    line: int
    column: int
    text: str


def not_shown(lines: Sequence[str], tokens: Sequence[Token], env: Mapping[str, Any]) -> list[NotShown]:
    """Return what of a text's ``lines`` is not shown; ``tokens`` and ``env`` are what :func:`~lessons.text.markdown.parse` made of them."""
    return sorted(
        [*_addresses(lines, tokens, env), *_words(lines, tokens), *_cells(lines, tokens)], key=lambda one: one.line
    )


def _addresses(lines: Sequence[str], tokens: Sequence[Token], env: Mapping[str, Any]) -> Iterator[NotShown]:
    used = {child.meta["label"] for token in tokens for child in token.children or () if "label" in child.meta}
    unused = [
        one for label, one in env.get("references", {}).items() if label not in used and not label.startswith("^")
    ]
    # Of two with one name the first is used.
    for one in (*unused, *env.get("duplicate_refs", ())):
        first, end = one["map"]
        column = max(lines[first].find("["), 0)
        text = " ".join(" ".join(lines[first:end]).split())
        kind = NOTE if one["href"] in _NOWHERE else ADDRESS
        yield NotShown(kind, first, column, text[text.find("[") :])


def _words(lines: Sequence[str], tokens: Sequence[Token]) -> Iterator[NotShown]:
    for token in tokens:
        more = token.info.strip().partition(" ")[2].strip()
        if token.type == "fence" and token.map and more:
            line = token.map[0]
            yield NotShown(WORDS, line, max(lines[line].find(more), 0), more)


def _cells(lines: Sequence[str], tokens: Sequence[Token]) -> Iterator[NotShown]:
    columns = 0
    for token in tokens:
        if token.type == "table_open":
            columns = 0
        elif token.type == "th_open":
            columns += 1
        elif token.type == "tr_open" and token.map:
            line = lines[token.map[0]]
            # As the parser cuts it, without the marks at its ends.
            cells = escapedSplit(line.strip(" \t>"))
            cells = cells[1:] if cells and not cells[0] else cells
            more = " | ".join(cell.strip() for cell in cells[columns:] if cell.strip())
            if columns and more:
                yield NotShown(CELLS, token.map[0], max(line.find(more.partition(" |")[0]), 0), more)

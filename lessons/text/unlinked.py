"""What was meant for a link and is shown as it is written: `[[page]]`, `[words][name]` without an address of that name, a space in or before the address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markdown_it.token import Token

WIKI, NAME, SPACE_IN, SPACE_BEFORE = "wiki", "name", "space in", "space before"
_ADDRESS = r"(?:https?://|mailto:|www\.)"
# All of a bounded length, so that no run of brackets takes long.
_WORDS = r"\[(?P<words>[^\[\]\n]{1,200})\]"
# What looks like the name of a file.
_FILE = r"[^()\[\]<>\n]{0,200}[^()\[\]<>\s.]\.[a-z][a-z0-9]{1,4}(?:#[^()\[\]\s]{0,80})?"
_KINDS = {
    WIKI: r"\[\[(?P<target>[^\[\]|\n]{1,200})(?:\|(?P<words>[^\[\]\n]{1,200}))?\]\]",
    NAME: _WORDS + r"\[(?P<target>[^\[\]\n]{0,200})\]",
    SPACE_IN: _WORDS + rf"\((?P<target>(?={_FILE}\)|{_ADDRESS})[^()\s]{{0,200}}[ \t][^()\n]{{0,200}})\)",
    SPACE_BEFORE: _WORDS
    + rf"[ \t]{{1,5}}\((?P<target>{_ADDRESS}[^()\s]{{1,500}}|[^()\s]{{1,200}}\.md(?:#[^()\s]{{0,80}})?)\)",
}
_PATTERNS = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _KINDS.items()}
# Of sources, which stand in brackets in many a text.
_NUMBER = re.compile(r"[\d\s,;.–-]+")
# A box to tick, before what is to be done.
_BOX = re.compile(r"\[[ xX]\]")


class Unlinked(NamedTuple):
    """One of them: how it is written, its line and column, from 0, the whole, its words, and what it was to lead to."""

    kind: str
    line: int
    column: int
    text: str
    words: str
    target: str


def may_have(text: str) -> bool:
    """Return whether there may be any in a text, which is quicker to see than to look for."""
    return "[" in text and any(pattern.search(text) for pattern in _PATTERNS.values())


def unlinked(lines: Sequence[str], tokens: Sequence[Token]) -> Iterator[Unlinked]:
    """Yield those of a text's ``lines``; what is a link, code, or has a backslash before its brackets is none."""
    for token in tokens:
        if not token.children or not token.map:
            continue
        after = dict.fromkeys(range(token.map[0], min(token.map[1], len(lines))), 0)
        for child in token.children:
            for kind, match in _found(child.content) if child.type == "text" else ():
                written = re.compile(r"(?<!\\)" + re.escape(match[0]))
                places = ((line, written.search(lines[line], start)) for line, start in after.items())
                line, at = next(((line, at) for line, at in places if at), (0, None))
                if at is not None:
                    after[line] = at.end()
                    yield Unlinked(kind, line, at.start(), match[0], match["words"] or "", match["target"].strip())


def _found(text: str) -> list[tuple[str, re.Match[str]]]:
    found = [(kind, match) for kind, pattern in _PATTERNS.items() for match in pattern.finditer(text)]
    found = [one for one in found if not _is_text(*one)]
    return sorted(found, key=lambda one: one[1].start())


def _is_text(kind: str, match: re.Match[str]) -> bool:
    """Return whether it is meant to be read as it is written."""
    if kind == SPACE_BEFORE and match.start() == 0 and _BOX.match(match[0]):
        return True
    return any(part is not None and _NUMBER.fullmatch(part) for part in (match["words"], match["target"]))

"""The regular expressions that lack a part of another one, or ask a little more or less."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Parts of a regular expression: an escape, a class of characters, the beginning of a group, its end, a quantifier, an alternative, a word.
_PARTS = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?:\?(?:P<\w+>|<?[=!]|[:#]))?|\)|[*+?]\??|\{\d*,?\d*\}\??|\||\^|\$|\w+(?=\w[*+?{])|\w+(?![*+?{])|.",
    re.DOTALL,
)
# One character or range of a class.
_MEMBERS = re.compile(r"\\u....|\\x..|(?:\\.|[^\\])-(?:\\u....|\\.|[^\\])|\\.|.", re.DOTALL)


def changed_patterns(pattern: str) -> Iterator[tuple[str, str]]:
    """Yield the regular expressions that lack a part of this one, or have a looser or stricter one, and compile; each with the change."""
    parts = [(found.start(), found.end()) for found in _PARTS.finditer(pattern)]
    seen = {pattern}
    for start, end in parts:
        part = pattern[start:end]
        changes = [(end, other) for other in _other_parts(part)]
        if part.startswith("("):
            changes.append((_closing(pattern, parts, start), ""))
        for stop, other in changes:
            new = pattern[:start] + other + pattern[stop:]
            if new not in seen and _compiles(new):
                seen.add(new)
                yield new, f"{pattern[max(0, start - 12) : start]}⟦{pattern[start:stop]}⟧ → ⟦{other}⟧ at {start}"


def _other_parts(part: str) -> Iterator[str]:
    if part.startswith("["):
        begins = "[^" if part.startswith("[^") else "["
        inside = part[len(begins) : -1]
        members = [one[0] for one in _MEMBERS.finditer(inside)]
        if len(members) > 1:
            yield from (f"{begins}{inside.replace(member, '', 1)}]" for member in members)
    elif part[0] in "+*":
        yield {"+": "*", "*": "+"}[part[0]] + part[1:]
    elif part.startswith("(?") and part[-1] in "=!":
        yield part[:-1] + {"=": "!", "!": "="}[part[-1]]
        return
    yield ""


def _closing(pattern: str, parts: list[tuple[int, int]], start: int) -> int:
    """Return where the group ends that begins at ``start``."""
    depth = 0
    for begin, end in parts:
        if begin >= start:
            depth += (pattern[begin] == "(") - (pattern[begin:end] == ")")
            if not depth:
                return end
    return len(pattern)


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True

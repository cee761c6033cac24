"""Where a front matter begins and ends, also where its lines of `---` are missing or are what a word processor made of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lessons.record.review import Review
from lessons.record.use import LessonUse

# More than three hyphens are a slip that is reported.
_FENCE = re.compile(r"-{3,}[ \t]*")
# Two hyphens, or dashes and lines that were put in the place of three.
_LIKE_FENCE = re.compile(
    r"(?:-{2,}|[\u2010-\u2015\u2212]{1,3}-?|\*{3,}|_{3,}|={3,}|```+ ?(?:ya?ml)?|\+{3})[ \t]*", re.IGNORECASE
)
_KNOWN = frozenset((*Review.model_fields, *LessonUse.model_fields))
_NAMED = re.compile(r"([A-Za-z_]+)\s*[:：]")


def beginning(lines: Sequence[str], first: int) -> int | None:
    """Return the line, from 0, on which the fields begin, where ``first`` is the first line that is not empty; ``None`` where there are none."""
    if _FENCE.fullmatch(lines[first]):
        return first + 1
    if lines[first].startswith("+++"):
        return None  # TOML, which is not read
    if _is_field(lines, first):
        return first
    following = _next(lines, first)
    if _LIKE_FENCE.fullmatch(lines[first]) and following is not None:
        if _FENCE.fullmatch(lines[following]):
            return following + 1
        return following if _is_field(lines, following) else None
    # Some words above it all.
    if following is not None and _FENCE.fullmatch(lines[following]):
        after = _next(lines, following)
        return following + 1 if after is not None and _is_field(lines, after) else None
    return None


def end(lines: Sequence[str], start: int) -> int | None:
    """Return the line, from 0, that ends the fields, or ``None``."""
    for pattern in (_FENCE, _LIKE_FENCE):
        for number in range(start, len(lines)):
            if pattern.fullmatch(lines[number]):
                return number
            if pattern is _LIKE_FENCE and lines[number].startswith("#"):
                break
    return None


def _is_field(lines: Sequence[str], number: int) -> bool:
    named = _NAMED.match(lines[number])
    return named is not None and named[1].casefold() in _KNOWN


def _next(lines: Sequence[str], number: int) -> int | None:
    return next((at for at in range(number + 1, len(lines)) if lines[at].strip()), None)

"""The part of a text that answers the query best, as escaped HTML with the matched words marked."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from lessons.search.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Two lines of a results page.
LENGTH = 220
# A text is looked at for this many characters; the words that matter stand earlier.
LOOKED_AT = 40_000

_LETTER = re.compile(r"[^\W_]")
_SPACE = re.compile(r"\s")
_SPACES = re.compile(r"\s+")


def snippet(texts: Sequence[str], forms: Sequence[str]) -> str:
    """Return an excerpt of about ``LENGTH`` characters from the one of ``texts`` with most of the words ``forms``.

    ``forms`` are folded words, in all the forms that are to be marked. The first text wins ties. The excerpt is HTML:
    everything is escaped, matches stand in ``<mark>``.
    """
    best: tuple[int, str, int, list[tuple[int, int, str]]] = (-1, "", 0, [])
    for text in texts:
        cut = text[:LOOKED_AT]
        places = sorted(_places(cut, forms))
        score, start = _window(places)
        if cut and score > best[0]:
            best = (score, cut, start, places)
    return _marked(*best[1:])


def marked(text: str, forms: Sequence[str]) -> str:
    """Return the whole of ``text`` as escaped HTML with the words ``forms`` in ``<mark>``."""
    return _with_marks(text, 0, len(text), sorted(_places(text, forms)))


def _places(text: str, forms: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and form of each place where a form stands as a word of its own."""
    folded = text.lower() if text.isascii() else _aligned(text)
    for form in forms:
        size = len(form)
        at = folded.find(form)
        while at >= 0:
            end = at + size
            if not (at and folded[at - 1].isalnum()) and not (end < len(folded) and folded[end].isalnum()):
                yield at, end, form
            at = folded.find(form, end)


def _aligned(text: str) -> str:
    """Return ``text`` folded character by character, so that places in it are places in ``text``."""
    folded = fold(text)
    if len(folded) == len(text):
        return folded
    return "".join((fold(character) or " ")[0] for character in text)


def _window(places: Sequence[tuple[int, int, str]]) -> tuple[int, int]:
    """Return how many different forms the best stretch of text holds, and where its first match is."""
    best, start = 0, 0
    first = 0
    inside: dict[str, int] = {}
    for at, end, form in places:
        inside[form] = inside.get(form, 0) + 1
        while end - places[first][0] > LENGTH:
            gone = places[first][2]
            inside[gone] -= 1
            if not inside[gone]:
                del inside[gone]
            first += 1
        if len(inside) > best:
            best, start = len(inside), places[first][0] if first < len(places) else at
    return best, start


def _marked(text: str, start: int, places: list[tuple[int, int, str]]) -> str:
    """Return the excerpt that begins a little before ``start``, cut between words."""
    begin = max(0, start - LENGTH // 5)
    if begin:
        space = _SPACE.search(text, begin, start)
        begin = space.end() if space else start
    end = min(len(text), begin + LENGTH)
    if end < len(text):
        space_before = max(text.rfind(" ", begin, end), text.rfind("\n", begin, end))
        end = space_before if space_before > begin + LENGTH // 2 else end
    shown = _with_marks(text, begin, end, places)
    return f"{'… ' if begin else ''}{shown}{' …' if end < len(text) else ''}" if shown else ""


def _with_marks(text: str, begin: int, end: int, places: Sequence[tuple[int, int, str]]) -> str:
    """Return ``text[begin:end]`` escaped, white space made single, with the places inside it marked."""
    pieces = []
    at = begin
    for first, last, _ in places:
        if first < at or last > end:
            continue
        pieces += [escape(text[at:first]), "<mark>", escape(text[first:last]), "</mark>"]
        at = last
    pieces.append(escape(text[at:end]))
    return _SPACES.sub(" ", "".join(pieces)).strip()

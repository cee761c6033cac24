"""Text as it is understood, whatever way it is spelt, with the place at which each character of it stands.

Markdown, HTML, addresses and YAML can all spell a letter in several ways: ``\\-``, ``&#45;``, ``%2D``, ``\\x2d``, a look-alike,
an invisible character between two visible ones. Whoever looks for a name has to look at what is meant.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

# Something may be spelt within something spelt, such as `&amp;#45;`.
_MOST_ROUNDS = 4
_SPELT = re.compile(
    r"""
      \\(?:\r?\n[ \t]*|x[0-9a-f]{2}|(?-i:u)[0-9a-f]{4}|(?-i:U)[0-9a-f]{8}|[!-/:-@\[-`{-~])  # YAML in double quotes, Markdown
    | &(?:\#[0-9]{1,7}|\#x[0-9a-f]{1,6}|[a-z][a-z0-9]*);                          # HTML, and so Markdown
    | (?:%[0-9a-f]{2})+                                                           # addresses
    | [^\x00-\x7f]
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MAY_BE_SPELT = re.compile(r"[\\&%]|[^\x00-\x7f]")
_MARKS = re.compile(r"[*_`~\[\]]+")
_MARKED = re.compile(r"[\w*`~\[\]-]+")
# Hyphens that a reader takes for the one on the keyboard.
_HYPHENS = frozenset("\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d")


@dataclass(frozen=True)
class Decoded:
    """A text with its characters' meanings. Character ``i`` stands at ``starts[i]`` to ``ends[i]`` of the text as written."""

    text: str
    starts: range | list[int]
    ends: range | list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return start and end in the text as written of the characters from ``start`` up to ``end``."""
        return self.starts[start], self.ends[end - 1]


def meant(text: str) -> str:
    """Return the text as it is understood, without the places, which take longer than the text."""
    for _ in range(_MOST_ROUNDS):
        again = _SPELT.sub(lambda match: _meaning(match[0]), text) if _MAY_BE_SPELT.search(text) else text
        if again == text:
            break
        text = again
    return text


def joined(text: str) -> str:
    """Return the words that marks of emphasis, code and links stand in, without the marks."""
    return " ".join(_MARKS.sub("", match[0]) for match in _MARKED.finditer(text) if _MARKS.search(match[0]))


def decoded(text: str, *, marks: bool = False) -> Decoded:
    """Return the text as it is understood; with ``marks``, also without those of emphasis, code and links."""
    found = Decoded(text, range(len(text)), range(1, len(text) + 1))
    for _ in range(_MOST_ROUNDS):
        again = _replaced(found, _SPELT)
        if again.text == found.text:
            break
        found = again
    return _replaced(found, _MARKS) if marks else found


def _replaced(found: Decoded, pattern: re.Pattern[str]) -> Decoded:
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for match in pattern.finditer(found.text):
        meaning = _meaning(match[0])
        if meaning == match[0]:
            continue
        parts += [found.text[done : match.start()], meaning]
        starts += [*found.starts[done : match.start()], *[found.starts[match.start()]] * len(meaning)]
        ends += [*found.ends[done : match.start()], *[found.ends[match.end() - 1]] * len(meaning)]
        done = match.end()
    if not done:
        return found
    return Decoded("".join([*parts, found.text[done:]]), [*starts, *found.starts[done:]], [*ends, *found.ends[done:]])


def _meaning(spelt: str) -> str:
    if spelt[0] == "\\":
        if spelt[1] in "xuU" and len(spelt) > 2:
            number = int(spelt[2:], 16)
            return chr(number) if number <= 0x10FFFF else spelt
        return spelt[1] if len(spelt) == 2 and spelt[1] != "\n" else ""
    if spelt[0] == "&":
        return html.unescape(spelt)
    if spelt[0] == "%":
        return unquote(spelt)
    if spelt[0] in "*_`~[]":
        return ""
    if spelt in _HYPHENS:
        return "-"
    if unicodedata.category(spelt) == "Cf":
        return ""
    plain = unicodedata.normalize("NFKC", spelt)
    return plain if plain.isascii() else spelt

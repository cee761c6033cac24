"""Characters in a text that nobody sees and that make its words unfindable, and letters that a PDF joined into one.

What is meant is certain, so all of it can be fixed: an invisible character goes, a joined letter becomes its letters. Where a
writing system needs such a character, as Persian and emoji do, it stays.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_LATIN = "A-Za-z0-9\u00c0-\u024f"
# Languages that write no spaces mark with a zero-width space where a line may break.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\uaa60-\uaadf"
_ODD = re.compile(
    "(?P<hidden>[\u00ad\u180e\u2060-\u2064\u3164\u115f\u1160\uffa0\ufeff]"
    f"|(?<![{_UNSPACED}])\u200b(?![{_UNSPACED}])"
    # Joiners and marks of direction have no work between two Latin letters, nor at a space.
    f"|(?<=[{_LATIN}\\s])[\u200c-\u200f](?=[{_LATIN}\\s])"
    # Letters of the plane of tags show nothing at all, but for the flags of emoji.
    "|(?<![\U0001f3f4\U000e0001-\U000e007f])[\U000e0001-\U000e007f]+)"
    "|(?P<joined>[\ufb00-\ufb06])"
)


@dataclass(frozen=True)
class OddCharacter:
    """One character that is not what is meant: where it stands in its line (from 0), what is meant, and words on it."""

    start: int
    end: int
    right: str
    words: str


def odd_characters(line: str) -> Iterator[OddCharacter]:
    """Yield the invisible and the joined characters of a line."""
    if line.isascii():
        return
    for match in _ODD.finditer(line):
        mark = match[0][0]
        if match["joined"]:
            right = unicodedata.normalize("NFKC", mark)
            words = f'found {named(mark)}; write the letters "{right}", so that every search finds the word'
        else:
            right = ""
            words = f"found {named(mark)}, which nobody sees and which hides the word from other searches; delete it"
        yield OddCharacter(match.start(), match.end(), right, words + _inside(line, match))


def named(character: str) -> str:
    """Return the name of a character that nobody can tell by looking, with its article and its code point."""
    name = unicodedata.name(character, "hidden character").lower()
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name} (U+{ord(character):04X})"


def _inside(line: str, match: re.Match[str]) -> str:
    """Return the word around a character, as it looks, in parentheses."""
    before = re.search(r"\w*$", line[: match.start()])
    after = re.match(r"\w*", line[match.end() :])
    word = (before[0] if before else "") + (after[0] if after else "")
    return f' (in "{word[:40]}")' if word and not match["joined"] else ""


def plain(text: str) -> tuple[str, int]:
    """Return the text without what is invisible and joined, and how many such characters there were."""
    if text.isascii():
        return text, 0
    return _ODD.subn(lambda match: unicodedata.normalize("NFKC", match[0]) if match["joined"] else "", text)

"""Letters that were damaged before they came here: lost, so that a mark stands in their place, or read in another encoding than they were written in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

LOST = "\N{REPLACEMENT CHARACTER}"
# What the bytes 0x80 to 0xBF of UTF-8 look like to who takes them for Windows-1252; it has no sign for five of them.
_SIGNS = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xC0))
_BYTES = {sign: byte for byte, sign in enumerate(_SIGNS, 0x80)}
_NEXT = f"[{re.escape(_SIGNS)}]"
# A capital may stand before these in its own right: at the end of a quotation, before a dash.
_QUOTING = "\u2018\u2019\u201a\u201c\u201d\u201e\u2039\u203a\xab\xbb\u2013\u2014\u2026\u2022\xa0"
_READ_WRONGLY = re.compile(
    # é and its like, and signs such as £; between two capitals of a word also before such a sign.
    rf"[\u00c2\u00c3](?![{_QUOTING}]){_NEXT}|\u00c3[{_QUOTING}](?=\w)|\u00c2\xa0"
    # ł and š, the capital Å of Nordic languages apart.
    rf"|[\u00c4\u00c5](?:(?![{_QUOTING}]){_NEXT}|[\u201a\u201e](?=\w))"
    # Quotation marks, dashes, the euro and arrows; the mark at the beginning of a file; a lost letter; signs such as emoji.
    rf"|\u00e2[\u20ac\u201a\u201e\u2020\u02c6]{_NEXT}|\u00ef(?:\xbb\xbf|\xbf\xbd|\xac{_NEXT})|\u00f0\u0178{_NEXT}{{2}}"
    # Whole words in Greek or Cyrillic.
    rf"|(?:[\u00ce\u00cf\u00d0\u00d1]{_NEXT}){{3,}}"
)


# In a word of which that is certain, each sequence of UTF-8.
_SEQUENCE = re.compile(rf"[\u00c2-\u00df]{_NEXT}|[\u00e0-\u00ef]{_NEXT}{{2}}|[\u00f0-\u00f4]{_NEXT}{{3}}")


class Damage(NamedTuple):
    """One damaged place of a line: where it begins, from 0, and words on it."""

    start: int
    words: str


def damage(line: str) -> Iterator[Damage]:
    """Yield the damaged places of a line, each word once."""
    if line.isascii():
        return
    last = -1
    for match in re.finditer(rf"{LOST}|{_READ_WRONGLY.pattern}", line):
        start, end = _word(line, match.start(), match.end())
        if start < last:
            continue
        last = end
        word = line[start:end]
        right = _SEQUENCE.sub(lambda found: _as_written(found[0]), word).strip("\ufeff\xa0")
        if LOST in right:
            yield Damage(match.start(), f'a letter was lost where "{word[:40]}" has {LOST} (U+FFFD); write the letter')
        else:
            what = f'write "{right[:40]}"' if right else "delete it"
            yield Damage(start, f'"{word[:40]}" was read in another encoding than it was written in; {what}')


def _word(line: str, start: int, end: int) -> tuple[int, int]:
    """Return where the word around a place begins and ends, at white space."""
    while start and not line[start - 1].isspace():
        start -= 1
    while end < len(line) and not line[end].isspace():
        end += 1
    return start, end


def _as_written(text: str) -> str:
    """Return what was written, whose bytes were taken for signs."""
    try:
        return bytes(_BYTES.get(sign, ord(sign) & 0xFF) for sign in text).decode()
    except UnicodeDecodeError:
        return text

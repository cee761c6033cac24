"""Letters of other scripts that look like Latin ones: nobody sees that a word has one, and no program takes it for the letter that it looks like."""

from __future__ import annotations

import re
import unicodedata

_LATIN = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0445\u0443\u0456\u0458\u0455\u04bb\u0501\u051b\u051d\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0423\u0406\u0408\u0405"
    "\u03bf\u03bd\u03c1\u03b9\u03ba\u03c5\u03b1\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
    "aeopcxyijshdqwABEKMHOPCTXYIJSovpikuaABEZHIKMNOPTYX",
)
_WORD = re.compile(r"[^\W_]+")


def latin(text: str) -> str:
    """Return the text with Latin letters for those that look like them, in words that have Latin letters besides."""
    return text if text.isascii() else _WORD.sub(lambda word: _as_latin(word[0]), text)


def _as_latin(word: str) -> str:
    written = word.translate(_LATIN)
    return written if written.isascii() and any(map(str.isascii, word)) else word


def named(text: str) -> str:
    """Return words on the first letter that only looks like a Latin one, to stand behind the text; empty where it has none."""
    written = latin(text)
    letter = next((one for one, other in zip(text, written, strict=True) if one != other), None)
    if letter is None:
        return ""
    script, _, rest = unicodedata.name(letter).partition(" ")
    return f', in which "{letter}" is the {script.title()} {rest.lower()} (U+{ord(letter):04X})'

"""Where a long word may go on in the next line: behind the slash of "Program/Orbiter/Quality", not within "Quality"."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

# Shorter ones fit a line of a heading on a telephone.
_LONG = re.compile(r"\S{16,}")
# Before the first letter behind it; CSS breaks what has no such place, or still does not fit, anywhere.
_PLACE = re.compile(r"(?<=[/\\_.,;:&?=+@|])(?=[^\W_])")
_BREAK = Markup("<wbr>")


def breakable(text: object) -> object:
    """Return text for a page, escaped, with places at which its long words may be broken; markup is left as it is.

    Browsers break after hyphens themselves. What is copied from the page is the text as it was.
    """
    if not isinstance(text, str) or isinstance(text, Markup):
        return text
    parts, end = [], 0
    for word in _LONG.finditer(text):
        for place in _PLACE.finditer(word[0]):
            parts.append(text[end : word.start() + place.start()])
            end = word.start() + place.start()
    return _BREAK.join([*parts, text[end:]]) if parts else escape(text)

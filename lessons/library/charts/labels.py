"""Where the text of a drawing stands, so that no edge cuts it."""

from __future__ import annotations

# One letter in per cent of the narrowest drawing.
LETTER = 3.2


def anchor_at(place: float, text: str) -> str:
    """Return which part of a text stands at a place: its middle, unless it would be cut at an edge."""
    half = LETTER * len(text) / 2
    return "start" if place < half else "end" if place > 100 - half else "middle"

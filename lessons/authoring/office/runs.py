"""The look of a run of text in a Word file, by its own properties and those of its style."""

from __future__ import annotations

from typing import Any

from lessons.authoring.office.characters import SUBSCRIPT, SUPERSCRIPT, of_symbols
from lessons.authoring.office.numbering import MOST_STYLES, W

_CHARACTER_STYLE = 2


class RunLook:
    """What holds for a run: what it says itself, then its style, then those that this is based on."""

    def __init__(self, run: Any, part: Any) -> None:
        own = run.find(f"{W}rPr")
        self._own = own
        self._properties = [] if own is None else [own]
        named = None if own is None else own.find(f"{W}rStyle")
        style = None if named is None else part.get_style(named.get(f"{W}val"), _CHARACTER_STYLE)
        while style is not None and len(self._properties) < MOST_STYLES:
            self._properties += style.element.findall(f"{W}rPr")
            style = style.base_style

    @property
    def bold(self) -> bool:
        """Return whether the run itself says so; a style that does may stand in a paragraph that is bold, and then is not."""
        return self._own is not None and _on(self._own.find(f"{W}b"))

    @property
    def italic(self) -> bool:
        """Return whether the run itself says so."""
        return self._own is not None and _on(self._own.find(f"{W}i"))

    @property
    def hidden(self) -> bool:
        """Return whether nobody sees the text."""
        return _on(self._first("vanish"))

    @property
    def struck(self) -> bool:
        """Return whether one line or two go through the text."""
        return _on(self._first("strike")) or _on(self._first("dstrike"))

    @property
    def position(self) -> str:
        """Return whether the text is raised or lowered: because it says so, or because it is moved by a good part of its size, as some programs write it."""
        found = _value(self._first("vertAlign"))
        if found in (SUPERSCRIPT, SUBSCRIPT):
            return found
        by, size = (_value(self._first(name)) or "" for name in ("position", "sz"))
        if found is not None or not by.removeprefix("-").isdecimal() or not size.isdecimal():
            return ""
        # Texts that come from a PDF are moved by a little everywhere.
        if int(by.removeprefix("-")) * 4 < int(size):
            return ""
        return SUBSCRIPT if by.startswith("-") else SUPERSCRIPT

    @property
    def font(self) -> str:
        """Return the font of symbols that the text is in."""
        fonts = self._first("rFonts")
        named = () if fonts is None else (fonts.get(f"{W}{kind}", "") for kind in ("ascii", "hAnsi"))
        return next(filter(of_symbols, named), "")

    def _first(self, name: str) -> Any:
        return next((found for one in self._properties if (found := one.find(f"{W}{name}")) is not None), None)


def _on(switch: Any) -> bool:
    """Return whether a switch is there and on; ``<w:b w:val="0"/>`` turns it off."""
    return switch is not None and (_value(switch) or "1") not in ("0", "false", "off", "none")


def _value(element: Any) -> str | None:
    value: str | None = None if element is None else element.get(f"{W}val")
    return value

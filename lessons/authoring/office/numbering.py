"""Headings and lists of a Word file: from styles, which are based on others, and from the numbering that they name."""

from __future__ import annotations

import re
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Styles may be based on each other in a circle in a damaged file.
MOST_STYLES = 20
_DEEPEST = 8
_LIST_STYLE = re.compile(r"List (Bullet|Number)(?: (\d))?")
_HEADING_STYLE = re.compile(r"heading (\d)", re.IGNORECASE)


class Looks:
    """What paragraphs of a document are: their styles, levels and marks."""

    def __init__(self, part: Any) -> None:
        self.part = part

    def styles(self, paragraph: Any) -> tuple[list[str], list[Any]]:
        """Return the names of a paragraph's style and of those it is based on, and the properties that hold, nearest first."""
        own = paragraph.find(f"{W}pPr")
        properties = [] if own is None else [own]
        names: list[str] = []
        style = self.part.get_style(paragraph.style, 1)
        while style is not None and len(names) < MOST_STYLES:
            names.append(style.name or "")
            properties += style.element.findall(f"{W}pPr")
            style = style.base_style
        return names, properties

    def mark(self, names: list[str], properties: list[Any]) -> tuple[str, int]:
        """Return the mark (``- ``, ``1. `` or nothing) of a list's item and its depth."""
        for name in names:
            if match := _LIST_STYLE.fullmatch(name):
                return "- " if match[1] == "Bullet" else "1. ", int(match[2] or 1) - 1
        for found in properties:
            numbered = found.find(f"{W}numPr")
            if numbered is None:
                continue
            depth = _number(numbered.find(f"{W}ilvl"))
            id_ = _number(numbered.find(f"{W}numId"))
            if not id_:
                return "", 0
            return "- " if self._is_bullet(id_, depth) else "1. ", min(depth, _DEEPEST)
        return "", 0

    def _is_bullet(self, id_: int, depth: int) -> bool:
        try:
            numbering = self.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return True
        abstract_id = next(
            (
                _number(one.find(f"{W}abstractNumId"))
                for one in numbering.iter(f"{W}num")
                if _value(one, "numId") == str(id_)
            ),
            None,
        )
        for abstract in numbering.iter(f"{W}abstractNum"):
            if _value(abstract, "abstractNumId") == str(abstract_id):
                for level in abstract.iter(f"{W}lvl"):
                    form = level.find(f"{W}numFmt")
                    if _value(level, "ilvl") == str(depth) and form is not None:
                        return _value(form, "val") in ("bullet", "none")
        return True


def heading_level(names: list[str], properties: list[Any]) -> int | None:
    """Return the level of a heading, 0 for the title of the document, or ``None`` for what is no heading."""
    for name in names:
        if name.casefold() == "title":
            return 0
        if match := _HEADING_STYLE.fullmatch(name):
            return int(match[1])
    outline = next((found for one in properties if (found := one.find(f"{W}outlineLvl")) is not None), None)
    level = _number(outline) if outline is not None else 9
    # Level 9 is that of the text itself.
    return level + 1 if level < 9 else None


def _value(element: Any, name: str) -> str | None:
    value: str | None = element.get(f"{W}{name}")
    return value


def _number(element: Any) -> int:
    text = (_value(element, "val") or "0") if element is not None else "0"
    return int(text) if text.isdecimal() else 0

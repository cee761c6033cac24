"""Where a value stands in its line, so that it can be replaced and nothing else."""

from __future__ import annotations

from lessons.authoring.fixes.edits import Edit, replacement
from lessons.entries.lesson_fields import FieldValue
from lessons.record import writing
from lessons.text.nodes import Scalar


def front_value(lines: list[str], scalar: Scalar, new: str) -> Edit | None:
    """Return the edit that replaces a value of the front matter, or ``None`` when it is not written on one line."""
    line = lines[scalar.place.line - 1] if scalar.place.line <= len(lines) else ""
    at = scalar.place.column - 1
    for old in (scalar.text,) if scalar.plain else (f'"{scalar.text}"', f"'{scalar.text}'"):
        if line.startswith(old, at):
            return replacement(scalar.place.line, at, old, writing.scalar(new))
    return None


def field_value(lines: list[str], value: FieldValue, old: str, new: str) -> Edit | None:
    """Return the edit that replaces ``old`` in a lesson's field, or ``None`` when it is not there once on the field's line."""
    line = lines[value.place.line - 1] if value.place.line <= len(lines) else ""
    colon = max(line.find(":"), line.find("："))
    if colon < 0 or line.count(old, colon) != 1:
        return None
    return replacement(value.place.line, line.index(old, colon), old, new)

"""Numbers and lists in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def thousands(number: int) -> str:
    """Return a whole number with a comma between thousands."""
    return f"{number:,}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return "44 lessons", "1 lesson" or "No lessons"."""
    many = many or f"{one}s"
    if number == 0:
        return f"No {many}"
    return f"{thousands(number)} {one if number == 1 else many}"


def figure(value: float | None) -> str | None:
    """Return a measured value as written by people: 35, 2.5, 12,000; None when there is none."""
    if value is None:
        return None
    if float(value).is_integer() and abs(value) < 1e15:
        return thousands(int(value))
    text = f"{value:,.10f}".rstrip("0").rstrip(".")
    return text if float(text.replace(",", "")) == value else f"{value:,}"


def listed(items: Sequence[str]) -> str:
    """Return "a", "a and b", or "a, b and c"."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else list(items))

"""Dates as other systems write them, each made as precise as its form."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

# Forms that `strptime` has no words for.
ISO, SECONDS, MILLISECONDS = "iso", "seconds", "milliseconds"
NAMED = (ISO, SECONDS, MILLISECONDS)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d+)?")
_FRACTION = re.compile(r"(\d:\d{2}:\d{2})[.,]\d+")


def dated(value: str, forms: tuple[str, ...]) -> str | None:
    """Return the date that a value states by the first of the forms that fits, or ``None`` when none does."""
    return next((found for form in forms if (found := _dated(value.strip(), form)) is not None), None)


def _dated(value: str, form: str) -> str | None:
    try:
        if form in (SECONDS, MILLISECONDS):
            if not _NUMBER.fullmatch(value):
                return None
            found = _EPOCH + timedelta(seconds=float(value) / (1000 if form == MILLISECONDS else 1))
            return found.strftime("%Y-%m-%d")
        if form == ISO:
            if re.fullmatch(r"\d{4}(?:-\d{2})?", value):
                return value
            return datetime.fromisoformat(_FRACTION.sub(r"\1", value)).strftime("%Y-%m-%d")
        found = datetime.strptime(value, form)
    except (ValueError, OverflowError):
        return None
    if "%d" in form or "%j" in form or re.search("%[xcDFs]", form):
        return found.strftime("%Y-%m-%d")
    return found.strftime("%Y-%m" if re.search("%[mbB]", form) else "%Y")


def described(forms: tuple[str, ...]) -> str:
    """Return the forms in words, for a message."""
    words: dict[str, Any] = {
        ISO: "as ISO 8601",
        SECONDS: "in seconds since 1970",
        MILLISECONDS: "in milliseconds since 1970",
    }
    return " or ".join(words.get(form, form) for form in forms)


def probable_form(value: str) -> str:
    """Return the form in which a date is probably written, as a map says it."""
    number = re.fullmatch(r"\d{9,11}|(\d{12,14})", value)
    if number is not None:
        return MILLISECONDS if number[1] else SECONDS
    return ISO if re.match(r"\d{4}-\d{2}-\d{2}[T ]", value) else '"%d/%m/%Y"'

"""Numbers of the record: from the text as written to a number, or to words on what would be one."""

from __future__ import annotations

import re
from typing import Any, NoReturn

from lessons.record import meant
from lessons.record.refusing import LEAVE_OUT, refuse, shorten

_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?", re.ASCII)
# Digits that a double keeps exactly; a number with more would be stored as another one.
_MOST_DIGITS = 15


def number(value: Any) -> Any:
    """Return the number that is written; other values as they are. Raises a ``field-types`` error for text that is none."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    if _NUMBER.fullmatch(text):
        if sum(map(str.isdigit, text)) > _MOST_DIGITS:
            refuse(
                "field-types", f'found "{shorten(text)}"; write at most {_MOST_DIGITS} digits, more cannot be stored'
            )
        # Adding nought makes nought of -0.
        return float(text) + 0.0
    return _no_number(text)


def _no_number(text: str) -> NoReturn:
    found = f'found "{shorten(text)}"'
    if meant.is_unknown(text):
        refuse("field-types", f"{found}; where the number is not known, leave the field out", LEAVE_OUT)
    meaning = meant.number(text)
    if meaning is None:
        refuse("field-types", f"{found}; write a plain number such as 35 or 4.5; units go in `unit`, caveats in `note`")
    if meaning.sign:
        where = "per cent in `unit`" if meaning.sign == "%" else "the currency in a field of its own"
        refuse("field-types", f"{found}; write {meaning.right}, and {where}")
    if meaning.why.startswith("contains"):
        refuse("field-types", f"{found}, which {meaning.why}; write {meaning.right}", meaning.right)
    write = f"{meaning.why}: " if meaning.why else ""
    refuse("field-types", f"{found}; write {write}{meaning.right}", meaning.right)


def whole(value: Any) -> Any:
    """Return the whole number that is written, as :func:`number`."""
    meaning = meant.number(value) if isinstance(value, str) else None
    if meaning and meaning.sign:
        refuse("field-types", f'found "{shorten(value)}"; write a whole number, such as 1200, without a sign')
    amount = number(value)
    if isinstance(amount, float):
        if amount < 0 or amount != int(amount):
            refuse("field-types", f'found "{shorten(str(value))}"; write a whole number, 0 or more')
        return int(amount)
    return amount


def year(value: Any) -> Any:
    """Return the year that is written. Raises a ``dates`` error for text that is none."""
    if isinstance(value, str):
        if not re.fullmatch(r"[1-9][0-9]{3}", value.strip()):
            refuse("dates", f'found "{shorten(value)}"; a year is written with four digits')
        return int(value)
    return value

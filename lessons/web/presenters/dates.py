"""Dates as people read them, as precise as they were written."""

from __future__ import annotations

from dataclasses import dataclass

from lessons.words import MONTHS, gettext


@dataclass(frozen=True)
class Date:
    """A date: ``text`` to read, ``value`` for machines (YYYY, YYYY-MM or YYYY-MM-DD), empty when not stated."""

    text: str
    value: str = ""


def date(written: str | None) -> Date:
    """Return a date as read; ``1998-04`` is April 1998. What is no date is shown as it is."""
    if not written:
        return Date(gettext("shared.not_stated"))
    parts = written[:10].split("-")
    if not all(part.isdecimal() for part in parts) or len(parts) > 3 or not valid(parts):
        return Date(written)
    words = [str(int(parts[2]))] if len(parts) == 3 else []
    words += [gettext(MONTHS[int(parts[1]) - 1])] if len(parts) > 1 else []
    return Date(" ".join([*words, parts[0]]), written[:10])


def valid(parts: list[str]) -> bool:
    """Return whether month and day, where there are any, are ones that a calendar can have."""
    return (len(parts) < 2 or 1 <= int(parts[1]) <= 12) and (len(parts) < 3 or 1 <= int(parts[2]) <= 31)


def period(start: str | None, end: str | None) -> str | None:
    """Return a period in words, such as "1992 to June 1996" or "from 1995"; None when there is none."""
    if start and end and start != end:
        return gettext("shared.period", start=date(start).text, end=date(end).text)
    if start:
        return date(start).text if end else gettext("shared.period.from", start=date(start).text)
    return gettext("shared.period.until", end=date(end).text) if end else None

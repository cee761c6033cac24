"""Days and periods as people type them: 1998, April 1998, 1990s, 1995..1998, before 1995."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DATE = r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?"
_COMPARED = re.compile(rf"(<=|>=|<|>|=|≤|≥)\s*{_DATE}")
_RANGE = re.compile(rf"(?:{_DATE})?\s*(?:\.\.\.?|–|—|to|-(?!\d\d(?!\d)))\s*(?:{_DATE})?")
_ONE = re.compile(_DATE)
_DECADE = re.compile(r"(\d{3})0['’]?s|['’]?(\d)0s")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(rf"(?:(\d{{1,2}})(?:st|nd|rd|th)?\s+)?({'|'.join(_MONTHS)})[a-z]*\.?,?\s+(\d{{4}})")
# Fields that hold days; the second is no facet.
YEAR, PUBLISHED = "year", "published"
# Before and after every day that a record can have; days are numbers such as 19980401.
FIRST_DAY, LAST_DAY = 1, 99991231


@dataclass(frozen=True)
class Days:
    """Days, from first to last, in which the date of a review must begin, or must not; ``named`` says them in words.

    ``field`` is ``year`` for the date of what was reviewed, ``published`` for when the library published it.
    """

    ranges: tuple[tuple[int, int], ...]
    excluded: bool = False
    named: str = ""
    field: str = YEAR


def days_of(text: str) -> tuple[int, int] | None:
    """Return the first and the last day that a text means: 1998, 1998-04, 1990s, 1990..1999, ..1995, <1995, >=1995-06."""
    text = text.strip().casefold()
    if found := _DECADE.fullmatch(text):
        decade = int(found[1] or f"19{found[2]}")
        return decade * 100000 + 101, (decade * 10 + 9) * 10000 + 1231
    if found := _MONTH.fullmatch(text):
        month = f"{_MONTHS.index(found[2]) + 1:02}"
        day = found[1] and f"{int(found[1]):02}"
        return _first(found[3], month, day), _last(found[3], month, day)
    if found := _COMPARED.fullmatch(text):
        first, last = _first(*found.groups()[1:]), _last(*found.groups()[1:])
        return {
            "<": (FIRST_DAY, first - 1),
            "<=": (FIRST_DAY, last),
            "≤": (FIRST_DAY, last),
            ">": (last + 1, LAST_DAY),
            ">=": (first, LAST_DAY),
            "≥": (first, LAST_DAY),
            "=": (first, last),
        }[found[1]]
    if found := _ONE.fullmatch(text):
        return _first(*found.groups()), _last(*found.groups())
    found = _RANGE.fullmatch(text)
    if found and (found[1] or found[4]):
        return (
            _first(*found.groups()[:3]) if found[1] else FIRST_DAY,
            _last(*found.groups()[3:]) if found[4] else LAST_DAY,
        )
    return None


def as_days(span: tuple[int, int]) -> tuple[str, str]:
    """Return the first and the last day as texts, as they stand in the database."""
    first, last = (f"{number:08}" for number in span)
    return f"{first[:4]}-{first[4:6]}-{first[6:]}", f"{last[:4]}-{last[4:6]}-{last[6:]}"


def in_words(text: str) -> str:
    """Return days as they were typed, ranges in words."""
    low, dots, high = text.partition("..")
    if not dots:
        return text
    return (
        f"{low} to {high.lstrip('.')}"
        if low and high.strip(".")
        else f"{low} and after"
        if low
        else f"{high} and before"
    )


def _first(year: str, month: str | None, day: str | None) -> int:
    return int(f"{year}{month or '01'}{day or '01'}")


def _last(year: str, month: str | None, day: str | None) -> int:
    return int(f"{year}{month or '12'}{day or '31'}")

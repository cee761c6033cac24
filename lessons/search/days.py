"""Days and periods as people type them: 1998, April 1998, 1990s, 1995..1998, before 1995."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.words import gettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?")
# A financial or school year, and a month before or behind its year.
_TWO_YEARS = re.compile(r"(\d\d)(\d\d)[-/](?:\d\d)?(\d\d)")
_SHORT_RANGE = re.compile(r"(\d\d)(\d\d) ?[-/–—] ?(\d\d)")
# A day as Britain writes it; where no month has the second number, as America does.
_DAY = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_SLASHED = re.compile(r"(\d{4})/(\d{1,2})|(\d{1,2})/(\d{4})")
_DECADE = re.compile(r"(\d{3})0['’]?s|['’]?(\d)0s")
_PART_OF_DECADE = re.compile(r"(?:early|mid|late|the)[ -]+(?=.*0['’]?s)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(rf"(?:(\d{{1,2}})(?:st|nd|rd|th)?[ -]+)?({'|'.join(_MONTHS)})[a-z]*\.?,?[ -]+(\d{{4}})")
_COMPARED = re.compile(r"(<=|>=|<|>|=|≤|≥|(?:before|until|till|up to|after|since|from)(?= ))\s*(.+)")
_SIGNS = {
    "before": "<",
    "until": "<=",
    "till": "<=",
    "up to": "<=",
    "≤": "<=",
    "after": ">",
    "since": ">=",
    "from": ">=",
    "≥": ">=",
}
_IN_WORDS = {
    "<": "search.days.before",
    "<=": "search.days.and_before",
    ">": "search.days.after",
    ">=": "search.days.and_after",
}
_FROM_TO = re.compile(r"(?:between|from) (.+) (?:and|to|till|until) (.+)", re.IGNORECASE)
# Between the first and the last of a range, the plainest first: a hyphen stands inside a date as well.
_BETWEEN = tuple(map(re.compile, (r"\s*\.\.\.?\s*", r"\s*[–—]\s*", r"(?i:\s*\bto\b\s*|(?<=\d)to(?=\d))", r"\s*-\s*")))
# Years, from one to another or since or before one, a decade or a month, as they stand among other words; what is a value already
# stands behind a colon.
_YEARS = r"between \d{4} and \d{4}|(?:from )?\d{4} to \d{4}|(?:(?:before|until|till|up to|after|since) )?\d{4}"
_AMONG_WORDS = re.compile(
    rf"(?<![\w:.,/\"'’£$€-])(?:{_DECADE.pattern}|{_MONTH.pattern}|{_YEARS})(?![\w%/-]|[.,]\w)", re.IGNORECASE
)
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
    """Return the first and the last day that a text means.

    It may be a day, month, year or decade (1998-04, April 1998, 1998/99, 1990s), all before or after it (<1995, since 1995),
    or all from one to another (1990..1999, ..1995, 1995-98, between 1995 and 1998), whichever of them is written first.
    """
    text = " ".join(text.casefold().split())
    if ends := _ends(text):
        first, last = map(_span, ends)
        return first[0] if first else FIRST_DAY, last[1] if last else LAST_DAY
    if found := _COMPARED.fullmatch(text):
        span = _span(found[2])
        return span and _compared(_SIGNS.get(found[1], found[1]), *span)
    return _span(text)


def _ends(text: str) -> tuple[str, str] | None:
    """Return the earlier and the later end of a range, as they are written, of which one may be nothing; else ``None``."""
    if found := _FROM_TO.fullmatch(text):
        return _in_order(found[1], found[2]) if _span(found[1]) and _span(found[2]) else None
    if _COMPARED.fullmatch(text) or _span(text):
        return None
    for between in _BETWEEN:
        low, *high = between.split(text, maxsplit=1)
        if high and (low or high[0]) and all(_span(end) for end in (low, high[0]) if end):
            return _in_order(low, high[0])
    return None


def _in_order(low: str, high: str) -> tuple[str, str]:
    first, last = _span(low), _span(high)
    return (high, low) if first and last and first > last else (low, high)


def _compared(sign: str, first: int, last: int) -> tuple[int, int]:
    """Return the first and the last day before or after some days, with them or without."""
    return {
        "<": (FIRST_DAY, first - 1),
        "<=": (FIRST_DAY, last),
        ">": (last + 1, LAST_DAY),
        ">=": (first, LAST_DAY),
        "=": (first, last),
    }[sign]


def _span(text: str) -> tuple[int, int] | None:
    """Return the first and the last day of a day, a month, a year or a decade; ``None`` for a day that no month has."""
    span = _written(text.casefold())
    return None if span and _month_end(span) else span


def _month_end(span: tuple[int, int]) -> str:
    """Return the last day of the month that one day is said to be in and is not; else nothing."""
    year, month, day = span[0] // 10000, span[0] // 100 % 100, span[0] % 100
    last = monthrange(year, month)[1]
    return "" if span[0] != span[1] or 1 <= day <= last else f"{year:04}-{month:02}-{last}"


def missed_day(text: str) -> str:
    """Return the last day of the month of which a text names a day that there is not, such as 30 February; else nothing."""
    span = _written(" ".join(text.casefold().split()))
    return _month_end(span) if span else ""


def _written(text: str) -> tuple[int, int] | None:
    """Return the first and the last day of a day, a month, a year or a decade, as they are written."""
    text = _PART_OF_DECADE.sub("", text)
    if found := _DECADE.fullmatch(text):
        decade = int(found[1] or f"19{found[2]}")
        return decade * 100000 + 101, (decade * 10 + 9) * 10000 + 1231
    if found := _MONTH.fullmatch(text):
        return _month(found[3], _MONTHS.index(found[2]) + 1, found[1])
    if found := _DATE.fullmatch(text):
        return _first(*found.groups()), _last(*found.groups())
    found = _TWO_YEARS.fullmatch(text)
    if found and int(found[3]) == (int(found[2]) + 1) % 100:
        year = f"{found[1]}{found[2]}"
        return _first(year, None, None), _last(str(int(year) + 1), None, None)
    found = _SLASHED.fullmatch(text)
    if found and 1 <= int(found[2] or found[3]) <= len(_MONTHS):
        return _month(found[1] or found[4], int(found[2] or found[3]))
    if found := _DAY.fullmatch(text):
        day, month = (found[1], found[3]) if int(found[3]) <= len(_MONTHS) else (found[3], found[1])
        return _month(found[4], int(month), day) if 1 <= int(month) <= len(_MONTHS) else None
    found = _SHORT_RANGE.fullmatch(text)
    if found and found[2] < found[3]:
        return _first(found[1] + found[2], None, None), _last(found[1] + found[3], None, None)
    return None


def _month(year: str, month: int, day: str | None = None) -> tuple[int, int]:
    """Return the first and the last day of a month, or one day of it twice."""
    parts = year, f"{month:02}", day and f"{int(day):02}"
    return _first(*parts), _last(*parts)


def restricted(text: str, is_year: Callable[[str], bool]) -> Iterator[str]:
    """Yield a query with each year, decade or month in it as a restriction to that time.

    ``is_year`` tells whether a number of four figures is a year of the collection; it may be anything else.
    """
    for found in _AMONG_WORDS.finditer(text):
        if text.count('"', 0, found.start()) % 2 or (found[0].isdecimal() and not is_year(found[0])):
            continue
        typed = f'"{found[0]}"' if " " in found[0] else found[0]
        yield f"{text[: found.start()]}{YEAR}:{typed}{text[found.end() :]}"


def as_days(span: tuple[int, int]) -> tuple[str, str]:
    """Return the first and the last day as texts, as they stand in the database."""
    first, last = (f"{number:08}" for number in span)
    return f"{first[:4]}-{first[4:6]}-{first[6:]}", f"{last[:4]}-{last[4:6]}-{last[6:]}"


def in_words(text: str) -> str:
    """Return days as they were typed, ranges and comparisons in words."""
    text = " ".join(text.split())
    if ends := _ends(text):
        low, high = ends
        if low and high:
            return gettext("search.days.range", first=low, last=high)
        return gettext("search.days.and_after", day=low) if low else gettext("search.days.and_before", day=high)
    if compared := _COMPARED.fullmatch(text):
        sign, day = _SIGNS.get(compared[1], compared[1]), compared[2]
        return day if sign == "=" else gettext(_IN_WORDS[sign], day=day)
    return text


def _first(year: str, month: str | None, day: str | None) -> int:
    return int(f"{year}{month or '01'}{day or '01'}")


def _last(year: str, month: str | None, day: str | None) -> int:
    return int(f"{year}{month or '12'}{day or '31'}")

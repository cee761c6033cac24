"""What somebody meant who wrote a value in another form than the record's: for the message, and for the fix.

Each function returns the value as it should be written, or ``None`` where it is not certain which one is meant.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from lessons.text.invisible import named

# Said where nothing is known; "none" and "NA" (sodium, Namibia) are not among them, which may be answers.
_UNKNOWN = frozenset(
    {
        "n/a", "n.a.", "n.a", "n/k", "not applicable", "not available", "not known", "not stated", "not specified", "not given",
        "not recorded", "unknown", "unspecified", "tbc", "tba", "tbd", "to be confirmed", "to be decided", "to be determined",
        "to be announced", "?", "??", "???", "-", "–", "—", "…", "...",
    }
)  # fmt: skip
_MOST_WORDS_OF_UNKNOWN = max(len(words.split()) for words in _UNKNOWN)
_WITHIN = re.compile(r"(?<=[^\W_])[-_](?=[^\W_])")
_STILL = frozenset(
    {
        "ongoing", "on-going", "on going", "still ongoing", "continuing", "continues", "still continuing", "present", "the present", "to present",
        "current", "currently", "now", "today", "to date", "date", "open", "open-ended", "still running", "running", "in progress", "underway",
    }
)  # fmt: skip

# No value here is longer, and what is not certain at this length never is.
_LONGEST = 200
_HYPHENS = "-\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"
_SPACES = " \u00a0\u2007\u2009\u202f"
# Numbers as people write them, what they become (grouping marks go in any case), and what the right way is called.
_FORMS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str], str], ...] = (
    (re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?"), r"\g<0>", ""),
    (
        re.compile(rf"[1-9]\d{{0,2}}(?:(?P<mark>[{_SPACES},'’])\d{{3}})(?:(?P=mark)\d{{3}})*(?:\.\d+)?"),
        r"\g<0>",
        "the number without separators",
    ),
    # Two groups are no decimals, and what stands before a comma is not.
    (
        re.compile(r"[1-9]\d{0,2}(?:\.\d{3}){2,}"),
        lambda match: match[0].replace(".", ""),
        "the number without separators",
    ),
    (
        re.compile(r"([1-9]\d{0,2}(?:\.\d{3})+),(\d+)"),
        lambda match: f"{match[1].replace('.', '')}.{match[2]}",
        "the number without separators, and the decimal with a point",
    ),
    (
        re.compile(r"(0|[1-9]\d*),(\d{1,2})|(0),(\d+)"),
        lambda match: match[0].replace(",", "."),
        "the decimal with a point",
    ),
    (re.compile(r"0+(\d+(?:\.\d+)?)"), r"\1", "the number without a leading zero"),
    (re.compile(r"(\.\d+)"), r"0\1", "digits on both sides of the point"),
    (re.compile(r"(\d+)\."), r"\1", "digits on both sides of the point"),
)
_PER_CENT = re.compile(r"\s*(?:%|％|﹪|٪|per ?cent)", re.IGNORECASE)
_SYMBOL = re.compile(r"[£$€¥₹￡＄]")

MONTHS_OF_A_YEAR = 12
_MONTHS = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
}
_MONTHS["sept"] = 9
_WORD = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
_DATES = (
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?(?:[T ]\d\d:\d\d.*)?"),
    re.compile(
        rf"{_WEEKDAY}(?:(?:the\s+)?{_DAY}(?:\s+|-)(?:of\s+)?)?(?P<month>{_WORD})\.?,?(?:\s+|-)(?P<year>\d{{4}})", re.I
    ),
    re.compile(rf"{_WEEKDAY}(?P<month>{_WORD})\.?\s+{_DAY},?\s+(?P<year>\d{{4}})", re.I),
    re.compile(rf"(?P<year>\d{{4}})[\s,-]+(?P<month>{_WORD})\.?(?:[\s,-]+{_DAY})?", re.I),
)
_TWO_NUMBERS = re.compile(r"(?P<one>\d{1,2})\s*(?P<mark>[./-])\s*(?P<other>\d{1,2})\s*(?P=mark)\s*(?P<year>\d{4})")


@dataclass(frozen=True)
class MeantNumber:
    """A number as it should be written, what is right about that (or which character is wrong), and the sign that belongs into another field (``%``, ``£``)."""

    right: str
    why: str = ""
    sign: str = ""


def is_unknown(text: str) -> bool:
    """Return whether a text says that something is not known or does not apply: "n/a", "unknown", "TBC", a dash."""
    if len(text.split(None, _MOST_WORDS_OF_UNKNOWN)) > _MOST_WORDS_OF_UNKNOWN:
        return False
    words = _WITHIN.sub(" ", folded(text))
    return words in _UNKNOWN or words.rstrip(".!") in _UNKNOWN


def still_goes_on(text: str) -> bool:
    """Return whether a text in the place of a last day says that there is none yet: "ongoing", "to date"."""
    return folded(text).rstrip(".") in _STILL


def number(text: str) -> MeantNumber | None:
    """Return the number that a text means which is no plain number, or ``None`` where that is not certain."""
    if len(text) > _LONGEST:
        return None
    bare, odd = _plain_digits(text.strip())
    sign = ""
    if percent := _PER_CENT.search(bare):
        if percent.end() != len(bare):
            return None
        bare, sign = bare[: percent.start()], "%"
    elif symbol := _SYMBOL.search(bare):
        bare, sign = (bare[: symbol.start()] + bare[symbol.end() :]).strip(), symbol.group()
    minus, bare = (bare[0], bare[1:].lstrip(_SPACES)) if bare[:1] in ("-", "+") else ("", bare)
    found = next(((form.sub(to, bare), why) for form, to, why in _FORMS if form.fullmatch(bare)), None)
    if found is None:
        return None
    right, why = (
        re.sub(rf"[{_SPACES},'’]", "", found[0]),
        found[1] or ("the number without the plus sign" if minus == "+" else ""),
    )
    right = f"-{right}" if minus == "-" and float(right) else right
    return MeantNumber(right, odd or why, sign) if right != text.strip() else None


def _plain_digits(text: str) -> tuple[str, str]:
    """Return the text with the keyboard's digits and minus sign, and the name of the first character that was another."""
    odd = ""
    found: list[str] = []
    for place, mark in enumerate(text):
        plain = mark
        if not mark.isascii():
            if mark.isdecimal():
                plain = str(unicodedata.decimal(mark))
            elif mark in _HYPHENS and not found:
                plain = "-"
            elif mark in "＋，．" or (mark in _HYPHENS and place):
                plain = unicodedata.normalize("NFKC", mark)
            if not odd and (plain != mark or mark in _SPACES):
                odd = f"contains {named(mark)}"
        found.append(plain)
    return "".join(found), odd


def date(text: str) -> str | None:
    """Return the date in the record's form, or ``None`` when it is that already or its meaning is not certain."""
    found = _date(_date_text(text)) if len(text) <= _LONGEST else None
    return found if found != text else None


def either_date(text: str) -> tuple[str, str] | None:
    """Return both dates that a text such as 3/4/1998 may mean, day first and then month first, or ``None`` when it is not one."""
    match = _TWO_NUMBERS.fullmatch(_date_text(text))
    if match is None:
        return None
    one, other = (
        _checked(match["year"], match[month], match[day]) for day, month in (("one", "other"), ("other", "one"))
    )
    return (one, other) if one and other and one != other else None


def no_such_day(text: str) -> tuple[int, int, int] | None:
    """Return year, month and day of a text that reads as a day which does not exist, such as 31 November 2026; ``None`` for any other."""
    plain = _date_text(text) if len(text) <= _LONGEST else ""
    if _date(plain) or either_date(plain):
        return None
    if match := next((match for form in _DATES if (match := form.fullmatch(plain))), None):
        # Without a day it may be years: 1995-98.
        return (int(match["year"]), _month(match["month"]), int(match["day"])) if match["day"] else None
    match = _TWO_NUMBERS.fullmatch(plain)
    # Of two numbers only one that can be a month tells which is the day.
    readings = [(match["other"], match["one"]), (match["one"], match["other"])] if match else []
    possible = [(int(month), int(day)) for month, day in readings if 1 <= int(month) <= MONTHS_OF_A_YEAR]
    return (int(match["year"]), *possible[0]) if match and len(possible) == 1 else None


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS[text.lower()]


def _date_text(text: str) -> str:
    """Return the text with the keyboard's digits, hyphens and spaces."""
    plain = unicodedata.normalize("NFKC", text.strip())
    return " ".join(re.sub(rf"[{_HYPHENS}]", "-", plain).split())


def _date(text: str) -> str | None:
    match = next((match for form in _DATES if (match := form.fullmatch(text))), None)
    if match is not None:
        return _checked(match["year"], match["month"], match["day"])
    match = _TWO_NUMBERS.fullmatch(text)
    if match is None:
        return None
    found = {
        _checked(match["year"], match["other"], match["one"]),
        _checked(match["year"], match["one"], match["other"]),
    }
    found.discard(None)
    return found.pop() if len(found) == 1 else None


def _checked(year: str, month: str, day: str | None) -> str | None:
    """Return the date, month by name or number, or ``None`` when there is no such day."""
    number = _month(month)
    if not 1 <= number <= MONTHS_OF_A_YEAR or not int(year):
        return None
    if day is None:
        return f"{year}-{number:02}"
    return f"{year}-{number:02}-{int(day):02}" if 1 <= int(day) <= calendar.monthrange(int(year), number)[1] else None


def reference(text: str) -> str | None:
    """Return the ``review`` or ``review#lesson`` that a text names by its file or its address."""
    found = _REFERRED.fullmatch(text.strip().strip("<>")) if len(text) <= _LONGEST else None
    if found is None:
        return None
    lesson = found["lesson"] or found["fragment"]
    return found["review"] + (f"#{lesson}" if lesson else "")


_REFERRED = re.compile(
    r"(?:https?://\S+?/|(?:\.{1,2}/|/|[\w-]+/)+)?"
    r"(?:reviews/(?P<page>)|(?P<file>))"
    r"(?P<review>[a-z0-9-]{3,80})(?(file)(?:\.md|\.markdown)|(?:/(?P<lesson>[a-z0-9][a-z0-9-]{0,79}))?/?)"
    r"(?:#(?P<fragment>[a-z0-9][a-z0-9-]{0,79}))?",
    re.IGNORECASE,
)


def folded(text: str) -> str:
    """Return a text without the differences of case, width and spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())

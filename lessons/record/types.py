"""Types of the record's values: each turns what the writer typed into a value, or says in words what is wrong.

An error's type is the id of the check that reports it (``dates``, ``field-types``, ``links``).
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import Annotated, Any, NoReturn

from pydantic import AfterValidator, BeforeValidator, GetCoreSchemaHandler, StringConstraints, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from lessons.library import web_addresses
from lessons.record import meant
from lessons.record.amounts import number, whole, year
from lessons.record.coded import country, currency, language
from lessons.record.refusing import LEAVE_OUT
from lessons.record.refusing import refuse as refuse
from lessons.record.refusing import shorten as shorten
from lessons.schemes import NOT_STATED
from lessons.text import lookalikes

# Stands in a text where the id of a review stood that an audience may not see; no review can be called so.
WITHHELD = "withheld"
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
REVIEW_ID = re.compile(r"[a-z0-9-]{3,80}")
LESSON_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)


_DATE_TEXT: dict[str, Any] = {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}
_YEAR_NUMBER: dict[str, Any] = {"type": "integer", "minimum": 1, "maximum": 9999}


class PartialDate(str):
    """A date kept as precise as it was written: ``1998``, ``1998-04`` or ``1998-04-17``."""

    __slots__ = ()

    @classmethod
    def parse(cls, value: str) -> PartialDate:
        """Return the date. Raises a ``dates`` error for anything else than an existing day, month or year."""
        text = value.strip()
        match = _DATE.fullmatch(text)
        if not match:
            _no_date(text)
        year, month, day = (int(part) if part else None for part in match.groups())
        _refuse_what_does_not_exist(text, year or 0, month, day)
        return cls(text)

    @property
    def precision(self) -> str:
        """Return ``year``, ``month`` or ``day``."""
        return {4: "year", 7: "month"}.get(len(self), "day")

    @property
    def earliest(self) -> str:
        """Return the first day that the date can mean, YYYY-MM-DD."""
        return (self + "-01-01")[:10] if len(self) == 4 else (self + "-01")[:10]

    @property
    def latest(self) -> str:
        """Return the last day that the date can mean, YYYY-MM-DD."""
        if len(self) == 4:
            return f"{self}-12-31"
        if len(self) == 7:
            return f"{self}-{calendar.monthrange(int(self[:4]), int(self[5:7]))[1]:02}"
        return date.fromisoformat(self).isoformat()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validate as text, then as a date; in the JSON Schema a pattern."""
        return core_schema.no_info_after_validator_function(
            cls.parse, core_schema.str_schema(), serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        """Return the date's JSON Schema; editors also read an unquoted year as a number."""
        return {"anyOf": [_DATE_TEXT, _YEAR_NUMBER]}


def certainly_earlier(one: str | None, other: str | None) -> bool:
    """Return whether a date as written is earlier than another, whatever days they mean; never when either is no date or not stated."""
    try:
        return PartialDate.parse(one or "").latest < PartialDate.parse(other or "").earliest
    except PydanticCustomError:
        return False


def _refuse_what_does_not_exist(text: str, year: int, month: int | None, day: int | None) -> None:
    """Raise a ``dates`` error for a year, a month or a day that there is not, however it was written."""
    found = f'found "{shorten(text)}"'
    if year == 0:
        refuse("dates", f"{found}; there is no year 0000")
    if month is not None and not 1 <= month <= meant.MONTHS_OF_A_YEAR:
        refuse("dates", f"{found}; there is no month {month:02}, months run from 01 to 12")
    if day is not None and not 1 <= day <= calendar.monthrange(year, month or 1)[1]:
        last = calendar.monthrange(year, month or 1)[1]
        refuse("dates", f"{found}; {calendar.month_name[month or 1]} {year} has {last} days")


def _no_date(text: str) -> NoReturn:
    found = f'found "{shorten(text)}"'
    if read := meant.no_such_day(text):
        _refuse_what_does_not_exist(text, *read)
    if right := meant.date(text):
        refuse("dates", f"{found}; write {right}", right)
    if either := meant.either_date(text):
        refuse("dates", f"{found}, which could be either of two dates; write {either[0]} or {either[1]}")
    if years := re.fullmatch(r"(\d{4})\s*[-–/]\s*(?:\d{4}|\d{2})", text):
        refuse("dates", f"{found}; write one date, such as {years[1]}; the years that a review covers go in `period`")
    if meant.is_unknown(text):
        refuse("dates", f"{found}; where the date is not known, leave the field out", LEAVE_OUT)
    refuse("dates", f"{found}; a date is written 1998, 1998-04 or 1998-04-17")


def _date_or_not_stated(value: str) -> str:
    if value == NOT_STATED:
        return value
    if meant.is_unknown(value):
        refuse("dates", f'found "{shorten(value)}"; where the date is not known, write {NOT_STATED}', NOT_STATED)
    return PartialDate.parse(value)


def _last_day(value: Any) -> Any:
    if isinstance(value, str) and meant.still_goes_on(value):
        refuse("dates", f'found "{shorten(value)}"; leave the field out while the work continues', LEAVE_OUT)
    return value


def _organisation(value: str) -> str:
    if value != NOT_STATED and meant.is_unknown(value):
        words = f'found "{shorten(value)}"; where the organisation is not known, write {NOT_STATED}'
        refuse("field-types", words, NOT_STATED)
    return value


def _slug(value: str) -> str:
    if not SLUG.fullmatch(value.strip()):
        refuse(
            "known-terms",
            f'found "{shorten(value)}"{lookalikes.named(value)}; a term is written in lower-case letters, digits and hyphens',
        )
    return value.strip()


def _one_line(value: str) -> str:
    return " ".join(value.split())


def _reference(kind: str, pattern: re.Pattern[str], example: str) -> AfterValidator:
    def check(value: str) -> str:
        if not pattern.fullmatch(value.strip()):
            right = meant.reference(value)
            right = right if right and pattern.fullmatch(right) else None
            form = f"write {right}" if right else f"{kind} is cited as {example}"
            refuse("links", f'found "{shorten(value)}"; {form}', right)
        return value.strip()

    return AfterValidator(check)


def _link(value: str) -> str:
    if not re.match(r"https?://[^\s/]+", value, re.IGNORECASE) or re.search(r"[\s<>\"\\]", value):
        refuse(
            "safe-links", f'found "{shorten(value)}"; an address begins with http:// or https:// and contains no spaces'
        )
    if wrong := web_addresses.fault(value):
        refuse("safe-links", f'found "{shorten(value)}"; {wrong}')
    return value


_UNIT = r"(?:[a-z0-9-]{2,80}:)?"
_REVIEW = _UNIT + REVIEW_ID.pattern
_LESSON = _REVIEW + "#" + LESSON_ID.pattern
# A review or a lesson, of this unit or another.
REFERENCE = re.compile(f"{_REVIEW}(?:#{LESSON_ID.pattern})?")

# Line ends inside a text are YAML's way to wrap it.
# An editor reads text that looks like a number as one.
Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1),
    AfterValidator(_one_line),
    WithJsonSchema({"type": ["string", "number"], "minLength": 1}),
]
OrganisationName = Annotated[Text, AfterValidator(_organisation)]
Slug = Annotated[str, AfterValidator(_slug)]
DateOrNotStated = Annotated[
    str,
    AfterValidator(_date_or_not_stated),
    WithJsonSchema({"anyOf": [_DATE_TEXT, _YEAR_NUMBER, {"const": NOT_STATED}]}),
]
Amount = Annotated[float, BeforeValidator(number)]
WholeNumber = Annotated[int, BeforeValidator(whole)]
Year = Annotated[int, BeforeValidator(year)]
LastDay = Annotated[PartialDate, BeforeValidator(_last_day)]
CountryCode = Annotated[str, AfterValidator(country)]
CurrencyCode = Annotated[str, AfterValidator(currency)]
Language = Annotated[str, AfterValidator(language)]
Link = Annotated[str, AfterValidator(_link)]
OwnFormerId = Annotated[str, _reference("a former id", REVIEW_ID, "the file's former name without .md")]
ReviewReference = Annotated[str, _reference("a review", re.compile(_REVIEW), "its id, such as kirklees-recycling")]
LessonReference = Annotated[
    str, _reference("a lesson", re.compile(_LESSON), "<review>#<lesson>, such as kirklees-recycling#prepare-crews")
]
RelatedReference = Annotated[
    str,
    _reference(
        "a review or a lesson", re.compile(f"{_REVIEW}(?:#{LESSON_ID.pattern})?"), "<review> or <review>#<lesson>"
    ),
]

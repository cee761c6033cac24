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

from lessons.record.codes import COUNTRIES, CURRENCIES
from lessons.schemes import NOT_STATED

# Stands in a text where the id of a review stood that an audience may not see; no review can be called so.
WITHHELD = "withheld"
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
REVIEW_ID = re.compile(r"[a-z0-9-]{3,80}")
LESSON_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?", re.ASCII)
# Digits that a double keeps exactly; a number with more would be stored as another one.
_MOST_DIGITS = 15


def refuse(rule: str, message: str) -> NoReturn:
    """Raise the error that the check ``rule`` reports with ``message``."""
    # The message is a template to pydantic; doubling braces keeps a writer's `{` from being read as a placeholder.
    raise PydanticCustomError(rule, "{message}", {"message": message})


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
            refuse("dates", f'found "{shorten(text)}"; a date is written 1998, 1998-04 or 1998-04-17')
        year, month, day = (int(part) if part else None for part in match.groups())
        if year == 0:
            refuse("dates", f'found "{text}"; there is no year 0000')
        if month is not None and not 1 <= month <= 12:
            refuse("dates", f'found "{text}"; there is no month {month:02}, months run from 01 to 12')
        if day is not None and not 1 <= day <= calendar.monthrange(year or 1, month or 1)[1]:
            last = calendar.monthrange(year or 1, month or 1)[1]
            refuse("dates", f'found "{text}"; {calendar.month_name[month or 1]} {year} has {last} days')
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


def _date_or_not_stated(value: str) -> str:
    return value if value == NOT_STATED else PartialDate.parse(value)


def _slug(value: str) -> str:
    if not SLUG.fullmatch(value.strip()):
        refuse("known-terms", f'found "{shorten(value)}"; a term is written in lower-case letters, digits and hyphens')
    return value.strip()


def _one_line(value: str) -> str:
    return " ".join(value.split())


def _reference(kind: str, pattern: re.Pattern[str], example: str) -> AfterValidator:
    def check(value: str) -> str:
        if not pattern.fullmatch(value.strip()):
            refuse("links", f'found "{shorten(value)}"; {kind} is cited as {example}')
        return value.strip()

    return AfterValidator(check)


def _number(value: Any) -> Any:
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
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", text):
        refuse("field-types", f'found "{text}"; write the number without separators: {text.replace(",", "")}')
    if re.fullmatch(r"-?0\d+(\.\d+)?", text):
        refuse("field-types", f'found "{text}"; write the number without a leading zero')
    if re.fullmatch(r"-?\d+,\d+", text):
        refuse("field-types", f'found "{text}"; write the decimal with a point: {text.replace(",", ".")}')
    refuse(
        "field-types",
        f'found "{shorten(text)}"; write a plain number such as 35 or 4.5; units go in `unit`, caveats in `note`',
    )


def _whole(value: Any) -> Any:
    number = _number(value)
    if isinstance(number, float):
        if number < 0 or number != int(number):
            refuse("field-types", f'found "{shorten(str(value))}"; write a whole number, 0 or more')
        return int(number)
    return number


def _year(value: Any) -> Any:
    if isinstance(value, str):
        if not re.fullmatch(r"[1-9][0-9]{3}", value.strip()):
            refuse("dates", f'found "{shorten(value)}"; a year is written with four digits')
        return int(value)
    return value


def _country(value: str) -> str:
    if value not in COUNTRIES:
        hint = f", did you mean {value.upper()}?" if value.upper() in COUNTRIES else ""
        hint = ", did you mean GB?" if value.upper() == "UK" else hint
        refuse(
            "field-types",
            f'found "{shorten(value)}"; a country is its ISO 3166-1 code of two capital letters, such as GB{hint}',
        )
    return value


def _currency(value: str) -> str:
    if value not in CURRENCIES:
        hint = f", did you mean {value.upper()}?" if value.upper() in CURRENCIES else ""
        refuse(
            "field-types",
            f'found "{shorten(value)}"; a currency is its ISO 4217 code of three capital letters, such as GBP{hint}',
        )
    return value


def _language(value: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", value):
        refuse("field-types", f'found "{shorten(value)}"; a language is its BCP 47 code, such as en or en-GB')
    return value


def spdx(value: Any) -> Any:
    """Return the licence identifier; raises a ``field-types`` error when it does not look like one."""
    if isinstance(value, str) and not re.fullmatch(r"[A-Za-z0-9.+-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.+-]+)*", value):
        refuse("field-types", f'found "{shorten(value)}"; a licence is its SPDX identifier, such as CC-BY-4.0')
    return value


def _link(value: str) -> str:
    if not re.match(r"https?://[^\s/]+", value, re.IGNORECASE) or re.search(r"[\s<>\"\\]", value):
        refuse(
            "safe-links", f'found "{shorten(value)}"; an address begins with http:// or https:// and contains no spaces'
        )
    return value


def shorten(text: str, limit: int = 60) -> str:
    """Return the text on one line and cut to ``limit`` characters, for use in a message."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


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
Slug = Annotated[str, AfterValidator(_slug)]
DateOrNotStated = Annotated[
    str,
    AfterValidator(_date_or_not_stated),
    WithJsonSchema({"anyOf": [_DATE_TEXT, _YEAR_NUMBER, {"const": NOT_STATED}]}),
]
Amount = Annotated[float, BeforeValidator(_number)]
WholeNumber = Annotated[int, BeforeValidator(_whole)]
Year = Annotated[int, BeforeValidator(_year)]
CountryCode = Annotated[str, AfterValidator(_country)]
CurrencyCode = Annotated[str, AfterValidator(_currency)]
Language = Annotated[str, AfterValidator(_language)]
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

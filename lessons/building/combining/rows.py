"""The rows of a unit's tables as they are among those of others."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any

from lessons.building.combining.links import REFERRING
from lessons.building.combining.names import Everywhere, UnitNames, term_of
from lessons.building.combining.words import Joined
from lessons.building.outputs.shared import Row
from lessons.learning.causes import causes
from lessons.library.audience import Audience, audience_of
from lessons.library.untrusted import UnitFile
from lessons.problems import LessonsError
from lessons.record.review import vocabulary_fields
from lessons.record.types import PartialDate
from lessons.record.writing import UNWRITABLE
from lessons.schema import TABLES
from lessons.text.markdown import scheme_of
from lessons.text.sanitising import URL_SCHEMES, sanitised

_OURS = ("reviews", "lessons", "uses")
_HTML = ("markup", "html")
_DAYS = ("day", "last_changed")
_ADDRESSES = ("url", "source_system_url")
_REFERENCES = ("cited_as", "superseded_by")
_OF_ITS_OWN = ("normalised", "similarities")
_TERMS_OF_REVIEWS = vocabulary_fields()
BY_NAME = {table.name: table for table in TABLES}


@dataclass(frozen=True)
class UnitRows:
    """The rows of one unit: its file, its names, and what its organisations are called among those of all, by their ids in the file."""

    file: UnitFile
    names: UnitNames
    everywhere: Everywhere
    words: Joined
    organisations: Mapping[str, str]

    def of(self, name: str, *only: str) -> Iterator[Row]:
        """Yield the rows of a table with ids, references, terms, HTML and addresses as they are here; row numbers are left out.

        ``only`` these columns, where some are named, as for what is reckoned from all rows before they are copied. Raises
        :class:`LessonsError` for rows that no database of ours has.
        """
        return (self._here(name, row) for row in self.file.rows(BY_NAME[name], *only))

    def places(self, name: str, column: str) -> Iterator[tuple[str, int]]:
        """Yield the id in a ``column`` of each row of a table, as it is here, and where in the file the row stands."""
        return ((self.names.full(str(id_)), place) for id_, place in self.file.places(BY_NAME[name], column))

    def at(self, name: str, place: int) -> Row:
        """Return the row at a place that :meth:`places` yielded, as :meth:`of` does."""
        return self._here(name, self.file.row(BY_NAME[name], place))

    def _here(self, name: str, row: Row) -> Row:
        if "handling" in row:
            self._require_shown(row)
        kinds = _kinds(name)
        found = {}
        for column, value in row.items():
            kind = kinds.get(column)
            if kind == "unit":
                found[column] = self.names.unit
            elif kind and isinstance(value, str):
                found[column] = UNWRITABLE.sub("", value) if kind == "text" else self._text(kind, row, value)
            elif kind:
                found[column] = value
        return found

    def _text(self, kind: str, row: Row, value: str) -> Any:
        match kind:
            case "id":
                return self.names.full(value)
            case "reference":
                return self.everywhere.reference(value, self.names)
            case "organisation":
                return self._known(self.organisations, value, "organisation")
            case "person":
                return self.words.people.get((self.names.unit, value))
            case "term":
                scheme = self._known(self.words.schemes, str(row["scheme"]), "scheme")
                return self._term(scheme, value)
            case "html":
                return self.names.relinked(sanitised(value))
            case "address":
                return value if scheme_of(value) in URL_SCHEMES else None
            case "normalised" | "similarities":
                return {"normalised": self._texts, "similarities": self._similarities}[kind](value)
            case "date" | "day":
                return self._date(value, whole=kind == "day")
        return self._term(kind.removeprefix("term of "), value)

    def _term(self, scheme: str, value: str) -> str:
        return self.words.term(self.names.unit, scheme, term_of(self.file.shown, scheme, value))

    def _require_shown(self, row: Row) -> None:
        """Refuse a review or a use that those may not see whom the database says that it is for."""
        for_whom = audience_of(self.file.facts)
        if not Audience(str(row["handling"])).within(for_whom) or (
            row["editorial_status"] != "published" and not for_whom.drafts
        ):
            raise LessonsError(
                f'{self.file.shown}: says that it is for {for_whom}, and has "{str(row["id"])[:80]}" for {row["handling"]} readers, {row["editorial_status"]}; '
                "build that database again"
            )

    def _known(self, known: Mapping[str, str], value: str, what: str) -> str:
        if value not in known:
            raise LessonsError(
                f'{self.file.shown}: names the {what} "{value[:80]}", which it does not list; build that database again'
            )
        return known[value]

    def _date(self, value: str, *, whole: bool) -> str:
        """Return a date as it stands; pages reckon with it, so it has to be one, and where it is ``whole``, a day."""
        precision = _precision(value)
        if precision is None or (whole and precision != "day"):
            raise LessonsError(
                f'{self.file.shown}: "{value[:80]}" stands where a {"day" if whole else "date"} must stand; build that database again'
            )
        return value

    def _similarities(self, value: str) -> str:
        """Return the vector of a lesson in the order in which this program lists causes, which is that of the unit unless another version built it."""
        listed = self._listed_causes
        try:
            own = dict(zip(listed, bytes.fromhex(value), strict=True))
        except ValueError:
            raise LessonsError(
                f"{self.file.shown}: how much a lesson reads like each cause is not as this program writes it; build that database again"
            ) from None
        return value if listed == causes().names else bytes(own.get(cause, 0) for cause in causes().names).hex()

    @cached_property
    def _listed_causes(self) -> tuple[str, ...]:
        rows = self.file.rows(BY_NAME["causes"], "number", "cause")
        return tuple(str(row["cause"]) for row in sorted(rows, key=lambda row: int(row["number"])))

    def _texts(self, value: str) -> str:
        try:
            texts = json.loads(value)
        except ValueError:
            texts = None
        if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
            raise LessonsError(
                f"{self.file.shown}: its text for search is not as this program writes it; build that database again"
            )
        return json.dumps(texts, ensure_ascii=False)


@lru_cache(maxsize=20_000)
def _precision(value: str) -> str | None:
    """Return how precise a date is, ``None`` for what is none. Few dates stand in many rows."""
    try:
        date = PartialDate.parse(value)
    except ValueError:
        return None
    return date.precision if date == value else None


@cache
def _kinds(name: str) -> dict[str, str]:
    """Return what each column of a table holds, but for row numbers."""
    table = BY_NAME[name]
    dates = {column.name.removesuffix("_earliest") for column in table.columns if column.name.endswith("_earliest")}
    days = {*_DAYS, *(f"{name}_{end}" for name in dates for end in ("earliest", "latest"))}
    return {
        column.name: "date"
        if column.name in dates
        else "day"
        if column.name in days
        else _kind(table.name, column.name, column.references)
        for column in table.columns
        if not column.generated and column.name != "number"
    }


def _kind(table: str, name: str, references: tuple[str, str] | None) -> str:
    if (references and references[0] in _OURS) or (name == "id" and table in (*_OURS, "outcomes")):
        return "id"
    if references and references[0] == "units":
        return "unit"
    if references and references[0] == "organisations":
        return "organisation"
    if references and references[0] == "people":
        return "person"
    if name in _REFERENCES and (table in REFERRING or name == "superseded_by"):
        return "reference"
    if name == "term":
        return "term"
    if table == "reviews" and name in _TERMS_OF_REVIEWS:
        return f"term of {_TERMS_OF_REVIEWS[name]}"
    if name in _HTML:
        return "html"
    if name in _ADDRESSES:
        return "address"
    return name if name in _OF_ITS_OWN else "text"

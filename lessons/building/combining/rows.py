"""The rows of a unit's tables as they are among those of others."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lessons.building.combining.links import REFERRING
from lessons.building.combining.names import Everywhere, UnitNames
from lessons.building.combining.words import Joined
from lessons.building.outputs.shared import Row
from lessons.library.audience import Audience, audience_of
from lessons.library.untrusted import UnitFile
from lessons.problems import LessonsError
from lessons.record.review import vocabulary_fields
from lessons.record.types import PartialDate
from lessons.record.writing import UNWRITABLE
from lessons.schema import TABLES, Table
from lessons.text.markdown import scheme_of
from lessons.text.sanitising import URL_SCHEMES, sanitised

_OURS = ("reviews", "lessons", "uses")
_HTML = ("markup", "html")
_DAYS = ("day", "last_changed")
_ADDRESSES = ("url", "source_system_url")
_REFERENCES = ("cited_as", "superseded_by")
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

    def of(self, name: str) -> Iterator[Row]:
        """Yield the rows of a table with ids, references, terms, HTML and addresses as they are here; row numbers are left out.

        Raises :class:`LessonsError` for rows that no database of ours has.
        """
        table = BY_NAME[name]
        kinds = _kinds(table)
        for row in self.file.rows(table):
            if "handling" in row:
                self._require_shown(row)
            yield {column: self._value(kind, row, column) for column, kind in kinds.items()}

    def _value(self, kind: str, row: Row, column: str) -> Any:  # noqa: C901 - one line a kind of column
        value = row[column]
        if kind == "unit":
            return self.names.unit
        if value is None or not isinstance(value, str):
            return value
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
                return self.words.term(self.names.unit, row["scheme"], value)
            case "html":
                return self.names.relinked(sanitised(value))
            case "address":
                return value if scheme_of(value) in URL_SCHEMES else None
            case "normalised":
                return self._texts(value)
            case "date" | "day":
                return self._date(value, whole=kind == "day")
        if scheme := kind.removeprefix("term of ") if kind.startswith("term of ") else "":
            return self.words.term(self.names.unit, scheme, value)
        return UNWRITABLE.sub("", value)

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
                f'{self.file.shown}: names an {what} "{value[:80]}" that it does not list; build that database again'
            )
        return known[value]

    def _date(self, value: str, *, whole: bool) -> str:
        """Return a date as it stands; pages reckon with it, so it has to be one, and where it is ``whole``, a day."""
        try:
            date = PartialDate.parse(value)
        except ValueError:
            date = None
        if date != value or (whole and date.precision != "day"):
            raise LessonsError(
                f'{self.file.shown}: "{value[:80]}" stands where a {"day" if whole else "date"} must stand; build that database again'
            )
        return value

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


def _kinds(table: Table) -> dict[str, str]:
    """Return what each column of a table holds, but for row numbers."""
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
    return "normalised" if name == "normalised" else "text"

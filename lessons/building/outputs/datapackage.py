"""A Frictionless data package: the tables about reviews as CSV, and ``datapackage.json`` that describes each column.

https://specs.frictionlessdata.io/tabular-data-package/ (version 1, which today's tools read). Descriptions, types and keys
come from the declarations of :mod:`lessons.schema`.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import Any

from lessons import schema
from lessons.building.outputs.shared import Row
from lessons.building.outputs.tables import Exported
from lessons.schema.model import Column, Table

# About the database and the site rather than about reviews, or worked out from them when a database is built.
_NOT_EXPORTED = frozenset({"build_info", "data_dictionary", "documents"})
_TYPES = {"TEXT": "string", "INTEGER": "integer", "REAL": "number"}


def files(exported: Exported) -> Iterator[tuple[str, str]]:
    """Yield each table's file, the vocabulary, and last the description of them all."""
    resources = []
    names = {table.name for table in _tables()}
    for table in _tables():
        rows = exported.rows[table.name]
        text = _csv(table, rows)
        resources.append(_resource(table, rows, text, names))
        yield f"{table.name}.csv", text
    if exported.vocabulary.text:
        yield "vocabulary.yml", exported.vocabulary.text
    yield "datapackage.json", json.dumps(_package(exported, resources), ensure_ascii=False, indent=2) + "\n"


def _tables() -> list[Table]:
    return [
        table
        for table in schema.TABLES
        if not table.search_only
        and table.name not in _NOT_EXPORTED
        and all(column.type in _TYPES for column in table.columns)
    ]


def _csv(table: Table, rows: Sequence[Row]) -> str:
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows([_cell(row.get(column.name)) for column in table.columns] for row in rows)
    return text.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return str(int(value))
    # The shortest text that reads back as the same number.
    return "" if value is None else repr(value) if isinstance(value, float) else str(value)


def _package(exported: Exported, resources: list[dict[str, Any]]) -> dict[str, Any]:
    unit = exported.vocabulary.words.unit
    licences = sorted({entry.record.licence for entry in exported.selection.entries if entry.record.licence})
    package = {
        "profile": "tabular-data-package",
        "name": re.sub("[^a-z0-9._-]", "-", unit.slug),
        "title": unit.name,
        "description": unit.description,
        # Each review names its own licence in reviews.csv; these are all that occur.
        "licenses": [{"name": name} for name in licences],
        "schema_version": schema.SCHEMA_VERSION,
        "resources": resources,
    }
    return {key: value for key, value in package.items() if value}


def _resource(table: Table, rows: Sequence[Row], text: str, names: set[str]) -> dict[str, Any]:
    content = text.encode()
    described: dict[str, Any] = {
        "fields": [_field(column, rows) for column in table.columns],
        "missingValues": [""],
    }
    key = [*table.primary_key] or [column.name for column in table.columns if column.primary_key]
    if key and not any(row.get(name) in (None, "") for row in rows for name in key):
        described["primaryKey"] = key
    if foreign := list(_foreign_keys(table, names)):
        described["foreignKeys"] = foreign
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "description": table.sentence,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"lineTerminator": "\n"},
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": described,
    }


def _field(column: Column, rows: Sequence[Row]) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": _TYPES[column.type], "description": column.sentence}
    constraints: dict[str, Any] = {}
    # An empty text and a missing one are the same cell in CSV.
    if not column.null and not any(row.get(column.name) in (None, "") for row in rows):
        constraints["required"] = True
    if column.unique:
        constraints["unique"] = True
    if column.allowed and not any(row.get(column.name) == "" for row in rows):
        constraints["enum"] = list(column.allowed)
    if constraints:
        field["constraints"] = constraints
    return field


def _foreign_keys(table: Table, names: set[str]) -> Iterator[dict[str, Any]]:
    """Yield the keys that lead to tables of the package; an empty name stands for the table itself."""
    for column in table.columns:
        if column.references and column.references[0] in names:
            other, to = column.references
            yield {"fields": column.name, "reference": {"resource": "" if other == table.name else other, "fields": to}}
    for key in table.foreign_keys:
        if key.table in names:
            resource = "" if key.table == table.name else key.table
            yield {"fields": [*key.columns], "reference": {"resource": resource, "fields": [*key.to]}}

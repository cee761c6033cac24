"""A Frictionless data package: the tables and views about reviews as CSV, and ``datapackage.json`` that describes each column.

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
from pathlib import Path
from typing import Any

from lessons import schema
from lessons.building.outputs.exported import Exported
from lessons.building.outputs.folders import are_inside, of_another_kind, require_empty
from lessons.building.outputs.overwriting import DESCRIPTION
from lessons.building.outputs.relations import Relation, relations
from lessons.building.outputs.shared import Row
from lessons.record import FILE_NAME
from lessons.schema.model import Column

_TYPES = {"TEXT": "string", "INTEGER": "integer", "REAL": "number"}
# What the specification takes for the name of a licence.
_LICENCE = re.compile(r"[-a-zA-Z0-9._]+")
_MAILBOX = re.compile(r"[^\s@<>]+@[^\s@<>]+")


def files(exported: Exported) -> Iterator[tuple[str, str]]:
    """Yield the file of each table and view, the vocabulary, and last the description of them all."""
    return files_of(exported, relations(exported))


def files_of(exported: Exported, found: Sequence[Relation], folder: str = "") -> Iterator[tuple[str, str]]:
    """Yield the same of relations that are known, those of tables and views below ``folder``."""
    resources = []
    names = {relation.name for relation in found}
    for relation in found:
        text = _csv(relation)
        path = f"{folder}{relation.name}.csv"
        resources.append(_resource(relation, path, text, names))
        yield path, text
    if exported.vocabulary.text:
        yield FILE_NAME, exported.vocabulary.text
    yield DESCRIPTION, json.dumps(_package(exported, resources), ensure_ascii=False, indent=2) + "\n"


def former(folder: Path) -> set[str]:
    """Return the files of the package that a folder holds; raise ``LessonsError`` when it holds others and no package that this wrote."""
    try:
        described = json.loads((folder / DESCRIPTION).read_text("utf-8"))
        # What only ours say: of which version of our tables it is, and for whom.
        is_ours = {"schema_version", "audience"} <= described.keys()
        names = are_inside(one["path"] for one in described["resources"]) if is_ours else set()
    except (OSError, ValueError, RecursionError, AttributeError, KeyError, TypeError):
        is_ours = False
    if not is_ours:
        require_empty(folder)
        return set()
    if any("/" in name for name in names):
        raise of_another_kind(folder, "bundle")
    return {*names, FILE_NAME, DESCRIPTION}


def licences_of(exported: Exported) -> list[str]:
    """Return the licences that occur, those of units first."""
    of_units = [exported.vocabulary.words.unit.licence, *(row["licence"] for row in exported.units.values())]
    stated = sorted({str(row["licence"]) for row in exported.rows["reviews"] if row["licence"]})
    return list(dict.fromkeys([*filter(None, of_units), *stated]))


def _csv(relation: Relation) -> str:
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.name for column in relation.columns])
    writer.writerows([_cell(row.get(column.name)) for column in relation.columns] for row in relation.rows)
    return text.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return str(int(value))
    # The shortest text that reads back as the same number.
    return "" if value is None else repr(value) if isinstance(value, float) else str(value)


def _package(exported: Exported, resources: list[dict[str, Any]]) -> dict[str, Any]:
    unit = exported.vocabulary.words.unit
    package = {
        "profile": "tabular-data-package",
        "name": re.sub("[^a-z0-9._-]", "-", unit.slug),
        "title": unit.name,
        "description": unit.description,
        "homepage": unit.address,
        "version": exported.version,
        "created": exported.day and f"{exported.day}T00:00:00Z",
        "audience": str(exported.audience),
        # Each review names its own licence in the table of reviews; these are all that occur.
        "licenses": [_licence(name) for name in licences_of(exported)],
        "contributors": _contributors(exported),
        "sources": _sources(exported.rows["sources"]),
        "schema_version": schema.SCHEMA_VERSION,
        "resources": resources,
    }
    return {key: value for key, value in package.items() if value}


def _contributors(exported: Exported) -> list[dict[str, str]]:
    """Return who publishes the package, and the units whose reviews it has, where these are others."""
    named: list[dict[str, str | None]] = [{"title": exported.vocabulary.words.unit.name, "role": "publisher"}]
    named += [
        {"title": row["name"], "role": "author", "path": row["address"], "email": mailbox_of(row)}
        for row in exported.units.values()
    ]
    return [{key: value for key, value in one.items() if value} for one in named]


def mailbox_of(unit: Row) -> str | None:
    """Return the mailbox of a unit; its contact may also be a role."""
    return unit["contact"] if unit["contact"] and _MAILBOX.fullmatch(unit["contact"]) else None


def _licence(name: str) -> dict[str, str]:
    return {"name": name} if _LICENCE.fullmatch(name) else {"name": "other", "title": name}


def _sources(rows: Sequence[Row]) -> list[dict[str, str]]:
    """Return what the reviews cite, each source once; which review cites it stands in the table of sources."""
    cited = dict.fromkeys((str(row["cite"]), row["url"]) for row in rows)
    return [{"title": title, **({"path": str(url)} if url else {})} for title, url in sorted(cited, key=str)]


def _resource(relation: Relation, path: str, text: str, names: set[str]) -> dict[str, Any]:
    content = text.encode()
    described: dict[str, Any] = {
        "fields": [_field(column, relation.rows) for column in relation.columns],
        "missingValues": [""],
    }
    key = relation.key
    if key and not any(row.get(name) in (None, "") for row in relation.rows for name in key):
        described["primaryKey"] = list(key)
    if foreign := list(_foreign_keys(relation, names)):
        described["foreignKeys"] = foreign
    return {
        "profile": "tabular-data-resource",
        "name": relation.name,
        "path": path,
        "description": relation.sentence,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"lineTerminator": "\n"},
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": described,
    }


def _field(column: Column, rows: Sequence[Row]) -> dict[str, Any]:
    type_ = "date" if column.day else _TYPES[column.type]
    field: dict[str, Any] = {"name": column.name, "type": type_, "description": column.sentence}
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


def _foreign_keys(relation: Relation, names: set[str]) -> Iterator[dict[str, Any]]:
    """Yield the keys that lead to tables of the package; an empty name stands for the table itself."""
    for columns, other, to in relation.foreign_keys:
        # In SQL a key with an empty part refers to nothing; readers of packages look for it in vain.
        partly = any(0 < sum(row.get(name) in (None, "") for name in columns) < len(columns) for row in relation.rows)
        if other in names and not partly:
            resource = "" if other == relation.name else other
            # One column is written as a text, several as a list.
            fields, reference = (one[0] if len(one) == 1 else list(one) for one in (columns, to))
            yield {"fields": fields, "reference": {"resource": resource, "fields": reference}}

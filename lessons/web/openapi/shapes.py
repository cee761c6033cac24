"""JSON Schema (2020-12) of values: of the dataclasses that the library reads from the database, and of objects written by hand."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints

from lessons.schema import dictionary

if TYPE_CHECKING:
    from collections.abc import Mapping

Schema = dict[str, Any]

_SCALARS = {str: "string", int: "integer", float: "number", bool: "boolean"}
TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
YES_OR_NO: Schema = {"type": "boolean"}
URL: Schema = {
    "type": "string",
    "format": "uri-reference",
    "description": "The permanent address; a path where the site does not know its own.",
}


def or_null(schema: Schema) -> Schema:
    """Return the schema of a value that may be missing."""
    if isinstance(schema.get("type"), str) and "enum" not in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def listed(schema: Schema) -> Schema:
    """Return the schema of a list of such values."""
    return {"type": "array", "items": schema}


def by_name(schema: Schema) -> Schema:
    """Return the schema of an object that holds such values by names that the data decide."""
    return {"type": "object", "additionalProperties": schema}


def ref(name: str) -> Schema:
    """Return the reference to a schema that the document names."""
    return {"$ref": f"#/components/schemas/{name}"}


def thing(properties: Mapping[str, Schema], *, optional: tuple[str, ...] = (), description: str = "") -> Schema:
    """Return the schema of an object; all of its properties are there but the ``optional`` ones."""
    schema: Schema = {"type": "object", "properties": dict(properties)}
    if description:
        schema["description"] = description
    return {**schema, "required": [name for name in properties if name not in optional]}


MAYBE = or_null(TEXT)
NAMED = thing({"id": TEXT, "name": TEXT})


def of_class(kind: type, table: str = "", **more: Schema) -> Schema:
    """Return the schema of a dataclass as an object, with what an answer adds to it.

    A property that is called as a column of ``table`` is described as that column is.
    """
    hints, meanings = get_type_hints(kind), _meanings().get(table, {})
    properties: dict[str, Schema] = {}
    for field in fields(kind):
        schema = of_type(hints[field.name])
        properties[field.name] = {**schema, "description": meanings[field.name]} if field.name in meanings else schema
    first, *_ = (kind.__doc__ or "").replace("``", "`").split("\n\n")
    return thing({**properties, **more}, description=" ".join(first.split()))


def of_type(hint: Any) -> Schema:
    """Return the schema of an annotated type: text, numbers, what may be missing, lists, values by name, dataclasses.

    Raises ``TypeError`` for any other: it would need a schema of its own.
    """
    if hint in _SCALARS:
        return {"type": _SCALARS[hint]}
    if is_dataclass(hint) and isinstance(hint, type):
        return of_class(hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType) and NoneType in arguments and len(arguments) == 2:
        return or_null(of_type(next(one for one in arguments if one is not NoneType)))
    if origin in (list, tuple) and len({*arguments} - {...}) == 1:
        return listed(of_type(arguments[0]))
    if origin is dict:
        return by_name(of_type(arguments[1]))
    raise TypeError(f"no schema for {hint}")


@cache
def _meanings() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for row in dictionary():
        if row.column_name:
            found.setdefault(row.table_name, {})[row.column_name] = row.meaning
    return found

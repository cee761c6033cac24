"""The JSON Schema of the front matter, generated from the one declaration of its fields."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from lessons.record.parts import Record
from lessons.record.review import Review, vocabulary_fields
from lessons.record.types import Text
from lessons.record.use import LessonUse
from lessons.record.vocabulary import Vocabulary
from lessons.schemes import NOT_STATED, worded

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TITLES: dict[type[Record], str] = {
    Review: "Front matter of an after-action review",
    LessonUse: "Front matter of the use of a lesson",
}


def json_schema(vocabulary: Vocabulary | None = None, record: type[Record] = Review) -> dict[str, Any]:
    """Return the schema of the front matter of a review, or of a use; with a vocabulary, its terms are what the fields take."""
    schema = record.model_json_schema(by_alias=True)
    properties = schema["properties"]
    for part in schema["$defs"].values():
        for name, field in part.get("properties", {}).items():
            _simplify(name, field)
    for name, field in properties.items():
        if field.get("plain"):
            field["items"] = {"anyOf": [TypeAdapter(Text).json_schema(), field["items"]]}
        _simplify(name, field)
        if field.get("type") == "array":
            # A single value counts as a list of one.
            properties[name] = {
                **{key: field[key] for key in ("title", "description") if key in field},
                "anyOf": [field, field["items"]],
            }
    for name, scheme in vocabulary_fields().items():
        terms = (vocabulary.allowed(scheme) if vocabulary else None) or None
        if terms and name in properties:
            extra = [NOT_STATED] if name == "sector" else []
            _restrict(properties[name], list(dict.fromkeys([*terms, *extra])))
    return {"$schema": DIALECT, **schema, "title": _TITLES[record]}


def text(vocabulary: Vocabulary | None = None, record: type[Record] = Review) -> str:
    """Return the schema as JSON text."""
    return json.dumps(json_schema(vocabulary, record), indent=2, ensure_ascii=False) + "\n"


def _simplify(name: str, field: dict[str, Any]) -> None:
    """Take out what only our own code reads, and `null`, which is written by leaving the field out."""
    field["title"] = worded(name)
    for key in ("vocabulary", "facet", "advanced", "plain", "default"):
        field.pop(key, None)
    choices = [choice for choice in field.get("anyOf", ()) if choice != {"type": "null"}]
    if choices:
        field["anyOf"] = choices
    if len(choices) == 1:
        del field["anyOf"]
        field.update({key: value for key, value in choices[0].items() if key not in field})


def _restrict(field: dict[str, Any], terms: list[str]) -> None:
    for choice in field.get("anyOf", [field]):
        if choice.get("type") == "string":
            choice["enum"] = terms
        elif choice.get("type") == "array":
            choice["items"] = {"type": "string", "enum": terms}

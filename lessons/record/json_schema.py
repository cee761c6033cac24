"""The JSON Schema of the front matter, generated from the one declaration of its fields."""

from __future__ import annotations

import json
from typing import Any

from lessons.record.review import Review, vocabulary_fields
from lessons.record.vocabulary import Vocabulary
from lessons.schemes import NOT_STATED, worded

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(vocabulary: Vocabulary | None = None) -> dict[str, Any]:
    """Return the schema of the front matter; with a vocabulary, its terms are what the fields take."""
    schema = Review.model_json_schema(by_alias=True)
    properties = schema["properties"]
    for record in schema["$defs"].values():
        for name, field in record.get("properties", {}).items():
            _simplify(name, field)
    for name, field in properties.items():
        _simplify(name, field)
        if field.get("type") == "array":
            # A single value counts as a list of one.
            properties[name] = {
                **{key: field[key] for key in ("title", "description") if key in field},
                "anyOf": [field, field["items"]],
            }
    for name, scheme in vocabulary_fields().items():
        terms = (vocabulary.allowed(scheme) if vocabulary else None) or None
        if terms:
            extra = [NOT_STATED] if name == "sector" else []
            _restrict(properties[name], list(dict.fromkeys([*terms, *extra])))
    return {"$schema": DIALECT, **schema, "title": "Front matter of an after-action review"}


def text(vocabulary: Vocabulary | None = None) -> str:
    """Return the schema as JSON text."""
    return json.dumps(json_schema(vocabulary), indent=2, ensure_ascii=False) + "\n"


def _simplify(name: str, field: dict[str, Any]) -> None:
    """Take out what only our own code reads, and `null`, which is written by leaving the field out."""
    field["title"] = worded(name)
    for key in ("vocabulary", "facet", "advanced", "default"):
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

"""The JSON Schema of the front matter, generated from the one declaration of its fields."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from lessons.record.parts import Record
from lessons.record.review import Review
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
    """Return the schema of the front matter of a review, or of a use; with a vocabulary, its terms are what the fields take.

    Every term has its label as ``title``, and its definition as ``description`` where the vocabulary has one.
    """
    words = vocabulary or Vocabulary()
    schema = record.model_json_schema(by_alias=True)
    properties = schema["properties"]
    for part in schema["$defs"].values():
        for name, field in part.get("properties", {}).items():
            _simplify(name, field, words)
    for name, field in properties.items():
        if field.get("plain"):
            field["items"] = {"anyOf": [TypeAdapter(Text).json_schema(), field["items"]]}
        _simplify(name, field, words)
        if field.get("type") == "array":
            # A single value counts as a list of one.
            properties[name] = {
                **{key: field[key] for key in ("title", "description") if key in field},
                "anyOf": [field, field["items"]],
            }
    return {"$schema": DIALECT, **schema, "title": _TITLES[record]}


def text(vocabulary: Vocabulary | None = None, record: type[Record] = Review) -> str:
    """Return the schema as JSON text."""
    return json.dumps(json_schema(vocabulary, record), indent=2, ensure_ascii=False) + "\n"


def _simplify(name: str, field: dict[str, Any], vocabulary: Vocabulary) -> None:
    """Take out what only our own code reads, and `null`, which is written by leaving the field out; name the terms."""
    field["title"] = worded(name)
    scheme = field.pop("vocabulary", None)
    for key in ("facet", "advanced", "plain", "default"):
        field.pop(key, None)
    choices = [choice for choice in field.get("anyOf", ()) if choice != {"type": "null"}]
    if choices:
        field["anyOf"] = choices
    if len(choices) == 1:
        del field["anyOf"]
        field.update({key: value for key, value in choices[0].items() if key not in field})
    if scheme and (terms := vocabulary.allowed(scheme)):
        extra = [NOT_STATED] if scheme == "sector" else []
        _restrict(field, [_term(scheme, slug, vocabulary) for slug in dict.fromkeys([*terms, *extra])])


def _term(scheme: str, slug: str, vocabulary: Vocabulary) -> dict[str, str]:
    # Editors show title and description beside a constant; an enumeration has place for neither.
    term = vocabulary.terms(scheme).get(slug)
    described = {"description": term.definition} if term and term.definition else {}
    return {"const": slug, "title": term.label if term else worded(slug), **described}


def _restrict(field: dict[str, Any], terms: list[dict[str, str]]) -> None:
    for choice in field.get("anyOf", [field]):
        if choice.get("type") == "string":
            choice.pop("enum", None)
            choice["oneOf"] = terms
        elif choice.get("type") == "array":
            choice["items"] = {"type": "string", "oneOf": terms}

"""What pydantic found wrong, in words that a contributor can act on."""

from __future__ import annotations

import re
from typing import Any

from lessons.record.types import shorten

# Errors that our own types raise carry the id of the check that reports them; these are pydantic's.
_RULES = {"missing": "required-fields", "extra_forbidden": "known-fields", "literal_error": "known-terms"}
_OWN = frozenset({"dates", "field-types", "known-terms", "links", "outcomes", "safe-links"})
_BETWEEN = re.compile(r"\s+(?:to|until|till|-|–)\s+|(?<=\d{4})[-–](?=\d{4})", re.IGNORECASE)
# Of the records inside a review, the field that a text in the place of the record most likely is.
_TEXT_ALONE = frozenset({"cite", "from", "lesson", "measure", "on"})
_FIELDS_DUE = frozenset({"model_type", "model_attributes_type", "dict_type"})


def rule_of(error: Any) -> str:
    """Return the id of the check that reports an error (one of ``ValidationError.errors()``)."""
    kind = str(error["type"])
    if kind == "literal_error" and not isinstance(error.get("input"), str):
        return "field-types"
    return kind if kind in _OWN else _RULES.get(kind, "field-types")


def in_words(error: Any, fields: str = "") -> str:
    """Return the message for one of ``ValidationError.errors()``.

    ``fields`` lists the fields that are due where the error says that there are none.
    """
    kind, value = str(error["type"]), error.get("input")
    if kind in _OWN:
        return str(error["msg"])
    if kind == "missing":
        return f'"{error["loc"][-1]}" is missing'
    if kind == "extra_forbidden":
        return f'unknown field "{shorten(str(error["loc"][-1]))}"'
    if value is None and error["loc"] and isinstance(error["loc"][-1], int):
        return "found an empty item; write a value after the `-`, or delete the line"
    found = _found(value)
    first = fields.split(", ")[0]
    if kind in _FIELDS_DUE and isinstance(value, str) and first in _TEXT_ALONE:
        if first == "cite" and re.match(r"https?://", value):
            return f"found {found}; write `- cite: …` with what it is, and below it `url: {shorten(value)}`"
        if first == "from" and (between := _BETWEEN.split(value)) and len(between) == 2:
            return f"found {found}; write `from: {between[0]}` and below it `to: {between[1]}`"
        others = f", and its other fields below it: {fields.partition(', ')[2]}" if first != "cite" else ""
        return f"found {found}; write `{first}: {shorten(value, 30)}`{others}"
    if kind in _FIELDS_DUE:
        return f"found {found}; {_due(kind, value, fields)}"
    if kind == "string_type" or (kind == "literal_error" and not isinstance(value, str)):
        return f"found {found}; write one value" + _colon_hint(value)
    messages = {
        "string_too_short": "found nothing but spaces; write a value or leave the field out",
        "list_type": f"found {found}; write a list, one `- value` per line",
        "literal_error": f"found {found}; write " + str(error.get("ctx", {}).get("expected", "")).replace("'", ""),
    }
    return messages.get(kind, f"found {found}; {str(error['msg']).lower()}")


def _due(kind: str, value: Any, fields: str) -> str:
    """Return what to write where fields are due: those of one thing, or of several, each by its slug, such as the terms of a scheme."""
    if kind == "dict_type":
        items = value if isinstance(value, list) else []
        slug = next((str(one["slug"]) for one in items if isinstance(one, dict) and one.get("slug")), "")
        example = f" (`{shorten(slug, 30)}:`)" if slug else ""
        return f"write each under its slug{example}, with its fields below it, indented: {fields}"
    return "write its fields below it, one `name: value` per line" + (f": {fields}" if fields else "")


def _found(value: Any) -> str:
    if isinstance(value, dict):
        return "fields (" + shorten(", ".join(map(str, value))) + ")"
    if isinstance(value, list):
        return "a list"
    return "nothing" if value is None else f'"{shorten(str(value))}"'


def _colon_hint(value: Any) -> str:
    return (
        " (a colon followed by a space makes a field; put a value that holds one in quotes)"
        if isinstance(value, dict)
        else ""
    )

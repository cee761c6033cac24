"""What pydantic found wrong, in words that a contributor can act on."""

from __future__ import annotations

from typing import Any

from lessons.field_types import shorten

# Errors that our own types raise carry the id of the check that reports them; these are pydantic's.
_RULES = {"missing": "required-fields", "extra_forbidden": "known-fields", "literal_error": "known-terms"}
_OWN = frozenset({"dates", "field-types", "known-terms", "links", "outcomes", "safe-links"})


def rule_of(error: Any) -> str:
    """Return the id of the check that reports an error (one of ``ValidationError.errors()``)."""
    kind = str(error["type"])
    return kind if kind in _OWN else _RULES.get(kind, "field-types")


def in_words(error: Any) -> str:
    """Return the message for one of ``ValidationError.errors()``."""
    kind, name = str(error["type"]), str(error["loc"][-1]) if error["loc"] else "the front matter"
    if kind in _OWN:
        return str(error["msg"])
    found = _found(error.get("input"))
    messages = {
        "missing": f'"{name}" is missing',
        "extra_forbidden": f'unknown field "{shorten(name)}"',
        "string_type": f"found {found}; write one value" + _colon_hint(error.get("input")),
        "string_too_short": f'"{name}" is empty; write a value or leave the field out',
        "list_type": f"found {found}; write a list, one `- value` a line",
        "model_type": f"found {found}; write its fields below it, one `name: value` a line",
        "model_attributes_type": f"found {found}; write its fields below it, one `name: value` a line",
        "dict_type": f"found {found}; write its fields below it, one `name: value` a line",
        "literal_error": f"unknown term {found}; " + str(error.get("ctx", {}).get("expected", "")).replace("'", '"'),
    }
    return messages.get(kind, f"found {found}; {str(error['msg']).lower()}")


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

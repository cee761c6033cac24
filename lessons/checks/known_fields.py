"""Only fields that the record knows may stand in the front matter.

What is right: the fields listed by `lessons schema`; five are required, the others optional.

Why: a misspelt field would be lost without a word. What has no field of its own belongs in the text.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel

from lessons.checks.collection import Collection
from lessons.checks.record_errors import of_rule
from lessons.entries import Entry
from lessons.field_types import shorten
from lessons.problems import Problem
from lessons.review import Review

ID = "known-fields"


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for each unknown field, with the one that was probably meant."""
    for error, place in of_rule(entry, ID):
        name = str(error["loc"][-1])
        known = _fields_at(tuple(error["loc"][:-1]))
        close = difflib.get_close_matches(name.casefold().replace("-", "_").replace(" ", "_"), known, n=1, cutoff=0.6)
        hint = f', did you mean "{close[0]}"?' if close else f"; known are: {', '.join(known)}"
        yield Problem(place, f'unknown field "{shorten(name)}"{hint}', ID)


def _fields_at(path: tuple[int | str, ...]) -> list[str]:
    """Return the names of the fields that the record at ``path`` has."""
    model: type[BaseModel] = Review
    for step in path:
        if isinstance(step, str):
            field = next((field for name, field in model.model_fields.items() if step in (name, field.alias)), None)
            model = _model_in(field.annotation if field else None) or model
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)

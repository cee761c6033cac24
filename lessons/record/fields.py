"""Looking into declarations of records: which fields a record has, and the record that a field holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo


def written(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    """Yield the fields of a record under the names by which they are written."""
    return ((field.alias or name, field) for name, field in model.model_fields.items())


def record_in(annotation: Any) -> type[BaseModel] | None:
    """Return the record that a field holds, alone, in a list or by name; ``None`` when it holds plain values."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := record_in(part))), None)


def fields_at(model: type[BaseModel], path: tuple[int | str, ...]) -> list[str]:
    """Return the names, as written, of the fields that the record at ``path`` has (the nearest one around it, if none)."""
    for step in path:
        field = next((field for name, field in written(model) if name == step), None)
        model = record_in(field.annotation if field else None) or model
    return [name for name, _ in written(model)]


def all_fields(model: type[BaseModel], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], FieldInfo]]:
    """Yield every field, in records inside too, with the names that lead to it."""
    for name, field in written(model):
        yield (*path, name), field
        if inner := record_in(field.annotation):
            yield from all_fields(inner, (*path, name))

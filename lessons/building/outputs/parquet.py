"""The tables and views as Parquet (https://parquet.apache.org), with types and the sentence of each column; needs the extra ``parquet``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from importlib import import_module
from types import ModuleType
from typing import Any

from lessons.building.outputs.relations import Relation
from lessons.schema.model import Column

ENDING = ".parquet"
EXTRA = "parquet"


def library() -> ModuleType | None:
    """Return the library that writes Parquet, ``None`` where the extra is not installed."""
    try:
        import_module("pyarrow.parquet")
        return import_module("pyarrow")
    except ImportError:
        return None


def files(relations: Sequence[Relation], folder: str, arrow: ModuleType) -> Iterator[tuple[str, bytes]]:
    """Yield the file of each table and view, below ``folder``; ``arrow`` is what :func:`library` returns."""
    for relation in relations:
        columns = [_typed(column, relation) for column in relation.columns]
        fields = [_field(column, arrow) for column in relation.columns]
        described = arrow.schema(fields, metadata={"description": relation.sentence})
        arrays = [arrow.array(values, type=field.type) for values, field in zip(columns, fields, strict=True)]
        sink = arrow.BufferOutputStream()
        arrow.parquet.write_table(arrow.Table.from_arrays(arrays, schema=described), sink, compression="zstd")
        yield f"{folder}{relation.name}{ENDING}", sink.getvalue().to_pybytes()


def _typed(column: Column, relation: Relation) -> list[Any]:
    values = (row.get(column.name) for row in relation.rows)
    if column.day:
        return [date.fromisoformat(value) if value else None for value in values]
    return [int(value) if isinstance(value, bool) else value for value in values]


def _field(column: Column, arrow: ModuleType) -> Any:
    types = {"TEXT": arrow.string, "INTEGER": arrow.int64, "REAL": arrow.float64}
    type_ = arrow.date32() if column.day else types[column.type]()
    # A key may be asked for as such; that a value is missing is never an error of the file.
    return arrow.field(column.name, type_, metadata={"description": column.sentence})

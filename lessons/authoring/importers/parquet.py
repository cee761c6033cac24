"""Records from Parquet files (https://parquet.apache.org); needs the extra ``parquet``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from lessons.authoring.importers.sources import Row, Settings
from lessons.problems import LessonsError, Place
from lessons.text.files import reason

# Rows that are in memory at a time.
_BATCH = 1_000


def read_parquet(path: Path, settings: Settings) -> Iterator[Row]:
    """Yield the rows of a Parquet file, with numbers and dates as texts, lists and records as they are.

    Raises :class:`LessonsError` when it is none, or the library that reads it is not installed.
    """
    try:
        arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as error:
        raise LessonsError(
            "Parquet needs the extra parquet: pip install 'lessons-learned-unit[parquet]'; or export the records as CSV"
        ) from error
    place = Place(path.as_posix())
    number = 0
    try:
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(_BATCH):
                for values in batch.to_pylist():
                    number += 1
                    yield Row(place, {name: _as_text(value) for name, value in values.items()}, name=f"record {number}")
    except (OSError, arrow.ArrowException, UnicodeDecodeError) as error:
        # The library raises an error of the system, without its number, for some kinds of damage too.
        if isinstance(error, OSError) and error.errno is not None:
            raise LessonsError(f"cannot read {path}: {reason(error)}") from error
        raise LessonsError(f"{path} is not a Parquet file, or is damaged") from error


def _as_text(value: Any) -> Any:
    """Return a value in the form in which rules take it: a text, or lists and records of texts."""
    if isinstance(value, Mapping):
        return {name: _as_text(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_as_text(item) for item in value]
    if isinstance(value, bytes):
        return value.decode("utf-8")
    return value if value is None or isinstance(value, bool | str) else str(value)

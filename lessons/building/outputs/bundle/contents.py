"""What is in a bundle, one file after the other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from lessons.building.outputs import database, datapackage, lesson_table, ndjson, parquet
from lessons.building.outputs.bundle import about
from lessons.building.outputs.bundle.sums import DATABASE, SUMS
from lessons.building.outputs.exported import Exported
from lessons.building.outputs.relations import relations
from lessons.library.file_digest import PIECE

TABLES, PARQUET = "tables/", "parquet/"


class File(NamedTuple):
    """One file: its path in the bundle, and its content or where that stands."""

    path: str
    content: bytes | Path

    def pieces(self) -> Iterator[bytes]:
        """Yield the content."""
        if isinstance(self.content, bytes):
            yield self.content
            return
        with self.content.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece


def files(exported: Exported, aside: Path) -> Iterator[File]:
    """Yield each file of the bundle, last the sums of the others; ``aside`` is a folder for what is too large for memory.

    The reviews leave the selection. Raises :class:`~lessons.problems.LessonsError` when the database cannot be written.
    """
    parts: list[about.BundledFile] = []
    for file in _described(exported, aside):
        parts.append(_part(file))
        yield file
    described = (
        (about.CATALOGUE, about.catalogue(exported, parts)),
        (about.CITATION, about.citation(exported)),
        (about.README, about.readme(exported, parts)),
    )
    for path, text in described:
        file = File(path, text.encode())
        parts.append(_part(file))
        yield file
    yield File(SUMS, "".join(f"{part.digest}  {part.path}\n" for part in sorted(parts, key=str)).encode())


def _described(exported: Exported, aside: Path) -> Iterator[File]:
    """Yield what the catalogue lists."""
    found = relations(exported)
    for path, text in chain(
        datapackage.files_of(exported, found, TABLES), ndjson.files(exported), lesson_table.files(exported)
    ):
        yield File(path, text.encode())
    if arrow := parquet.library():
        yield from (File(path, content) for path, content in parquet.files(found, PARQUET, arrow))
    if exported.database is not None:
        yield File(DATABASE, exported.database)
        return
    # Last of these, since the reviews are gone then.
    output = aside / DATABASE
    database.write(
        exported.selection,
        exported.vocabulary,
        output,
        facts=exported.facts,
        history=exported.history,
        paths=exported.paths,
    )
    yield File(DATABASE, output)


def _part(file: File) -> about.BundledFile:
    digest, size = hashlib.sha256(), 0
    for piece in file.pieces():
        digest.update(piece)
        size += len(piece)
    return about.BundledFile(file.path, size, digest.hexdigest())

"""Exports: the same selected entries as files that other programs read.

An export is a module with a function ``files(exported)`` that yields the name and the text of each file it writes, and one that says what a former one
wrote; peers behind this one protocol. Adding one takes its module and a line in :data:`EXPORTS`.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from lessons.building import history
from lessons.building.fingerprint import digests, of_contents
from lessons.building.outputs import datapackage, lesson_table, ndjson
from lessons.building.outputs.exported import Exported
from lessons.building.selection import select
from lessons.entries.collection import Collection
from lessons.text import files

__all__ = ["EXPORTS", "Export", "Exported", "gather"]


@dataclass(frozen=True)
class Export:
    """One kind of export: what it is, the function that writes it, and what of a former one may be written over.

    Of a file ``wrote`` says whether it is one; of a folder ``former`` which of its files are, and it raises :class:`LessonsError` where it holds others.
    """

    help: str
    make: Callable[[Exported], Iterator[tuple[str, str]]]
    wrote: Callable[[Path], bool] | None = None
    former: Callable[[Path], set[str]] | None = None


EXPORTS: Mapping[str, Export] = {
    "ndjson": Export(
        "One review or use per line, with its Markdown as written: everything.", ndjson.files, ndjson.wrote
    ),
    "csv": Export(
        "One lesson per row with who used it and the facts of its review, for a spreadsheet.",
        lesson_table.files,
        lesson_table.wrote,
    ),
    "datapackage": Export(
        "A folder with the tables as CSV, described as a Frictionless data package.",
        datapackage.files,
        former=datapackage.former,
    ),
}


def gather(
    collection: Collection, folder: Path, audience: str, *, drafts: bool, unfinished: Container[str] = ()
) -> Exported:
    """Return what an audience gets of the entries of a folder, ready to be exported, without those at the paths ``unfinished``."""
    selection = select(collection, audience, drafts=drafts, unfinished=unfinished)
    shown = files.shown(folder)
    paths = {entry.id: PurePosixPath(entry.path).relative_to(shown).as_posix() for entry in collection.entries}
    known = history.read(folder)
    facts = {
        "audience": audience,
        "drafts": "yes" if drafts else "no",
        "content_digest": of_contents(digests(folder), known.dates, audience, drafts=drafts),
        "unit": collection.vocabulary.words.unit.slug,
    }
    return Exported(selection, selection.vocabulary, facts, known.dates, paths, known.unknown)

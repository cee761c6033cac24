"""What of a bundle the importer reads, taken out of its zip file."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj

from lessons.authoring.importers import package
from lessons.building.outputs.bundle.contents import TABLES
from lessons.building.outputs.bundle.sums import DATABASE, SUMS
from lessons.building.outputs.bundle.verifying import opened, verify
from lessons.problems import LessonsError
from lessons.record import FILE_NAME

_NEEDED = (package.DESCRIPTION, FILE_NAME, *(f"{TABLES}{name}.csv" for name in (*package.TABLES, package.UNITS)))

_ZIP = b"PK"


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """Yield the folder with the tables and the vocabulary of a bundle or data package; for a zip file, one that is gone afterwards.

    Raises :class:`~lessons.problems.LessonsError` when it is none of a library, or a table was changed since it was written.
    """
    with opened(path) as bundle, tempfile.TemporaryDirectory() as aside:
        folder = path if path.is_dir() else Path(aside)
        for name in _NEEDED if folder is not path else ():
            if name in bundle.names():
                (folder / name).parent.mkdir(exist_ok=True)
                with bundle.open(name) as file, (folder / name).open("wb") as copy:
                    copyfileobj(file, copy)
        try:
            package.tables_of(folder)
        except LessonsError as error:
            raise LessonsError(f"{path}: {error}") from error
        yield folder


def is_bundle(path: Path) -> bool:
    """Return whether a path is that of a zip file, whole or not, or of a folder with the checksums of a bundle."""
    if path.is_dir():
        return (path / SUMS).is_file()
    try:
        with path.open("rb") as file:
            begins_as_zip = file.read(len(_ZIP)) == _ZIP
    except OSError:
        return False
    # Of one that was cut short neither its end nor, where nothing is left, its beginning tells.
    return begins_as_zip or path.suffix.casefold() == ".zip" or zipfile.is_zipfile(path)


def database_of(path: Path, aside: Path) -> Path:
    """Take the database out of a bundle into the folder ``aside``, and return where it is.

    Raises :class:`~lessons.problems.LessonsError` when there is no bundle at ``path``, or it was changed since it was written.
    """
    found = verify(path)
    if found.problems:
        raise LessonsError(f"{path}: {found.problems[0]}")
    copy = aside / DATABASE
    with opened(path) as bundle, bundle.open(DATABASE) as file, copy.open("wb") as beside:
        copyfileobj(file, beside)
    return copy

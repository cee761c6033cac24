"""What of a bundle the importer reads, taken out of its zip file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj

from lessons.authoring.importers import package
from lessons.building.outputs.bundle.contents import TABLES
from lessons.building.outputs.bundle.verifying import opened
from lessons.problems import LessonsError
from lessons.record import FILE_NAME

_NEEDED = (package.DESCRIPTION, FILE_NAME, *(f"{TABLES}{name}.csv" for name in package.TABLES))


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

"""Which folders of entries the paths after a command name, and which files in them."""

from __future__ import annotations

import os
from pathlib import Path

from lessons.cli.options import of_repository
from lessons.entries.folder import inside
from lessons.problems import LessonsError
from lessons.record.use import FOLDER as USES
from lessons.record.vocabulary import FILE_NAME
from lessons.text.files import find, is_entry


def folders(paths: tuple[Path, ...]) -> dict[Path, set[str] | None]:
    """Return the folders to read, each with the shown paths of the files to report, or ``None`` for all of them.

    Raises :class:`~lessons.problems.LessonsError` for a path that is not there, or no review.
    """
    named: dict[Path, set[str] | None] = {}
    for path in map(of_repository, paths):
        folder = _folder_of(path)
        if folder == path or path.name == FILE_NAME:
            named[folder] = None
        elif folder not in named:
            named[folder] = inside(folder, _entries_at(path))
        elif (only := named[folder]) is not None:
            only |= inside(folder, _entries_at(path))
    return named


def _entries_at(path: Path) -> list[Path]:
    """Return the entries that a path means: those of a folder inside a folder of entries, or the one file."""
    if path.is_dir():
        return list(find(path))
    if not is_entry(path.name):
        raise LessonsError(
            f"{path} is not a review: a review is a Markdown file (.md), not README.md, not beginning with _ or ."
        )
    return [path]


def _folder_of(path: Path) -> Path:
    """Return the folder of entries that a path belongs to: the nearest one with a vocabulary, else itself or the file's own."""
    if not os.path.exists(path):
        raise LessonsError(f"there is no file or folder {path}")
    own = path if path.is_dir() else path.parent
    with_words = next((parent for parent in (own, *own.parents) if (parent / FILE_NAME).is_file()), None)
    # Uses stand in a folder of their own, inside that of the reviews.
    return with_words or (own.parent if own.name == USES else own)

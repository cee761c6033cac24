"""A bundle as one zip file, or as a folder. The same files make the same zip, whenever and wherever it is written."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from lessons.building.outputs.bundle.contents import File
from lessons.building.outputs.bundle.sums import SEAL, SUMS, listed, sealed_digest
from lessons.problems import LessonsError
from lessons.text.atomic import atomically
from lessons.text.files import reason

ENDING = ".zip"
# The earliest day that a zip file can state: of when its files were made it says nothing.
_NO_DAY = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_MODE = 0o100644 << 16


def write(files: Iterable[File], output: Path, *, private: bool) -> None:
    """Write a bundle to ``output``: a zip file where the name ends so, else a folder. Where it is ``private``, for its owner's eyes alone.

    Raises :class:`~lessons.problems.LessonsError` when it cannot be written, or the folder holds other files than a former bundle.
    """
    try:
        if output.suffix.lower() == ENDING:
            output.parent.mkdir(parents=True, exist_ok=True)
            _write_zip(files, output, private=private)
        else:
            _write_folder(files, output, private=private)
    except OSError as error:
        raise LessonsError(f"cannot write {output}: {reason(error)}") from error


def _write_zip(files: Iterable[File], output: Path, *, private: bool) -> None:
    with atomically(output.resolve(), private=private) as beside:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in files:
                info = zipfile.ZipInfo(file.path, _NO_DAY)
                info.create_system, info.external_attr, info.compress_type = _UNIX, _MODE, zipfile.ZIP_DEFLATED
                with archive.open(info, "w") as member:
                    for piece in file.pieces():
                        member.write(piece)
            archive.comment = b"0" * SEAL
        with beside.open("r+b") as sealed:
            digest = sealed_digest(beside)
            sealed.seek(-SEAL, 2)
            sealed.write(digest.encode())


def _write_folder(files: Iterable[File], output: Path, *, private: bool) -> None:
    before = _former(output)
    written = set()
    for file in files:
        target = output / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        with atomically(target.resolve(), private=private) as beside, beside.open("wb") as stream:
            stream.writelines(file.pieces())
        written.add(file.path)
    for path in before - written:
        with suppress(OSError):
            (output / path).unlink()


def _former(output: Path) -> set[str]:
    """Return the files of the bundle that the folder holds."""
    if not output.is_dir() or not any(output.iterdir()):
        return set()
    if not (output / SUMS).is_file():
        raise LessonsError(f"{output}: holds other files, and no bundle; name a folder that is new or empty")
    paths = listed((output / SUMS).read_bytes()).sums
    return {path for path in paths if ".." not in Path(path).parts and not Path(path).is_absolute()}

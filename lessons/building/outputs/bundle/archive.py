"""A bundle as one zip file, or as a folder. The same files make the same zip, whenever and wherever it is written."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

from lessons.building.outputs.bundle.contents import File
from lessons.building.outputs.bundle.sums import DATABASE, SEAL, SUMS, is_sealed, listed, sealed_digest
from lessons.building.outputs.folders import are_inside, replacing, require_empty
from lessons.building.outputs.overwriting import DESCRIPTION, require_replaceable
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

    Raises :class:`~lessons.problems.LessonsError` when it cannot be written, or would be written over what is no former bundle.
    """
    try:
        if output.suffix.lower() == ENDING:
            require_replaceable(output, _is_bundle, "a bundle as it was written", f"lessons{ENDING}")
            output.parent.mkdir(parents=True, exist_ok=True)
            _write_zip(files, output, private=private)
        else:
            _write_folder(files, output, private=private)
    except OSError as error:
        raise LessonsError(f"cannot write {output}: {reason(error)}") from error


def _is_bundle(path: Path) -> bool:
    """Return whether a zip file is a bundle to the last byte; of others nobody knows what was put into them."""
    return zipfile.is_zipfile(path) and is_sealed(path)


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
    with replacing(output, _former(output), private=private, first=SUMS, modes_stay=True) as made:
        for file in files:
            target = made / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as stream:
                stream.writelines(file.pieces())


def _former(output: Path) -> set[str]:
    """Return the files of the bundle that the folder holds; raise ``LessonsError`` when it holds others and no bundle."""
    sums = listed((output / SUMS).read_bytes()).sums if (output / SUMS).is_file() else {}
    if not {DATABASE, DESCRIPTION} <= sums.keys():
        # Also such as git's own: each would be one that the list of checksums does not have.
        require_empty(output, also_of_hidden=True)
        return set()
    return {*are_inside(sums), SUMS}

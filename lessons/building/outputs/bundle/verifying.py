"""Whether a bundle still has every byte that it was written with, and is for whom it says."""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO, Protocol

from lessons.building.outputs.bundle.sums import DATABASE, SUMS, is_sealed, listed
from lessons.building.outputs.overwriting import DESCRIPTION
from lessons.library.audience import Audience, audience_of
from lessons.library.connection import facts_in
from lessons.library.file_digest import PIECE
from lessons.problems import LessonsError
from lessons.text.files import reason

_DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError)

# Text and databases of lessons are packed to a tenth, small ones of many empty pages to less.
_LARGE, _MOST_TIMES = 100_000_000, 100


@dataclass(frozen=True)
class Verified:
    """What came of looking at a bundle: the number of its files, whom it is for, and what is wrong, each in a sentence that names the file."""

    files: int
    audience: Audience | None
    problems: tuple[str, ...]


class Opened(Protocol):
    """The files of a bundle, whether they stand in a zip file or in a folder."""

    def names(self) -> list[str]:
        """Return the paths of all files."""

    def open(self, name: str) -> BinaryIO:
        """Open one of them for reading."""


@dataclass(frozen=True)
class InFolder:
    """The files of a folder."""

    folder: Path

    def names(self) -> list[str]:
        """Return the paths of all files."""
        return [path.relative_to(self.folder).as_posix() for path in sorted(self.folder.rglob("*")) if path.is_file()]

    def open(self, name: str) -> BinaryIO:
        """Open one of them for reading."""
        return (self.folder / name).open("rb")


@dataclass(frozen=True)
class InZip:
    """The files of a zip file."""

    archive: zipfile.ZipFile

    def names(self) -> list[str]:
        """Return the paths of all files."""
        # A packing program names the folders, too; ours does not.
        return [member.filename for member in self.archive.infolist() if not member.is_dir()]

    def open(self, name: str) -> BinaryIO:
        """Open one of them for reading."""
        return self.archive.open(name)  # type: ignore[return-value]  # reads bytes


def verify(path: Path) -> Verified:
    """Look at every byte of a bundle.

    Raises :class:`~lessons.problems.LessonsError` when there is none at ``path``, or it cannot be opened.
    """
    with opened(path) as bundle:
        if SUMS not in bundle.names():
            inside = [name.removesuffix(f"/{SUMS}") for name in bundle.names() if name.endswith(f"/{SUMS}")]
            if not inside:
                raise LessonsError(f"{path}: is not a bundle: the list of checksums, {SUMS}, is not in it")
            how = "name that folder" if path.is_dir() else "unpack it, and name that folder"
            raise LessonsError(f"{path}: is not a bundle itself: it holds one in the folder {inside[0]}; {how}")
        try:
            verified = _verified(bundle)
        except _DAMAGE as error:
            raise LessonsError(f"{path}: {SUMS}: cannot be read ({error})") from error
    if not verified.problems and path.is_file() and not is_sealed(path):
        said = (
            "the zip file was changed or packed anew, though none of the files in it: its own SHA-256 is another; "
            "unpacked into a folder it is as good as before"
        )
        return Verified(verified.files, verified.audience, (said,))
    return verified


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """Open a bundle, whether it is a zip file or a folder.

    Raises :class:`~lessons.problems.LessonsError` for what is neither, and for a zip file that would fill a disk.
    """
    if path.is_dir():
        yield InFolder(path)
        return
    try:
        archive = zipfile.ZipFile(path)
    except OSError as error:
        raise LessonsError(f"{path}: cannot be opened ({reason(error)})") from error
    except _DAMAGE as error:
        raise LessonsError(f"{path}: is not a zip file, or is damaged ({error})") from error
    with closing(archive):
        size = sum(member.file_size for member in archive.infolist())
        if size > _LARGE and size > _MOST_TIMES * path.stat().st_size:
            raise LessonsError(
                f"{path}: unpacked it would take {size:,} bytes, more than {_MOST_TIMES} times its size; no bundle does"
            )
        yield InZip(archive)


def _verified(bundle: Opened) -> Verified:
    names = bundle.names()
    with bundle.open(SUMS) as file:
        found = listed(file.read())
    problems = [f"{SUMS}: line {number} cannot be read" for number in found.unreadable]
    problems += [f"{name}: is not in {SUMS}" for name in names if name not in found.sums and name != SUMS]
    problems += [
        f"{name}: there are {names.count(name)} of this name" for name in sorted({*names}) if names.count(name) > 1
    ]
    # No bundle is without these two, whatever its list says.
    for name in dict.fromkeys((*found.sums, DATABASE, DESCRIPTION)):
        if name not in names:
            problems.append(f"{name}: is missing")
            continue
        expected = found.sums.get(name)
        if expected is None:
            continue
        try:
            digest = _digest(bundle, name)
        except _DAMAGE as error:
            problems.append(f"{name}: was changed, and cannot be read ({error})")
            continue
        if digest != expected:
            problems.append(f"{name}: was changed: its SHA-256 is {digest}, and {SUMS} has {expected}")
    audience = None if problems else _audience(bundle, problems)
    return Verified(len(names), audience, tuple(problems))


def _digest(bundle: Opened, name: str) -> str:
    digest = hashlib.sha256()
    with bundle.open(name) as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _audience(bundle: Opened, problems: list[str]) -> Audience:
    """Return whom the database is for; that the description says another is a problem."""
    with tempfile.TemporaryDirectory() as aside:
        copy = Path(aside) / DATABASE
        with bundle.open(DATABASE) as file, copy.open("wb") as beside:
            copyfileobj(file, beside)
        audience = audience_of(facts_in(copy))
    with bundle.open(DESCRIPTION) as file:
        try:
            described = json.loads(file.read())
        except (ValueError, RecursionError):
            problems.append(f"{DESCRIPTION}: is not JSON")
            return audience
    stated = described.get("audience") if isinstance(described, dict) else None
    if not isinstance(stated, str):
        problems.append(f"{DESCRIPTION}: does not say whom this is for; {DATABASE} was built for {audience}")
    elif stated != str(audience):
        problems.append(f"{DESCRIPTION}: says that this is for {stated}; {DATABASE} was built for {audience}")
    return audience

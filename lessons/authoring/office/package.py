"""The package of an Office file, which is a zip file: refused, before any library unpacks it, where it may do harm."""

from __future__ import annotations

import importlib
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from types import ModuleType
from typing import Any
from xml.parsers import expat

from lessons.problems import LessonsError

MOST_UNPACKED = 50_000_000
# XML of people's documents packs to a tenth; what packs to less than a hundredth was made to.
MOST_TIMES = 100
_CHUNK = 65_536
# Word and Excel files of before 2007, and those with a password.
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = 0x1
_CALLED = {"Word": "a Word file", "Excel": "an Excel file"}
_FOLDER = {"Word": "word", "Excel": "xl"}
_ENDING = {"Word": ".docx", "Excel": ".xlsx"}
# A mark of the encoding, zero bytes of UTF-16 and white space may stand before the first tag.
_MARKUP = re.compile(rb"[\xef\xbb\xbf\xfe\xff\x00\s]*<")


class OfficeError(LessonsError):
    """An Office file cannot be read, or must not be; the text says why and what to do."""


class NothingFoundError(OfficeError):
    """An Office file can be read, and holds nothing of a review."""


class ExtraMissingError(OfficeError):
    """The extra ``office`` is not installed."""


def library(name: str, needed_for: str) -> ModuleType:
    """Return a library of the extra ``office``. Raises :class:`ExtraMissingError` where it is not installed."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise ExtraMissingError(
            f"{needed_for} needs the extra `office`; install it: pip install 'lessons-learned-unit[office]'"
        ) from error


def inspect(content: bytes, kind: str) -> list[str]:
    """Return what the package of a file holds that is passed over, in sentences. ``kind`` is Word or Excel.

    Raises :class:`OfficeError` for what is no such package, is locked, would unpack to too much, or declares entities.
    """
    with reading(kind), zipfile.ZipFile(_opened(content, kind)) as package:
        members = package.infolist()
        _refuse_bomb(sum(member.file_size for member in members), len(content))
        for member in members:
            if member.flag_bits & _ENCRYPTED:
                raise OfficeError(f"the {kind} file is protected by a password; save it without one")
            # What a member says about its size may be untrue: reading it in pieces to its end finds that out.
            with package.open(member) as stream:
                _refuse_document_type(member.filename, stream)
                while stream.read(_CHUNK):
                    pass
        names = [member.filename.lower() for member in members]
    other = "Excel" if kind == "Word" else "Word"
    folders = {name.partition("/")[0] for name in names}
    if _FOLDER[other] in folders and _FOLDER[kind] not in folders:
        raise OfficeError(f"this is {_CALLED[other]}, not {_CALLED[kind]}")
    if len(set(names)) < len(names):
        raise OfficeError(f"the {kind} file is damaged: it has two parts of one name")
    messages = []
    if any(name.endswith("vbaproject.bin") for name in names):
        messages.append("the file has macros, which were ignored")
    return messages


@contextmanager
def reading(kind: str) -> Iterator[None]:
    """Turn whatever a library raises about a damaged file into an :class:`OfficeError`."""
    try:
        yield
    except LessonsError:
        raise
    except Exception as error:
        raise OfficeError(
            f"this is not {_CALLED[kind]} that can be read; open it in {kind}, save it again and try once more"
        ) from error


def _opened(content: bytes, kind: str) -> BytesIO:
    if not content:
        raise OfficeError("the file is empty")
    if content.startswith(_COMPOUND_FILE):
        raise OfficeError(
            f"this {kind} file is of the old format, or protected by a password; save it as {_ENDING[kind]}, without a password"
        )
    if not zipfile.is_zipfile(BytesIO(content)):
        raise OfficeError(f"this is not {_CALLED[kind]}")
    return BytesIO(content)


def _refuse_bomb(unpacked: int, packed: int) -> None:
    if unpacked > MOST_UNPACKED or unpacked > packed * MOST_TIMES:
        raise OfficeError(
            f"the file would unpack to {unpacked:,} bytes; at most {MOST_UNPACKED:,} and {MOST_TIMES} times its own "
            f"{packed:,} bytes are read; remove large tables or pictures from it"
        )


class _FirstElement(Exception):  # noqa: N818 - ends the parser, no error
    """Nothing after the first element can declare a document type."""


def _refuse_document_type(name: str, stream: Any) -> None:
    """Refuse a part that declares a document type, by which entities, local and external, come into XML."""
    chunk = stream.read(_CHUNK)
    if not chunk or not (name.lower().endswith((".xml", ".rels", ".vml")) or _MARKUP.match(chunk)):
        return

    def refuse(*_: Any) -> None:
        raise OfficeError(f"the part {name} declares a document type, which no Office program writes; it was not read")

    def stop(*_: Any) -> None:
        raise _FirstElement

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = stop
    try:
        while chunk:
            parser.Parse(chunk)
            chunk = stream.read(_CHUNK)
        # From version 2.6, expat puts off what it cannot finish at once, and says what it found only here.
        parser.Parse(b"", True)  # noqa: FBT003 - takes no names
    except _FirstElement:
        return

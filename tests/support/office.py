"""Word and Excel files for tests: made by the libraries, and then changed where those cannot make what is wanted."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

import docx
import openpyxl

CONTENT = "word/document.xml"


def word(*fill: Callable[[Any], object]) -> bytes:
    """Return a Word file that the functions filled."""
    document = docx.Document()
    for one in fill:
        one(document)
    return saved(document)


def saved(document: Any) -> bytes:
    """Return a document or a workbook as its bytes."""
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def excel(*rows: list[Any], title: str = "Sheet") -> bytes:
    """Return a workbook with one sheet of these rows."""
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return saved(book)


def changed(
    content: bytes, parts: Mapping[str, Callable[[bytes], bytes]], added: Mapping[str, bytes] | None = None
) -> bytes:
    """Return the package with some of its parts changed and others added."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as before, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after:
        for member in before.infolist():
            part = before.read(member)
            after.writestr(member.filename, parts[member.filename](part) if member.filename in parts else part)
        for name, part in (added or {}).items():
            after.writestr(name, part)
    return stream.getvalue()


def with_body(xml: str) -> bytes:
    """Return a Word file whose body holds this XML first (namespaces ``w`` and ``r`` are declared)."""
    return changed(word(), {CONTENT: lambda part: part.replace(b"<w:body>", b"<w:body>" + xml.encode(), 1)})

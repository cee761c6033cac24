"""A shortlist of lessons as a Word file: each lesson on a page of its own, with what is known of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from lessons.authoring.office.package import library
from lessons.library.formats import xml_text

# The heading of a lesson, and what is said of it: label and text.
ListedLesson = tuple[str, Sequence[tuple[str, str]]]


def shortlist(title: str, lessons: Iterable[ListedLesson]) -> bytes:
    """Return a Word file of the lessons, in their order.

    Raises :class:`~lessons.authoring.office.package.OfficeError` without the library.
    """
    docx = library("docx", "writing Word files")
    document: Any = docx.Document()
    # The library's own template says when it was made and by whom.
    document.core_properties.author = ""
    document.core_properties.title = xml_text(title)
    _directed(docx, document.add_heading(xml_text(title), 0), title)
    for place, (heading, facts) in enumerate(lessons):
        paragraph = document.add_heading(xml_text(heading), 1)
        paragraph.paragraph_format.page_break_before = place > 0
        _directed(docx, paragraph, heading)
        for label, text in facts:
            paragraph = document.add_paragraph()
            paragraph.add_run(f"{xml_text(label)}: ").bold = True
            paragraph.add_run(xml_text(" ".join(text.split())))
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _directed(docx: Any, paragraph: Any, text: str) -> None:
    """Have a heading begin at the right where its first letter is of a script that does."""
    first = next((kind for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL")), "L")
    if first != "L":
        paragraph._p.get_or_add_pPr().append(docx.oxml.OxmlElement("w:bidi"))

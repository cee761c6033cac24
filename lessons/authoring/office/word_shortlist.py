"""A shortlist of lessons as a Word file: each lesson on a page of its own, with what is known of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from copy import deepcopy
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
    # One of each kind is made by the library, which looks its style up and its place anew; all others are copies of these, put at the end.
    pattern_of_headings = document.add_heading("", 1)
    pattern_of_facts = document.add_paragraph()
    pattern_of_facts.add_run(" ").bold = True
    pattern_of_facts.add_run(" ")
    end = document.element.body.sectPr
    for pattern in (pattern_of_headings, pattern_of_facts):
        end.getparent().remove(pattern._p)
    for place, (heading, facts) in enumerate(lessons):
        paragraph = type(pattern_of_headings)(deepcopy(pattern_of_headings._p), pattern_of_headings._parent)
        paragraph.add_run(xml_text(heading))
        paragraph.paragraph_format.page_break_before = place > 0
        _directed(docx, paragraph, heading)
        end.addprevious(paragraph._p)
        for label, text in facts:
            fact = deepcopy(pattern_of_facts._p)
            named, said = fact.r_lst
            # The pattern's own space has these keep the spaces at their ends.
            named.t_lst[0].text = f"{xml_text(label)}: "
            said.t_lst[0].text = xml_text(" ".join(text.split()))
            end.addprevious(fact)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _directed(docx: Any, paragraph: Any, text: str) -> None:
    """Have a heading begin at the right where its first letter is of a script that does."""
    first = next((kind for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL")), "L")
    if first != "L":
        paragraph._p.get_or_add_pPr().append(docx.oxml.OxmlElement("w:bidi"))

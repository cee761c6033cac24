"""The template of a review as a Word file: what a review holds, with its help, made from the declarations of the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

from lessons.authoring.office.package import library
from lessons.authoring.office.questions import (
    ABOUT,
    ANSWER,
    FIELD,
    GUIDANCE,
    HELP,
    REQUIRED,
    TITLE,
    Question,
    about_questions,
    choices,
    lesson_questions,
    tables,
)
from lessons.record.outline import SECTIONS, form_of
from lessons.record.scaffold import to_write
from lessons.record.vocabulary import Vocabulary
from lessons.schemes import worded

_CHOOSE = "Choose one"
_EMPTY_RECORDS = 3
_INTRODUCTION = (
    "Write your answers into this file, replace each [write: …] with your own words, and leave empty what you do not know. "
    "Grey text explains and is not part of the review."
)
_LESSONS = (
    "Each lesson has a heading of level 2, which is one sentence that says what to do; below it what happened that teaches it, "
    "and a table. For another lesson copy all of these."
)
_SEVERAL = "Several values: one per line."
_WIDTHS = (1.7, 2.6, 2.4)


def template(fields: Mapping[str, str], vocabulary: Vocabulary) -> bytes:
    """Return a Word file to fill in, with the fields that are known already.

    Raises :class:`~lessons.authoring.office.package.OfficeError` without the library.
    """
    return _Template(vocabulary).made(fields)


class _Template:
    """Writes the parts of the template one after the other."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        docx = library("docx", "writing Word files")
        self.vocabulary = vocabulary
        self.document: Any = docx.Document()
        # The library's own template says when it was made and by whom.
        self.document.core_properties.author = ""
        self.document.core_properties.title = TITLE
        style = self.document.styles.add_style(GUIDANCE, 1)
        style.base_style = self.document.styles["Normal"]
        style.font.italic = True
        style.font.size = docx.shared.Pt(9)
        style.font.color.rgb = docx.shared.RGBColor(0x59, 0x59, 0x59)
        self.inches = docx.shared.Inches

    def made(self, fields: Mapping[str, str]) -> bytes:
        form = form_of(fields.get("type"))
        self.document.add_heading(TITLE, 0)
        self.guidance(_INTRODUCTION)
        self.document.add_heading(ABOUT, 1)
        asked = [question for question in about_questions() if not question.advanced]
        self.questions(asked, {(name,): value for name, value in fields.items()})
        for name, parts in tables().items():
            if name not in ("reviewed",):
                self.records(name, parts)
        for kind in SECTIONS:
            if form in kind.required_in:
                self.document.add_heading(kind.heading, 1)
                if kind.key == "lessons":
                    self.lesson()
                else:
                    self.document.add_paragraph(to_write(kind.help))
        self.guidance(
            "You may add sections, each under a heading of level 1: "
            + ", ".join(kind.heading for kind in SECTIONS if form not in kind.required_in)
            + "."
        )
        self.terms([*asked, *lesson_questions()])
        stream = BytesIO()
        self.document.save(stream)
        return stream.getvalue()

    def guidance(self, text: str) -> None:
        self.document.add_paragraph(text, GUIDANCE)

    def lesson(self) -> None:
        self.guidance(_LESSONS)
        self.document.add_heading(to_write("one sentence that says what to do next time"), 2)
        self.document.add_paragraph(to_write("what happened that taught this, in a few sentences"))
        self.questions(lesson_questions(), {})

    def questions(self, questions: Iterable[Question], known: Mapping[tuple[str, ...], str]) -> None:
        """Add a table of three columns: what is asked, room for the answer, and what to write."""
        table = self.grid((FIELD, ANSWER, HELP))
        for question in questions:
            label, answer, help_ = table.add_row().cells
            label.text = question.label + REQUIRED * question.required
            if question.scheme and not question.many and choices(question, self.vocabulary):
                self.drop_down(answer, question, known.get(question.path, ""))
            else:
                answer.text = known.get(question.path, "")
            help_.text = f"{question.help} {_SEVERAL}" if question.many else question.help
            help_.paragraphs[0].style = GUIDANCE

    def records(self, name: str, parts: Iterable[Question]) -> None:
        questions = list(parts)
        self.document.add_heading(worded(name), 2)
        self.guidance(
            " ".join(f"{question.label}{REQUIRED * question.required}: {question.help}" for question in questions)
        )
        table = self.grid([question.label for question in questions])
        for _ in range(_EMPTY_RECORDS):
            table.add_row()

    def grid(self, header: Iterable[str]) -> Any:
        labels = list(header)
        table = self.document.add_table(rows=1, cols=len(labels), style="Table Grid")
        for number, (cell, label) in enumerate(zip(table.rows[0].cells, labels, strict=True)):
            cell.text = label
            cell.paragraphs[0].runs[0].bold = True
            if len(labels) == len(_WIDTHS):
                table.columns[number].width = self.inches(_WIDTHS[number])
        return table

    def drop_down(self, cell: Any, question: Question, known: str) -> None:
        """Put a drop-down list of terms into a cell, as a content control."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        def element(tag: str, parent: Any, **attributes: str) -> Any:
            made = OxmlElement(tag)
            for name, value in attributes.items():
                made.set(qn(f"w:{name}"), value)
            parent.append(made)
            return made

        control = element("w:sdt", cell.paragraphs[0]._p)
        properties = element("w:sdtPr", control)
        if not known:
            element("w:showingPlcHdr", properties)
        items = element("w:dropDownList", properties)
        for label, _ in choices(question, self.vocabulary):
            element("w:listItem", items, displayText=label, value=label)
        run = element("w:r", element("w:sdtContent", control))
        element("w:t", run).text = known or _CHOOSE

    def terms(self, questions: Iterable[Question]) -> None:
        """Explain the terms at the end, as no part of the review."""
        self.guidance("What the terms mean")
        for question in questions:
            for label, definition in choices(question, self.vocabulary):
                self.guidance(f"{question.label} – {label}{f': {definition}' if definition else ''}")

"""The template of a review as an Excel workbook: a sheet for the review, one for its lessons and one for each kind of record in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

from lessons.authoring.office.package import library
from lessons.authoring.office.questions import (
    ANSWER,
    FIELD,
    HELP,
    PROSE,
    REQUIRED,
    SECTION,
    STATEMENT,
    Question,
    about_questions,
    choices,
    lesson_questions,
    tables,
)
from lessons.record.outline import SECTIONS, form_of
from lessons.record.vocabulary import Vocabulary
from lessons.schemes import worded

REVIEW, TEXT, LESSONS, TERMS = "Review", "Text", "Lessons", "Terms"
_WIDE, _NARROW = 60, 24
# Lessons and records that drop-down lists are ready for.
_READY_ROWS = 200
# Of the text that a cell shows when it is chosen.
_LONGEST_PROMPT = 250


def template(fields: Mapping[str, str], vocabulary: Vocabulary) -> bytes:
    """Return an Excel workbook to fill in, with the fields that are known already.

    Raises :class:`~lessons.authoring.office.package.OfficeError` without the library.
    """
    return _Template(vocabulary).made(fields)


class _Template:
    """Writes the sheets one after the other."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.book: Any = library("openpyxl", "writing Excel files").Workbook()
        self.vocabulary = vocabulary
        self.lists: dict[str, str] = {}

    def made(self, fields: Mapping[str, str]) -> bytes:
        sheets = {name: self.book.create_sheet(name) for name in (REVIEW, TEXT, LESSONS, *map(worded, tables()), TERMS)}
        del self.book["Sheet"]
        about = [question for question in about_questions() if not question.advanced]
        self.terms(
            sheets[TERMS], [*about, *lesson_questions(), *(part for parts in tables().values() for part in parts)]
        )
        self.review(sheets[REVIEW], about, fields)
        self.sections(sheets[TEXT], form_of(fields.get("type")))
        statement = Question((STATEMENT,), STATEMENT, "One sentence that says what to do next time.", required=True)
        prose = Question((PROSE,), PROSE, "What happened that taught this, in a few sentences.")
        self.records(sheets[LESSONS], [statement, prose, *lesson_questions()])
        for name, parts in tables().items():
            self.records(sheets[worded(name)], parts)
        stream = BytesIO()
        self.book.save(stream)
        return stream.getvalue()

    def review(self, sheet: Any, questions: Iterable[Question], fields: Mapping[str, str]) -> None:
        """One row for each field."""
        sheet.append([FIELD, ANSWER, HELP])
        for question in questions:
            help_ = f"{question.help} Several values: separate them by semicolons." if question.many else question.help
            sheet.append([question.label + REQUIRED * question.required, fields.get(question.path[0]), help_])
            if not question.many:
                self.drop_down(sheet, question, f"B{sheet.max_row}")
        self.answered(sheet)

    def sections(self, sheet: Any, form: str) -> None:
        """One row for each section."""
        sheet.append([SECTION, ANSWER, HELP])
        for kind in SECTIONS:
            if kind.key != "lessons":
                sheet.append([kind.heading + REQUIRED * (form in kind.required_in), None, kind.help])
        self.answered(sheet)

    def answered(self, sheet: Any) -> None:
        self.headed(sheet, (_NARROW, _WIDE, _WIDE))
        # What is typed stays as it is: a date no number, and a text that begins with "=" no formula.
        for row in sheet.iter_rows(min_row=2, min_col=2, max_col=2):
            row[0].number_format = "@"

    def records(self, sheet: Any, questions: Iterable[Question]) -> None:
        """One column for each question; its help is a note on the heading."""
        asked = list(questions)
        sheet.append([question.label + REQUIRED * question.required for question in asked])
        for number, question in enumerate(asked, 1):
            letter = sheet.cell(1, number).column_letter
            sheet.cell(1, number).comment = library("openpyxl.comments", "").Comment(question.help, "")
            if not question.many:
                self.drop_down(sheet, question, f"{letter}2:{letter}{_READY_ROWS}")
            for row in range(2, _READY_ROWS + 1):
                sheet.cell(row, number).number_format = "@"
        self.headed(
            sheet, [_WIDE if question.label in (STATEMENT, PROSE, "Recommendation") else _NARROW for question in asked]
        )

    def drop_down(self, sheet: Any, question: Question, cells: str) -> None:
        if question.scheme not in self.lists:
            return
        validation = library("openpyxl.worksheet.datavalidation", "").DataValidation(
            type="list", formula1=self.lists[question.scheme], allow_blank=True, showErrorMessage=True
        )
        validation.errorTitle, validation.error = (
            question.label,
            f"Choose from the list; the sheet {TERMS} explains it.",
        )
        validation.promptTitle, validation.prompt = question.label[:32], question.help[:_LONGEST_PROMPT]
        validation.add(cells)
        sheet.add_data_validation(validation)

    def terms(self, sheet: Any, questions: Iterable[Question]) -> None:
        """List the terms with their definitions; drop-down lists take them from here."""
        sheet.append(["Terms of", "Term", "Definition"])
        for question in questions:
            found = choices(question, self.vocabulary)
            if found and question.scheme and question.scheme not in self.lists:
                first = sheet.max_row + 1
                for label, definition in found:
                    sheet.append([question.label, label, definition])
                self.lists[question.scheme] = f"={TERMS}!$B${first}:$B${sheet.max_row}"
        self.headed(sheet, (_NARROW, _NARROW, 2 * _WIDE))

    def headed(self, sheet: Any, widths: Iterable[int]) -> None:
        styles = library("openpyxl.styles", "")
        for cell, width in zip(sheet[1], widths, strict=True):
            cell.font = styles.Font(bold=True)
            sheet.column_dimensions[cell.column_letter].width = width
        for row in sheet.iter_rows():
            for cell in row:
                cell.alignment = styles.Alignment(wrap_text=True, vertical="top")
        sheet.freeze_panes = "A2"

"""A review from an Excel workbook: our template filled in, its sheets known by their names and its cells by their labels."""

from __future__ import annotations

from collections.abc import Iterator

from lessons.authoring.office import sheets
from lessons.authoring.office.answers import Answers, Draft, LessonAnswers, draft
from lessons.authoring.office.excel_template import LESSONS, REVIEW, TERMS, TEXT
from lessons.authoring.office.package import NothingFoundError
from lessons.authoring.office.questions import (
    FIELD,
    PROSE,
    SECTION,
    STATEMENT,
    Question,
    about_questions,
    asked,
    lesson_questions,
    nearest,
    table_named,
    tables,
    twice,
    without_mark,
)
from lessons.record.outline import section_for
from lessons.record.scaffold import to_write
from lessons.record.types import shorten
from lessons.record.vocabulary import Vocabulary
from lessons.record.writing import literal_blocks

_LESSON = (Question((STATEMENT,), STATEMENT, ""), Question((PROSE,), PROSE, ""), *lesson_questions())


def read(content: bytes, vocabulary: Vocabulary) -> Draft:
    """Return the review that the bytes of a workbook hold.

    Raises :class:`~lessons.authoring.office.package.OfficeError` for what cannot be read, or holds nothing of a review.
    """
    book = sheets.read(content)
    answers = Answers()
    for sheet in book.sheets:
        name = sheet.name.strip()
        table = table_named(name)
        if name == REVIEW:
            _review(sheet, answers)
        elif name == TEXT:
            _text(sheet, answers)
        elif name == LESSONS:
            _lessons(sheet, answers)
        elif table is not None:
            records = [record for record in _records(sheet, tables()[table], answers) if record]
            if records:
                answers.records[table] = records
        elif name != TERMS:
            answers.messages.append(f'the sheet "{shorten(name)}" was left out: it is not one of the template')
    if answers.nothing:
        raise NothingFoundError(
            "no field and no section of a review was found in the file; begin with the template, lessons new --format xlsx, "
            "or import a table of records by a map: --map"
        )
    answers.messages[:0] = book.messages
    return draft(answers, vocabulary)


def _review(sheet: sheets.Sheet, answers: Answers) -> None:
    for _, cells in sheet.rows():
        label, text = cells[0], cells[1] if len(cells) > 1 else ""
        question = asked(label, about_questions())
        if label == FIELD or not text:
            continue
        if question is not None:
            answers.answer(question, text)
        else:
            answers.messages.append(f'"{shorten(label)}" is not a field{nearest(label, about_questions())}')


def _text(sheet: sheets.Sheet, answers: Answers) -> None:
    for _, cells in sheet.rows():
        label, text = cells[0], cells[1] if len(cells) > 1 else ""
        if label != SECTION and text:
            kind = section_for(without_mark(label))
            if kind is None or kind.key == "lessons":
                answers.messages.append(f'"{shorten(label)}" is not a section')
            else:
                answers.sections.append((kind.heading, literal_blocks(text)))


def _lessons(sheet: sheets.Sheet, answers: Answers) -> None:
    for record in _records(sheet, _LESSON, answers):
        texts = {question.label: text for question, text in record}
        statement, prose = " ".join(texts.pop(STATEMENT, "").split()), texts.pop(PROSE, "")
        if statement or prose or texts:
            answers.lessons.append(
                LessonAnswers(
                    statement or to_write("one sentence that says what to do next time"), literal_blocks(prose), texts
                )
            )


def _records(
    sheet: sheets.Sheet, questions: tuple[Question, ...], answers: Answers
) -> Iterator[list[tuple[Question, str]]]:
    """Yield the rows below the header, each as the questions that it answers."""
    rows = sheet.rows()
    _, header = next(rows, (1, []))
    known = [asked(label, questions) for label in header]
    answers.messages += twice(known, f'the sheet "{sheet.name}"')
    for label, question in zip(header, known, strict=True):
        if question is None and label:
            answers.messages.append(
                f'"{shorten(label)}" in the sheet "{sheet.name}" is not a column{nearest(label, questions)}'
            )
    for _, cells in rows:
        yield [(question, text) for question, text in zip(known, cells, strict=False) if question and text]

"""A review from a Word file: from our template filled in, or from any document whose headings are those of a review."""

from __future__ import annotations

import re

from lessons.authoring.office import word
from lessons.authoring.office.answers import Answers, Draft, LessonAnswers, draft
from lessons.authoring.office.blocks import Block, Paragraph, TextTable, markdown
from lessons.authoring.office.lists import listed
from lessons.authoring.office.package import NothingFoundError
from lessons.authoring.office.questions import (
    ABOUT,
    FIELD,
    GUIDANCE,
    TITLE,
    about_questions,
    asked,
    lesson_questions,
    nearest,
    table_named,
    tables,
    twice,
)
from lessons.record.outline import field_for, section_for
from lessons.record.types import shorten
from lessons.record.vocabulary import Vocabulary
from lessons.schemes import worded

_LABELLED = re.compile(r"([^:]{1,30}):\s*(\S.*)", re.DOTALL)


def read(content: bytes, vocabulary: Vocabulary) -> Draft:
    """Return the review that the bytes of a Word file hold.

    Raises :class:`~lessons.authoring.office.package.OfficeError` for what cannot be read, or holds nothing of a review.
    """
    found = word.read(content)
    reader = _Reader()
    for block in found.blocks:
        reader.take(block)
    reader.close()
    if reader.answers.nothing:
        raise NothingFoundError(
            "no field and no section of a review was found in the file; begin with the template: lessons new --format docx"
        )
    if reader.title and ("title",) not in reader.answers.facts:
        question = asked("Title", about_questions())
        assert question is not None  # noqa: S101 - the record declares it
        reader.answers.facts["title",] = question, reader.title
    reader.answers.messages[:0] = found.messages
    return draft(reader.answers, vocabulary)


class _Reader:
    """Takes the blocks of a document in their order and puts each where it belongs."""

    def __init__(self) -> None:
        self.answers = Answers()
        self.title = ""
        self.heading: str | None = None
        self.level = 0
        self.lesson: LessonAnswers | None = None
        self.lesson_level = 0
        self.table = ""
        self.text: list[Block] = []

    @property
    def in_lessons(self) -> bool:
        kind = section_for(self.heading or "")
        return kind is not None and kind.key == "lessons"

    def take(self, block: Block) -> None:
        if isinstance(block, TextTable):
            if not (self.facts(block) or self.records(block) or self.labelled(block)):
                self.text.append(block)
        elif block.style == GUIDANCE or not block.text:
            return
        elif block.level is not None or (block.bold and section_for(block.line)):
            self.headed(block)
        elif self.in_lessons and self.lesson is None and block.mark:
            # Somebody wrote the lessons as a list.
            self.begin_lesson(block, level=9)
            self.close_lesson()
        elif not self.field(block):
            self.text.append(block)

    def headed(self, block: Paragraph) -> None:
        level = block.level or 0
        kind, table = section_for(block.line), table_named(block.line)
        # "Outcomes" is a section too, but below the facts it heads a table.
        if self.heading == ABOUT and table and level > self.level:
            self.close()
            self.table = table
        elif self.heading is None and kind is None and block.line != ABOUT:
            self.title = self.title or (block.line if block.line != TITLE else "")
        elif block.line == ABOUT or (kind is not None and not (self.lesson and level > self.level > 0)):
            self.close()
            self.heading, self.level = kind.heading if kind else ABOUT, level
        elif self.in_lessons and level > self.level:
            if self.lesson is None or level <= self.lesson_level:
                self.begin_lesson(block, level)
            else:
                self.text.append(block)
        elif level > self.level:
            self.text.append(block)
        else:
            self.close()
            self.heading, self.level = block.line, level

    def begin_lesson(self, block: Paragraph, level: int) -> None:
        self.close_lesson()
        self.leave_out()
        self.lesson, self.lesson_level = LessonAnswers(block.line), level
        self.answers.lessons.append(self.lesson)

    def close_lesson(self) -> None:
        if self.lesson is not None:
            self.lesson.prose = markdown(self.text, first_heading=4 - min(self.lesson_level, 3))
            self.lesson, self.text = None, []

    def leave_out(self) -> None:
        """Say of the text read so far that it has no place."""
        for block in self.text:
            shown = block.line if isinstance(block, Paragraph) else "a table"
            self.answers.messages.append(f"left out, because it belongs to no section or lesson: “{shorten(shown)}”")
        self.text = []

    def close(self) -> None:
        """Put the text read so far where it belongs."""
        self.close_lesson()
        if self.heading is None or self.heading == ABOUT or self.in_lessons:
            self.leave_out()
        else:
            self.answers.sections.append((self.heading, markdown(self.text, first_heading=4 - min(self.level, 3))))
        self.text, self.table = [], ""

    def facts(self, table: TextTable) -> bool:
        """Take a table of fields and answers."""
        questions = about_questions()
        rows = [row for row in _answered(table) if row[0] != FIELD]
        if self.in_lessons or self.table or not any(asked(label, questions) for label, _ in rows):
            return False
        for label, text in rows:
            question = asked(label, questions)
            if question is not None and text:
                self.answers.answer(question, text)
            elif question is None and text:
                self.answers.messages.append(f'"{shorten(label)}" is not a field{nearest(label, questions)}')
        return True

    def records(self, table: TextTable) -> bool:
        """Take a table of records, such as outcomes, under the heading that names them."""
        if not self.table:
            return False
        if not table.rows:
            return True
        first, *rows = table.rows
        header = [_plain(cell) for cell in first]
        questions = [asked(label, tables()[self.table]) for label in header]
        self.answers.messages += twice(questions, f"the table under “{worded(self.table)}”")
        for label, question in zip(header, questions, strict=True):
            if question is None and label:
                self.answers.messages.append(
                    f'"{shorten(label)}" is not a column{nearest(label, tables()[self.table])}'
                )
        for row in rows:
            cells = zip(questions, map(_answer, row), strict=False)
            record = [(question, text) for question, text in cells if question and text]
            if record:
                self.answers.records.setdefault(self.table, []).append(record)
        return True

    def labelled(self, table: TextTable) -> bool:
        """Take the table of a lesson's fields."""
        rows = [row for row in _answered(table) if row[0] != FIELD]
        if self.lesson is None or not any(asked(label, lesson_questions()) for label, _ in rows):
            return False
        for label, text in rows:
            question = asked(label, lesson_questions())
            if question is not None and text:
                said = self.lesson.answer(question, text)
                self.answers.messages += [said] if said else []
            elif question is None and text:
                self.answers.messages.append(
                    f'"{shorten(label)}" is not a lesson field{nearest(label, lesson_questions())}'
                )
        return True

    def field(self, block: Paragraph) -> bool:
        """Take a paragraph such as “Recommendation: Ask first.” as the field of the lesson."""
        match = _LABELLED.fullmatch(block.text)
        known = field_for(match[1].strip()) if match else None
        if self.lesson is None or match is None or known is None:
            return False
        before = self.lesson.fields.get(known.label)
        self.lesson.fields[known.label] = f"{before}\n{match[2]}" if before else match[2]
        return True


def _answered(table: TextTable) -> list[tuple[str, str]]:
    return [(_plain(row[0]), _answer(row[1])) for row in table.rows if len(row) > 1 and _plain(row[0])]


def _plain(cell: tuple[Paragraph, ...]) -> str:
    return "\n".join(paragraph.text for paragraph in _said(cell))


def _answer(cell: tuple[Paragraph, ...]) -> str:
    """Return the text of a cell with the marks of its lists."""
    return listed([(one.text, bool(one.mark), one.mark[:1].isdecimal()) for one in _said(cell)])


def _said(cell: tuple[Paragraph, ...]) -> list[Paragraph]:
    return [paragraph for paragraph in cell if paragraph.text and paragraph.style != GUIDANCE]

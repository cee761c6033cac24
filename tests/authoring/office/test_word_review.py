"""A Word file comes out as a review: our template filled in as the same review as its Markdown, and other documents as far as they go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.table import Table
from docx.text.paragraph import Paragraph

from lessons import checks
from lessons.authoring.office import word_review, word_template
from lessons.authoring.office.package import OfficeError
from lessons.authoring.office.questions import about_questions, lesson_questions, tables
from lessons.entries import Entry, read_string
from lessons.entries.collection import Collection
from lessons.entries.folder import read_folder
from lessons.record import vocabulary
from lessons.record.outline import LESSON_FIELDS
from lessons.schemes import worded
from lessons.text import nodes
from tests.support import office

ENTRIES = Path(__file__).parents[3] / "entries"
WORDS = vocabulary.load(ENTRIES, "entries")
FOUNDING = read_folder(ENTRIES).by_id


def entry(text: str) -> Entry:
    return read_string(text, "new.md")


def problems(text: str) -> list[str]:
    found = checks.check(Collection((entry(text),), WORDS))
    return [str(problem) for problem in found if problem.severity == "error"]


def filled_in(review: Entry) -> bytes:
    """Return the template with the answers of a review typed in, as somebody with Word would."""
    form = review.stated("type") or "after-action-review"
    document = docx.Document(BytesIO(word_template.template({"type": form}, WORDS)))
    front: Any = nodes.data(review.front)
    facts, *records, lesson_table = document.tables
    fill(facts, {question.label: value_at(front, question.path) for question in about_questions()})
    for name, table in zip((name for name in tables() if name != "reviewed"), records, strict=True):
        fill_records(table, front.get(name, []))
    for section in review.body.sections:
        if section.heading != "Lessons":
            write_section(document, section.heading, section.text)
    write_lessons(document, lesson_table, review)
    return office.saved(document)


def value_at(value: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def fill_records(table: Any, records: Any) -> None:
    labels = [cell.text for cell in table.rows[0].cells]
    for number, record in enumerate(records if isinstance(records, list) else [records], 1):
        row = table.rows[number] if number < len(table.rows) else table.add_row()
        for cell, label in zip(row.cells, labels, strict=True):
            cell.text = str(next((value for key, value in record.items() if worded(key) == label), ""))


def write_section(document: Any, heading: str, text: str) -> None:
    known = [one for one in document.paragraphs if one.text == heading and one.style.name == "Heading 1"]
    lessons = next(one for one in document.paragraphs if one.text == "Lessons")
    after = lessons
    if known:
        # In place of what was to be written.
        placeholder = known[0]._p.getnext()
        after = Paragraph(placeholder.getnext(), document._body)
        placeholder.getparent().remove(placeholder)
    else:
        lessons.insert_paragraph_before(heading, "Heading 1")
    for paragraph in text.split("\n"):
        after.insert_paragraph_before(" ".join(paragraph.split()))


def write_lessons(document: Any, table: Any, review: Entry) -> None:
    prose = table._tbl.getprevious()
    blank = [prose.getprevious(), prose, table._tbl]
    for lesson in review.body.lessons:
        copied = [deepcopy(element) for element in blank]
        for element in copied:
            blank[0].addprevious(element)
        Paragraph(copied[0], document._body).text = lesson.statement
        first, *more = lesson.text.split("\n")
        Paragraph(copied[1], document._body).text = first
        for text in more:
            Paragraph(copied[2], document._body).insert_paragraph_before(text)
        values = {
            field.label: [value.text for value in lesson.values(field.key)] if field.many else lesson.get(field.key)
            for field in LESSON_FIELDS
        }
        fill(Table(copied[2], document._body), values)
    for element in blank:
        element.getparent().remove(element)


def fill(table: Any, answers: dict[str, Any]) -> None:
    for row in table.rows[1:]:
        value = answers.get(row.cells[0].text.removesuffix(" (required)"))
        cell = row.cells[1]
        for control in cell._tc.xpath(".//w:sdt"):
            control.getparent().remove(control)
        texts = value if isinstance(value, list) else [value] if value is not None else []
        cell.text = "\n".join(one["role"] if isinstance(one, dict) else str(one) for one in texts)


def simple() -> Iterator[str]:
    """Yield the founding reviews whose text is paragraphs alone; lists, links and emphasis have tests of their own."""
    for id_, review in FOUNDING.items():
        prose = "".join([one.html for one in review.body.sections] + [one.html for one in review.body.lessons])
        people = any(isinstance(one, dict) for one in nodes.data(review.front).get("contributors", []))
        if not re.search("<(?!/?p>)", prose) and not people:
            yield id_


CASES = sorted(simple())


@pytest.mark.parametrize("id_", CASES)
def test_the_template_filled_in_is_the_same_review_as_its_markdown(id_: str) -> None:
    before = FOUNDING[id_]
    draft = word_review.read(filled_in(before), WORDS)
    assert draft.messages == ()
    after = entry(draft.text)
    assert after.errors == []
    stated = {name for name in type(before.record).model_fields if name in nodes.data(before.front)}
    advanced = {question.path[0] for question in about_questions() if question.advanced} | {"reviewed"}
    for name in stated - advanced:
        assert getattr(after.record, name) == getattr(before.record, name), name
    assert sorted(map(section_of, after.body.sections)) == sorted(map(section_of, before.body.sections))
    assert [lesson_of(one) for one in after.body.lessons] == [lesson_of(one) for one in before.body.lessons]


def section_of(section: Any) -> Any:
    return section.heading, section.html.replace("\n", " ")


def lesson_of(lesson: Any) -> Any:
    return (
        lesson.statement,
        lesson.html.replace("\n", " "),
        sorted((value.field.key, value.text) for value in lesson.fields),
    )


def test_there_are_founding_reviews_to_try_it_with() -> None:
    assert len(CASES) >= 4


@pytest.mark.parametrize("form", ["after-action-review", "rapid-lesson"])
def test_an_empty_template_says_what_is_still_to_be_written_and_nothing_else(form: str) -> None:
    fields = {"title": "Night buses", "type": form}
    draft = word_review.read(word_template.template(fields, WORDS), WORDS)
    assert draft.messages == ()
    assert {line.rpartition(" ")[2] for line in problems(draft.text)} == {"[placeholders]", "[lesson-fields]"} or {
        line.rpartition(" ")[2] for line in problems(draft.text)
    } == {"[placeholders]", "[required-fields]"}


def test_the_template_asks_for_every_field_and_explains_every_term() -> None:
    document = docx.Document(BytesIO(word_template.template({}, WORDS)))
    labels = {row.cells[0].text.removesuffix(" (required)") for table in document.tables for row in table.rows}
    assert {question.label for question in about_questions() if not question.advanced} <= labels
    assert {question.label for question in lesson_questions()} <= labels
    explained = "\n".join(paragraph.text for paragraph in document.paragraphs)
    term = WORDS.terms("sector")["transport"]
    assert f"Sector – {term.label}: {term.definition}" in explained
    assert f'w:displayText="{term.label}"' in document.element.xml


def written(*lines: tuple[str, str]) -> bytes:
    return office.word(*[lambda document, line=line: document.add_paragraph(line[1], line[0]) for line in lines])


class TestOtherDocuments:
    """A document that somebody wrote without the template."""

    def test_headings_are_sections_and_the_title_and_lessons_are_found(self) -> None:
        content = written(
            ("Title", "Bus lanes on the ring road"),
            ("Heading 1", "What happened"),
            ("Normal", "Lanes were painted."),
            ("Heading 2", "The first week"),
            ("Normal", "It rained."),
            ("Heading 1", "Lessons learned"),
            ("Heading 2", "Ask the drivers first"),
            ("Normal", "Nobody had."),
            ("Normal", "Recommendation: Ask them."),
            ("List Bullet", "Applies when: There are drivers."),
        )
        draft = word_review.read(content, WORDS)
        found = entry(draft.text)
        assert (draft.messages, found.stated("title"), found.stated("date")) == (
            (),
            "Bus lanes on the ring road",
            "not-stated",
        )
        assert [(one.heading, one.html) for one in found.body.sections if one.text] == [
            ("What happened", "<p>Lanes were painted.</p>\n<h4>The first week</h4>\n<p>It rained.</p>")
        ]
        (lesson,) = found.body.lessons
        assert lesson_of(lesson) == (
            "Ask the drivers first", "<p>Nobody had.</p>",
            [("applies_when", "There are drivers."), ("id", "ask-the-drivers-first"), ("recommendation", "Ask them.")],
        )  # fmt: skip

    def test_a_title_as_heading_1_and_sections_as_heading_2_or_in_bold_are_found_too(self) -> None:
        def fill(document: Any) -> None:
            document.add_heading("Bus lanes", 1)
            document.add_heading("Background", 2)
            document.add_paragraph("Old text.")
            document.add_paragraph().add_run("What happened?").bold = True
            document.add_paragraph("Lanes were painted.")

        found = entry(word_review.read(office.word(fill), WORDS).text)
        assert found.stated("title") == "Bus lanes"
        assert [one.heading for one in found.body.sections if one.text] == ["What happened"]

    def test_lessons_written_as_a_list_are_lessons(self) -> None:
        content = written(("Heading 1", "Lessons"), ("List Bullet", "Ask first"), ("List Number", "Ask again"))
        assert [one.statement for one in entry(word_review.read(content, WORDS).text).body.lessons] == [
            "Ask first",
            "Ask again",
        ]

    def test_labels_dates_and_words_for_terms_are_understood_and_a_misspelt_field_is_told(self) -> None:
        def fill(document: Any) -> None:
            document.add_heading("About the review", 1)
            table = document.add_table(rows=0, cols=2)
            for label, text in (
                ("Title*", "Bus lanes"), ("DATE:", "17 April 1998"), ("Sector", "Transport"), ("Result", "Not stated"),
                ("Organisatoin", "Kirklees"), ("Tags", "one; two\nthree"), ("Period: from", "1998"),
            ):  # fmt: skip
                row = table.add_row()
                row.cells[0].text, row.cells[1].text = label, text

        draft = word_review.read(office.word(fill), WORDS)
        front: Any = nodes.data(entry(draft.text).front)
        assert draft.messages == ('"Organisatoin" is not a field, did you mean "Organisation"?',)
        assert front == {
            "title": "Bus lanes", "date": "1998-04-17", "organisation": "not-stated", "sector": "transport",
            "result": "not-stated", "period": {"from": "1998"}, "tags": ["one", "two", "three"],
        }  # fmt: skip

    def test_text_that_belongs_nowhere_is_said(self) -> None:
        content = written(("Normal", "Dear all,"), ("Heading 1", "Summary"), ("Normal", "Short."))
        assert word_review.read(content, WORDS).messages == (
            "left out, because it belongs to no section or lesson: “Dear all,”",
        )

    def test_a_document_with_nothing_of_a_review_is_refused_and_the_template_named(self) -> None:
        with pytest.raises(OfficeError, match="begin with the template: lessons new --format docx"):
            word_review.read(written(("Normal", "Dear all,")), WORDS)

    def test_what_looks_like_front_matter_or_a_heading_stays_text(self) -> None:
        content = written(
            ("Heading 1", "Summary"), ("Normal", "---\ntitle: x"), ("Normal", "## Lessons"), ("Normal", "<script>")
        )
        section, _ = entry(word_review.read(content, WORDS).text).body.sections
        assert "## Lessons" in section.html
        assert "<h2" not in section.html
        assert "<script" not in section.html


def filled(*rows: tuple[str, Any]) -> bytes:
    """Return a document with the facts of a review and the table of one lesson; a list is made of its items by the program."""

    def fill(document: Any) -> None:
        document.add_heading("About the review", 1)
        add(document, [row for row in rows if row[0] in FACTS])
        document.add_heading("Lessons", 1)
        document.add_heading("Ask the drivers first", 2)
        add(document, [row for row in rows if row[0] not in FACTS])

    def add(document: Any, labelled: list[tuple[str, Any]]) -> None:
        table = document.add_table(rows=0, cols=2)
        for label, answer in labelled:
            cells = table.add_row().cells
            cells[0].text = label
            if isinstance(answer, str):
                cells[1].text = answer
                continue
            for text, style in answer:
                cells[1].add_paragraph(text, style)

    return office.word(fill)


FACTS = {question.label for question in about_questions()}


class TestAskedTwice:
    """What is filled in twice is told where only one of both can hold."""

    def test_of_two_titles_the_last_is_taken_and_the_other_named(self) -> None:
        draft = word_review.read(filled(("Title", "Night buses"), ("Title", "Day buses"), ("Date", "1998")), WORDS)
        assert draft.messages == ('"Title" is filled in twice: taken was “Day buses”, left out “Night buses”',)
        assert entry(draft.text).stated("title") == "Day buses"

    def test_the_same_twice_is_nothing_to_say_and_values_of_a_list_come_together(self) -> None:
        draft = word_review.read(
            filled(("Title", "Buses"), ("Title", "Buses"), ("Tags", "one; two"), ("Tags", "three")), WORDS
        )
        assert draft.messages == ()
        front: Any = nodes.data(entry(draft.text).front)
        assert front["tags"] == ["one", "two", "three"]

    def test_a_lesson_says_which_it_is(self) -> None:
        draft = word_review.read(
            filled(
                ("Title", "Buses"), ("Owner", "the depot"), ("Owner", "the board"), ("Evidence", "a"), ("Evidence", "b")
            ),
            WORDS,
        )
        assert draft.messages == (
            'in the lesson “Ask the drivers first” "Owner" is filled in twice: taken was “the board”, left out “the depot”',
        )
        (lesson,) = entry(draft.text).body.lessons
        assert lesson.get("owner") == "the board"
        assert [value.text for value in lesson.values("evidence")] == ["a", "b"]

    def test_two_columns_of_one_name_are_told(self) -> None:
        def fill(document: Any) -> None:
            document.add_heading("About the review", 1)
            document.add_heading("Outcomes", 2)
            table = document.add_table(rows=2, cols=3)
            for number, text in enumerate(("Measure", "Measure", "Unit", "trips", "riders", "a day")):
                table.cell(number // 3, number % 3).text = text

        draft = word_review.read(office.word(fill), WORDS)
        assert draft.messages == (
            'the table under “Outcomes” has 2 columns "Measure"; of a row that fills in several, the last was taken',
        )


class TestListsInCells:
    """The items of a list in a cell can be told from each other."""

    @pytest.mark.parametrize(
        ("answer", "expected"),
        [
            ("First do this.\n\nThen:\n- a\n- b", "First do this. Then: a; b"),
            ("Then\n• a,\n• b.\nDo it soon.", "Then: a, b. Do it soon."),
            ("- a\n- b\nDo it soon", "a; b. Do it soon"),
            ("1. ask\n2) listen", "(1) ask; (2) listen"),
            ("12. June is late.\n- 5 degrees", "12. June is late. - 5 degrees"),
            ([("Then", None), ("ask", "List Bullet"), ("listen", "List Bullet")], "Then: ask; listen"),
            (
                [("ask", "List Number"), ("listen", "List Number"), ("Do it soon.", None)],
                "(1) ask; (2) listen. Do it soon.",
            ),
            ([("only this", "List Bullet")], "only this"),
        ],
    )
    def test_a_recommendation_names_them_in_a_line(self, answer: Any, expected: str) -> None:
        draft = word_review.read(filled(("Title", "Buses"), ("Recommendation", answer)), WORDS)
        (lesson,) = entry(draft.text).body.lessons
        assert (draft.messages, lesson.get("recommendation")) == ((), expected)

    @pytest.mark.parametrize("style", ["List Bullet", "List Number"])
    def test_where_several_values_may_stand_each_is_one(self, style: str) -> None:
        draft = word_review.read(
            filled(
                ("Title", "Buses"),
                ("Tags", [("night buses", style), ("bus lanes", style)]),
                ("Evidence", "- the minutes of May\n- those of June"),
            ),
            WORDS,
        )
        found = entry(draft.text)
        front: Any = nodes.data(found.front)
        assert front["tags"] == ["night buses", "bus lanes"]
        assert [value.text for value in found.body.lessons[0].values("evidence")] == [
            "the minutes of May",
            "those of June",
        ]

"""The Excel template filled in comes out as the same review as its Markdown; it offers the terms and explains them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl
import pytest

from lessons.authoring.office import excel_review, excel_template
from lessons.authoring.office.package import OfficeError
from lessons.authoring.office.questions import about_questions, lesson_questions, tables
from lessons.entries import Entry
from lessons.schemes import worded
from lessons.text import nodes
from tests.authoring.office.test_word_review import (
    CASES,
    FOUNDING,
    WORDS,
    entry,
    lesson_of,
    problems,
    section_of,
    value_at,
)
from tests.support import office


def template(**fields: str) -> Any:
    return openpyxl.load_workbook(BytesIO(excel_template.template(fields, WORDS)))


def typed(value: Any) -> str | None:
    """Return a value of a review as somebody types it into a cell."""
    if isinstance(value, list):
        return "; ".join(one["role"] if isinstance(one, dict) else str(one) for one in value)
    return None if value is None else str(value)


def filled_in(review: Entry) -> bytes:
    book = template(type=review.stated("type") or "after-action-review")
    front: Any = nodes.data(review.front)
    texts = {section.heading: section.text for section in review.body.sections}
    answers = {question.label: typed(value_at(front, question.path)) for question in about_questions()}
    for row in book["Review"].iter_rows(min_row=2):
        row[1].value = answers.get(label_of(row[0]))
    for row in book["Text"].iter_rows(min_row=2):
        row[1].value = texts.get(label_of(row[0]))
    lessons = [
        {"Lesson": lesson.statement, "What happened that taught it": lesson.text}
        | {
            question.label: typed([value.text for value in lesson.values(question.path[0])] or None)
            for question in lesson_questions()
        }
        for lesson in review.body.lessons
    ]
    fill(book["Lessons"], lessons)
    for name in tables():
        fill(
            book[worded(name)], [{worded(key): str(value) for key, value in one.items()} for one in front.get(name, [])]
        )
    return office.saved(book)


def label_of(cell: Any) -> str:
    return str(cell.value).removesuffix(" (required)")


def fill(sheet: Any, records: list[dict[str, Any]]) -> None:
    for number, record in enumerate(records, 2):
        for cell in sheet[1]:
            sheet.cell(number, cell.column).value = record.get(label_of(cell))


@pytest.mark.parametrize("id_", CASES)
def test_the_template_filled_in_is_the_same_review_as_its_markdown(id_: str) -> None:
    before = FOUNDING[id_]
    draft = excel_review.read(filled_in(before), WORDS)
    assert draft.messages == ()
    after = entry(draft.text)
    assert after.errors == []
    stated = {name for name in type(before.record).model_fields if name in nodes.data(before.front)}
    for name in stated - {question.path[0] for question in about_questions() if question.advanced}:
        assert getattr(after.record, name) == getattr(before.record, name), name
    assert sorted(map(section_of, after.body.sections)) == sorted(map(section_of, before.body.sections))
    assert [lesson_of(one) for one in after.body.lessons] == [lesson_of(one) for one in before.body.lessons]


def test_terms_are_offered_as_drop_down_lists_of_their_labels_and_explained_in_a_sheet() -> None:
    book = template()
    rows = list(book["Terms"].iter_rows(min_row=2, values_only=True))
    term = WORDS.terms("sector")["transport"]
    assert ("Sector", term.label, term.definition) in rows
    sector = next(row[0].row for row in book["Review"].iter_rows() if row[0].value == "Sector (required)")
    (validation,) = [one for one in book["Review"].data_validations.dataValidation if f"B{sector}" in str(one.sqref)]
    offered = [cell[0].value for cell in book["Terms"][validation.formula1.removeprefix("=Terms!").replace("$", "")]]
    assert offered == [one.label for one in WORDS.terms("sector").values()]
    assert book["Lessons"].data_validations.dataValidation
    assert all(cell.comment is not None for cell in book["Lessons"][1])


def test_what_is_known_already_is_filled_in() -> None:
    book = template(title="Night buses", sector="transport")
    found = {row[0]: row[1] for row in book["Review"].iter_rows(values_only=True)}
    assert (found["Title (required)"], found["Sector (required)"]) == ("Night buses", "transport")


def test_a_lesson_without_its_sentence_is_kept_and_told() -> None:
    book = template(title="Night buses", type="rapid-lesson")
    book["Lessons"]["B2"] = "They were late."
    draft = excel_review.read(office.saved(book), WORDS)
    assert any(
        "still to be written: one sentence that says what to do next time" in line for line in problems(draft.text)
    )


def test_rows_columns_and_sheets_that_are_unknown_are_named() -> None:
    book = template(title="Night buses")
    book["Review"].append(["Organisatoin", "Kirklees"])
    book["Text"].append(["Backround", "Old."])
    book["Lessons"].cell(1, 30).value = "Recomendation"
    book.create_sheet("Budget").append(["x"])
    assert excel_review.read(office.saved(book), WORDS).messages == (
        '"Organisatoin" is not a field, did you mean "Organisation"?',
        '"Backround" is not a section',
        '"Recomendation" in the sheet "Lessons" is not a column, did you mean "Recommendation"?',
        'the sheet "Budget" was left out: it is not one of the template',
    )


def test_a_text_that_looks_like_a_formula_or_markdown_stays_text() -> None:
    book = template(title="Night buses", type="rapid-lesson")
    for row in book["Text"].iter_rows(min_row=2):
        if label_of(row[0]) == "What happened":
            row[1].value, row[1].data_type = "=1+1 is *two*\n## Lessons", "s"
    section, *_ = entry(excel_review.read(office.saved(book), WORDS).text).body.sections
    assert section.html == "<p>=1+1 is *two*</p>\n<p>## Lessons</p>"


def test_a_workbook_that_is_not_the_template_is_refused_and_the_ways_are_named() -> None:
    with pytest.raises(OfficeError, match="begin with the template, lessons new --format xlsx, or import a table"):
        excel_review.read(office.excel(["Title", "Date"], ["Bins", "1998"]), WORDS)

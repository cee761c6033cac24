"""What a form asks for a review, made from the declarations of the record: templates ask it, and filled-in files answer it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel

from lessons.record.fields import record_in
from lessons.record.outline import LESSON_FIELDS
from lessons.record.review import Review, field_extra
from lessons.record.vocabulary import Vocabulary
from lessons.schemes import NOT_STATED, worded
from lessons.text.distance import closest

# What heads a table of questions in a template, and its mark of what cannot be left out.
FIELD, SECTION, ANSWER, HELP = "Field", "Section", "Your answer", "What to write"
REQUIRED = " (required)"
# Of a paragraph in a Word template that explains, and is no part of the review.
GUIDANCE = "Guidance"
# The title of the Word template, which is not that of the review.
TITLE = "After-action review"
ABOUT = "About the review"
STATEMENT, PROSE = "Lesson", "What happened that taught it"


@dataclass(frozen=True)
class Question:
    """One value that a form asks for: the path of its field, what it is called, and what is to be written."""

    path: tuple[str, ...]
    label: str
    help: str
    scheme: str | None = None
    many: bool = False
    required: bool = False
    advanced: bool = False


@cache
def about_questions() -> tuple[Question, ...]:
    """Return the questions on the review as a whole: its fields, and those of a record that it holds once."""
    return tuple(_about())


def _about() -> Iterator[Question]:
    for name, field in Review.model_fields.items():
        record, extra = record_in(field.annotation), field_extra(name)
        advanced = bool(extra.get("advanced"))
        many = field.default_factory is list
        if record is None or extra.get("plain"):
            yield Question(
                (name,),
                worded(name),
                field.description or "",
                extra.get("vocabulary"),
                many,
                field.is_required(),
                advanced,
            )
        elif not many:
            for question in _parts(record):
                yield Question(
                    (name, *question.path), f"{worded(name)}: {question.label.lower()}", question.help, question.scheme,
                    advanced=advanced,
                )  # fmt: skip


@cache
def tables() -> dict[str, tuple[Question, ...]]:
    """Return the fields that hold several records, such as outcomes, each with the questions on one of them."""
    return {
        name: tuple(_parts(record))
        for name, field in Review.model_fields.items()
        if field.default_factory is list
        and not field_extra(name).get("plain")
        and (record := record_in(field.annotation))
    }


def _parts(record: type[BaseModel]) -> Iterator[Question]:
    for name, field in record.model_fields.items():
        written = field.alias or name
        extra: Any = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        yield Question(
            (written,), worded(written), field.description or "", extra.get("vocabulary"), required=field.is_required()
        )


@cache
def lesson_questions() -> tuple[Question, ...]:
    """Return the questions on one lesson beside its sentence and its text."""
    return tuple(
        Question((field.key,), field.label, field.help, field.scheme, field.many, field.required and field.key != "id")
        for field in LESSON_FIELDS
    )


def asked(label: str, questions: tuple[Question, ...]) -> Question | None:
    """Return the question of a label as a filled-in file has it."""
    folded = _folded(label)
    return next((question for question in questions if _folded(question.label) == folded), None)


def nearest(label: str, questions: tuple[Question, ...]) -> str:
    """Return what was probably meant by a label that no question has, as the end of a message."""
    close = closest(_folded(label), {_folded(question.label): question.label for question in questions}, 0.6)
    found = asked(close, questions) if close else None
    return f', did you mean "{found.label}"?' if found else ""


def twice(asked_for: Sequence[Question | None], where: str) -> list[str]:
    """Return a sentence for each question that heads two columns of a table; ``where`` says which."""
    counted = Counter(question.label for question in asked_for if question)
    return [
        f'{where} has {number} columns "{label}"; of a row that fills in several, the last was taken'
        for label, number in counted.items()
        if number > 1
    ]


def table_named(heading: str) -> str | None:
    """Return the field whose records stand below a heading, or in a sheet of that name."""
    return next((name for name in tables() if _folded(worded(name)) == _folded(heading)), None)


def choices(question: Question, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """Return the terms that a question offers, each as its label and its definition."""
    if question.scheme is None:
        return []
    terms = vocabulary.terms(question.scheme)
    slugs = [slug for slug in vocabulary.allowed(question.scheme) or () if slug not in (NOT_STATED, "recurred")]
    return [
        (terms[slug].label, terms[slug].definition or "") if slug in terms else (worded(slug), "") for slug in slugs
    ]


def without_mark(label: str) -> str:
    """Return a label without the mark of what is required."""
    return label.strip().removesuffix(REQUIRED)


def _folded(label: str) -> str:
    return " ".join(without_mark(label.casefold()).replace("*", " ").strip(" :?").split())

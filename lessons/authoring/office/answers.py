"""What somebody filled in, in whatever program, as the Markdown of a review."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from lessons.authoring.fixes import fixed_text
from lessons.authoring.fixes.terms import meant
from lessons.authoring.office.lists import in_a_line, values
from lessons.authoring.office.questions import Question
from lessons.record.outline import LESSON_FIELDS, field_for
from lessons.record.review import required_fields
from lessons.record.types import shorten
from lessons.record.vocabulary import Vocabulary
from lessons.record.writing import LessonText, literal, review, writable
from lessons.schemes import NOT_STATED

_TO_WRITE = re.compile(r"\\\[write: ([^\]\n]{0,300})\\\]")
_MAY_BE_UNKNOWN = frozenset(required_fields()) - {"title"}


@dataclass
class LessonAnswers:
    """One lesson: its sentence, its text as Markdown, and the texts of its fields by label."""

    statement: str
    prose: str = ""
    fields: dict[str, str] = field(default_factory=dict)

    def answer(self, question: Question, text: str) -> str | None:
        """Take the answer to a question on the lesson, and return what is to be said where it has another one."""
        before = self.fields.get(question.label)
        self.fields[question.label], said = _together(question, before, text)
        return f"in the lesson “{shorten(self.statement)}” {said}" if said else None


@dataclass
class Answers:
    """Everything that was filled in: texts by the paths of their fields, sections and lessons; ``prose`` is Markdown already."""

    facts: dict[tuple[str, ...], tuple[Question, str]] = field(default_factory=dict)
    records: dict[str, list[list[tuple[Question, str]]]] = field(default_factory=dict)
    sections: list[tuple[str, str]] = field(default_factory=list)
    lessons: list[LessonAnswers] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)

    def answer(self, question: Question, text: str) -> None:
        """Take the answer to a question on the review."""
        _, before = self.facts.get(question.path, (question, None))
        together, said = _together(question, before, text)
        self.facts[question.path] = question, together
        self.messages += [said] if said else []

    @property
    def nothing(self) -> bool:
        """Return whether nothing of a review was recognised."""
        return not (self.facts or self.records or self.lessons or any(text for _, text in self.sections))


@dataclass(frozen=True)
class Draft:
    """The Markdown of a review made from a file, its title, and what was left out or not understood, in sentences."""

    text: str
    title: str
    messages: tuple[str, ...]


def draft(answers: Answers, vocabulary: Vocabulary) -> Draft:
    """Return the review that was filled in, with what is safe to fix fixed, as ``lessons check --fix`` does."""
    fields: dict[str, Any] = {}
    for path, (question, text) in answers.facts.items():
        value = _value(question, text, vocabulary)
        holder = fields if len(path) == 1 else fields.setdefault(path[0], {})
        holder[path[-1]] = value
    for name, records in answers.records.items():
        fields[name] = [
            {question.path[-1]: _value(question, text, vocabulary) for question, text in record} for record in records
        ]
    for name in _MAY_BE_UNKNOWN:
        fields.setdefault(name, NOT_STATED)
    lessons = [LessonText(one.statement, one.prose, list(_labelled(one.fields, vocabulary))) for one in answers.lessons]
    sections = [(heading, text) for heading, text in answers.sections if text]
    # What is still to be written is told as such, which it would not be between escaped brackets.
    text = _TO_WRITE.sub(r"[write: \1]", review(fields, sections, lessons))
    text = fixed_text(text, vocabulary)
    return Draft(text, str(fields.get("title", "")), tuple(answers.messages))


def _together(question: Question, before: str | None, text: str) -> tuple[str, str | None]:
    """Return the answer of a question that is asked again, and what is to be said of it."""
    if before is None or before == text:
        return text, None
    if question.many:
        return f"{before}\n{text}", None
    said = f'"{question.label}" is filled in twice: taken was “{shorten(text)}”, left out “{shorten(before)}”'
    return text, said


def _value(question: Question, text: str, vocabulary: Vocabulary) -> Any:
    clean = writable(text)[0]
    if not question.many:
        return _term(question, in_a_line(clean), vocabulary)
    return [_term(question, value, vocabulary) for value in values(clean)]


def _term(question: Question, text: str, vocabulary: Vocabulary) -> str:
    if question.path[0] in _MAY_BE_UNKNOWN and text.casefold().replace(" ", "-") == NOT_STATED:
        return NOT_STATED
    return (meant(vocabulary, question.scheme, text) if question.scheme else None) or text


def _labelled(fields: dict[str, str], vocabulary: Vocabulary) -> Iterable[tuple[str, str]]:
    """Yield the fields of a lesson as they are written, in the order of their declarations."""
    for known in LESSON_FIELDS:
        found = [text for label, text in fields.items() if field_for(label) == known]
        parts = [part for text in found for part in (values(text) if known.many else [in_a_line(text)])]
        if known.scheme:
            parts = [meant(vocabulary, known.scheme, part) or part for part in parts]
        written = [shown for part in parts if (shown := " ".join(writable(part)[0].split()))]
        if known.separator and written:
            written = [f"{known.separator} ".join(written)]
        for value in written:
            yield known.label, value if known.key == "id" or known.scheme else literal(value)

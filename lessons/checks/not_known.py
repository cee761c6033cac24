"""What is not known is left out, or is `not-stated`, and not "n/a".

What is right: date, organisation, sector and result say `not-stated`; every other field, and the fields of a lesson, are left out
where nothing is known. "None" may be an answer and is accepted.

Why: "n/a", "unknown" and "TBC" would be shown and counted as if they were the name of a place or of a partner.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.checks.judging import judged
from lessons.entries import Entry
from lessons.entries.body import Lesson
from lessons.entries.collection import Collection
from lessons.entries.lesson_fields import FieldValue
from lessons.problems import Place, Problem
from lessons.record import meant
from lessons.record.outline import DATES
from lessons.record.refusing import LEAVE_OUT, shorten
from lessons.record.review import free_text_fields, needed_paths, term_fields
from lessons.schemes import NOT_STATED
from lessons.text import nodes

ID = "not-known"


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for each term, also of a lesson, and advice for each text and other field of a lesson, that says only that nothing is known."""
    terms = {path for path, _ in term_fields(entry.model)}
    for path, scalar, right in _found(entry, collection):
        if path in terms or judged(entry):
            words = f"write {right}" if right else "leave the field out"
            message = f'{path[-1]}: found "{shorten(scalar.text)}"; where it is not known, {words}'
            yield Problem(scalar.place, message, ID, "error" if path in terms else "advice")
    for _, value in in_lessons(entry, collection):
        if value.field.key in DATES:
            continue  # the rule `dates` speaks of it
        if value.field.scheme or judged(entry):
            message = f'{value.field.label}: found "{shorten(value.text)}"; where it is not known, delete the line'
            yield Problem(value.value_place, message, ID, "error" if value.field.scheme else "advice")
    for value, text, place in _beside_others(entry, collection):
        message = f'{value.field.label}: found "{shorten(text)}" among others; where it is not known, leave it out'
        yield Problem(place, message, ID)


def in_front_matter(entry: Entry, collection: Collection) -> Iterator[tuple[nodes.Scalar, str]]:
    """Yield each term or text of the front matter that says nothing, with what is to stand there (or ``LEAVE_OUT``)."""
    for _, scalar, right in _found(entry, collection):
        yield scalar, right


def in_lessons(entry: Entry, collection: Collection) -> Iterator[tuple[Lesson, FieldValue]]:
    """Yield each field of a lesson that says nothing, but for those that a lesson needs."""
    for lesson in entry.body.lessons:
        for value in lesson.fields:
            if not value.field.required and _says_nothing(value.text, value, collection):
                yield lesson, value


def _beside_others(entry: Entry, collection: Collection) -> Iterator[tuple[FieldValue, str, Place]]:
    """Yield each term of a lesson that says nothing where others stand in the same line, which are to stay."""
    for lesson in entry.body.lessons:
        for value in lesson.fields:
            if value.field.scheme and not meant.is_unknown(value.text):
                yield from (
                    (value, text, place) for text, place in value.parts if _says_nothing(text, value, collection)
                )


def _says_nothing(text: str, value: FieldValue, collection: Collection) -> bool:
    # Of a term that is written so exactly the rule `known-terms` speaks; in another case it is none.
    if (text if value.field.scheme else text.casefold()) == NOT_STATED or not meant.is_unknown(text):
        return False
    # A vocabulary may have a term that is called so.
    return text not in (collection.vocabulary.allowed(value.field.scheme or "") or ())


def _found(entry: Entry, collection: Collection) -> Iterator[tuple[tuple[str, ...], nodes.Scalar, str]]:
    needed = needed_paths(entry.model)
    known_names = dict(term_fields(entry.model))
    for path, scalar in entry.scalars_at((*known_names, *free_text_fields(entry.model))):
        # Those of a review and of a use are refused where they are read, with the date.
        if path == ("organisation",) or (path in needed and path not in known_names):
            continue
        scheme = known_names.get(path)
        allowed = collection.vocabulary.allowed(scheme) or () if scheme else ()
        if scalar.text in allowed or scalar.text == NOT_STATED or not meant.is_unknown(scalar.text):
            continue
        stated = scheme == "sector" or NOT_STATED in allowed
        if stated or path not in needed:
            yield path, scalar, NOT_STATED if stated else LEAVE_OUT

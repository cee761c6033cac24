"""A lesson ends with its labelled fields, each once and with a value.

What is right: list items such as `- Id: prepare-crews`, as the last thing in the lesson, in any order and case. In a
published review Id and Recommendation are required; an imported record is kept as it was recorded, without a
recommendation if it had none. Labels: Id, Kind, Basis, Recommendation, Applies when, Does not apply when, Change,
Barrier, Enabler, Addressed to, Respond by, Priority, Status, Owner, Due, Evidence (may repeat), Reason, Superseded by, Formerly.
Write each organisation that a lesson is addressed to on a line of its own, or separate them with semicolons: a comma may be part of a name, so there it is advice.

Why: the recommendation and when it applies are what the next team acts on, and the Id is the lesson's permanent address.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.checks.judging import imported, judged
from lessons.checks.one_value_each import perhaps_several
from lessons.entries import Entry
from lessons.entries.body import Lesson
from lessons.entries.collection import Collection
from lessons.entries.lesson_fields import RULE
from lessons.problems import Problem
from lessons.record.outline import LESSON_FIELDS, LessonField
from lessons.record.scaffold import lesson_id
from lessons.record.types import shorten
from lessons.schemes import NOT_STATED

ID = RULE


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for each required field that is missing, and for organisations that are no names.

    What else is wrong with the fields that are there was found by reading.
    """
    yield from _addressees(entry, collection)
    if entry.editorial_status != "published":
        return
    kept = imported(entry)
    required = [field for field in LESSON_FIELDS if field.required and not (kept and field.key == "recommendation")]
    for lesson in entry.body.lessons:
        for field in required:
            if not lesson.get(field.key) and field.key not in lesson.misread:
                yield Problem(lesson.place, f"the lesson has no {field.label}; {_hint(lesson, field)}", ID)


def _addressees(entry: Entry, collection: Collection) -> Iterator[Problem]:
    known = collection.vocabulary.knows_organisation
    for lesson in entry.body.lessons:
        named = [part for value in lesson.values("addressed_to") for part in value.parts]
        for name, place in named:
            if name == NOT_STATED:
                yield Problem(place, f'found "{name}"; where nobody is asked to respond, leave the field out', ID)
            elif "," in name and not known(name) and any(known(part) for part in name.split(",")):
                several = "; ".join(part.strip() for part in name.split(",") if part.strip())
                message = f'found "{shorten(name)}", but no organisation has that name; if these are several, separate them with semicolons: {several}'
                yield Problem(place, message, ID)
            # Who knows how to write several writes a comma where it belongs to a name.
            elif judged(entry) and not known(name) and len(parts := perhaps_several(name)) > min(len(named), 2):
                message = f'found "{shorten(name)}", which is read as one organisation; if these are several, separate them with semicolons: {"; ".join(parts)}'
                yield Problem(place, message, ID, "advice")
        if lesson.get("respond_by") and not lesson.get("addressed_to") and "addressed_to" not in lesson.misread:
            message = '"Respond by" is stated, but nobody is addressed; add "Addressed to" with the organisations that should respond'
            yield Problem(lesson.values("respond_by")[0].place, message, ID)


def _hint(lesson: Lesson, field: LessonField) -> str:
    example = lesson_id(lesson.statement) if field.key == "id" else "what to do next time"
    line = f"`- {field.label}: {example}`"
    if f"{field.label}:" in lesson.text:
        return f'found "{field.label}:" in its text, but fields are list items at its end: {line}'
    return f"add at its end: {line}"

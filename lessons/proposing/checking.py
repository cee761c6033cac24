"""A form that was filled in, as an entry: written, checked, compared with the library, shown."""

from __future__ import annotations

import sqlite3
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from lessons import checks, entries, forms
from lessons.authoring.fixes import fixed_text
from lessons.checks import lesson_fields, lessons_present, near_duplicates, required_fields, required_sections
from lessons.forms import Contribution, Filled, FormField, FormMessage, FormShape
from lessons.library.version import connection_to
from lessons.problems import Problem
from lessons.proposing import around, filled, preview
from lessons.proposing.places import Places
from lessons.proposing.shapes import shape
from lessons.record.scaffold import file_id
from lessons.record.use import FOLDER
from lessons.record.writing import writable
from lessons.text.files import MAX_BYTES
from lessons.words import gettext

if TYPE_CHECKING:
    from lessons.library.version import Identity

# The form says it in words of its own; what resembles the entry is looked up in the database.
_SAID_BY_FORM = frozenset({required_fields.ID, required_sections.ID, lessons_present.ID})
_RULES = tuple(rule for rule in checks.RULES if rule is not near_duplicates)


def shape_in(path: str, identity: Identity, kind: str) -> FormShape:
    """Return what the form of a kind asks for, with the terms of this version of the database."""
    return shape(kind, around.vocabulary_in(connection_to(path, identity)))


def contributed(path: str, identity: Identity, kind: str, pairs: forms.Pairs) -> tuple[FormShape, Contribution]:
    """Return what the form of a kind asks for, and what became of what was filled in, in a worker process."""
    connection = connection_to(path, identity)
    vocabulary = around.vocabulary_in(connection)
    asked = shape(kind, vocabulary)
    cleaned = Filled.of(tuple((name, writable(text)[0]) for name, text in pairs))
    use = kind == forms.USE
    if use:
        text = filled.use_text(asked, cleaned)
        suggested = f"{cleaned.first('organisation')} {filled.cited(cleaned.first('lesson')).partition('#')[2]}"
    else:
        text = filled.review_text(asked, cleaned)
        suggested = cleaned.first("title")
    # "March 2019", "unknown" and "12,000" are as good in a form as what a file needs.
    text = fixed_text(text, vocabulary, use=use)
    id_ = around.free_id(connection, file_id(suggested))
    entry_path = f"{FOLDER}/{id_}.md" if use else f"{id_}.md"
    needed = tuple(FormMessage(name, empty(field)) for name, field in filled.missing(asked, cleaned))
    return asked, judged(entry_path, text, connection, needed=needed)


def _is_said(problem: Problem, message: FormMessage, needed: set[str]) -> bool:
    """Return whether a problem comes of a field that is empty, which the form says in words of its own."""
    if not needed:
        return False
    lesson = message.name.rpartition(".")[0]
    of_lesson = problem.rule == lesson_fields.ID and any(name.startswith(f"{lesson}.") for name in needed)
    return problem.rule in _SAID_BY_FORM or message.name in needed or of_lesson


def empty(field: FormField) -> str:
    """Return what is said of a field that has to be filled in and is not."""
    if field.kind == forms.CHOICE:
        return gettext("contribute.problem.choose", field=field.label)
    may_be_unknown = field.key in filled.MAY_BE_NOT_STATED
    return gettext(
        "contribute.problem.empty.not_stated" if may_be_unknown else "contribute.problem.empty", field=field.label
    )


def judged(
    path: str,
    text: str,
    connection: sqlite3.Connection,
    *,
    needed: tuple[FormMessage, ...] = (),
) -> Contribution:
    """Return what the rules and the library say of the text of an entry at a path in the folder of entries.

    ``needed`` is what the form has said already.
    """
    inside = PurePosixPath(path)
    id_, use = inside.stem, entries.is_use(inside)
    if len(text.encode()) > MAX_BYTES:
        return Contribution(
            id_, path, text, (*needed, FormMessage("", gettext("contribute.problem.too_long", number=f"{MAX_BYTES:,}")))
        )
    entry = entries.read_string(text, path, use=use)
    collection = around.with_cited(entry, around.vocabulary_in(connection), connection)
    errors, advice = [*needed], []
    places = Places(entry)
    for problem in dict.fromkeys(sorted(checks.problems_of(entry, collection, _RULES))):
        message = places.message(problem)
        if problem.severity != "error":
            advice.append(message)
        elif not _is_said(problem, message, {one.name for one in needed}):
            errors.append(message)
    if errors:
        return Contribution(id_, path, text, tuple(errors), tuple(advice))
    alike = tuple(around.lookalikes(entry, collection, connection))
    return Contribution(id_, path, text, (), tuple(advice), alike, preview.database_of(collection))

"""Five fields are required: title, date, organisation, sector, result; of a use: lesson, organisation, decision, date.

What is right: each of them has a value. Nobody has to invent one: `not-stated` is an honest answer, accepted for date,
organisation, sector and result. An outcome, a source or another nested record has required fields of its own.

Why: without them a review cannot be found by what it is about, and readers cannot judge how far to trust it.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.checks.faults import field_errors
from lessons.checks.known_fields import unknown
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Problem

ID = "required-fields"


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for each required field that is missing."""
    # A misspelt field is not missing as well.
    # Nor is one missing beside a name that nobody knows, which may stand for it.
    strange = {error.path[:-1] for error, meant in unknown(entry) if meant is None}
    misspelt = {(*error.path[:-1], meant) for error, meant in unknown(entry)}
    for error in field_errors(entry, ID):
        if error.path in misspelt or (len(error.path) > 1 and error.path[:-1] in strange):
            continue
        where = " > ".join(part for part in error.path[:-1] if isinstance(part, str))
        field = entry.model.model_fields.get(error.name) if not where else None
        meaning = f" ({field.description.rstrip('.')})" if field and field.description else ""
        inside = f' in "{where}"' if where else ""
        yield Problem(error.place, f'"{error.name}" is {"empty" if error.empty else "missing"}{inside}{meaning}', ID)

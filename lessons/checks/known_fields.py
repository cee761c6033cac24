"""The front matter contains known fields only.

What is right: the fields listed by `lessons schema`; five are required, the others optional.

Why: a misspelt field would be lost without warning. What has no field of its own belongs in the text.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.checks.faults import field_errors
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.entries.record import FieldError
from lessons.problems import Problem
from lessons.record.fields import fields_at
from lessons.record.types import shorten
from lessons.text.distance import Spellings
from lessons.text.invisible import plain

ID = "known-fields"
# Other spellings of the names, and what people call them.
OTHER_NAMES = {
    "organization": "organisation", "organisations": "organisation", "organizations": "organisation", "license": "licence",
    "lang": "language", "start": "from", "begin": "from", "end": "to", "until": "to", "source": "sources", "tag": "tags", "partner": "partners", "barrier": "barriers", "enabler": "enablers", "outcome": "outcomes",
}  # fmt: skip


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for each unknown field, with the one that was probably meant."""
    for error, meant in unknown(entry):
        if plain(error.name)[1]:
            continue  # reading it found the character that nobody sees
        where = next((f' in "{part}"' for part in reversed(error.path[:-1]) if isinstance(part, str)), "")
        known = ", ".join(fields_at(entry.model, error.path[:-1]))
        hint = f', did you mean "{meant}"?' if meant else f"; known fields: {known}"
        yield Problem(error.place, f'unknown field "{shorten(error.name)}"{where}{hint}', ID)


def unknown(entry: Entry) -> Iterator[tuple[FieldError, str | None]]:
    """Yield each unknown field, with the known one that was probably meant."""
    spellings: dict[tuple[str, ...], Spellings] = {}
    for error in field_errors(entry, ID):
        known = tuple(fields_at(entry.model, error.path[:-1]))
        name = error.name.casefold().replace("-", "_").replace(" ", "_")
        other = OTHER_NAMES.get(name)
        if other in known:
            yield error, other
            continue
        yield error, spellings.setdefault(known, Spellings(known, 0.6)).closest(name)

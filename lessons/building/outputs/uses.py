"""Rows about uses, and what a lesson's search text says of those who used it."""

from __future__ import annotations

from collections.abc import Iterator

from lessons.building.outputs import publication
from lessons.building.outputs.shared import Row, Shared, days, stated_date
from lessons.entries.checked import CheckedUse


def use_row(use: CheckedUse, shared: Shared) -> Row:
    """Return the use's row of the table ``uses``."""
    record = use.record
    target = shared.target(record.lesson)
    here = target.unit is None
    organisation = shared.organisations.get(record.organisation)
    owner = shared.organisation(target.review) if here else None
    return {
        "id": use.id,
        "lesson_id": target.id if here else None,
        "cited_as": target.id if here else record.lesson,
        "organisation_id": organisation[0] if organisation else None,
        **days("date", stated_date(record.date)),
        **{name: getattr(record, name) for name in ("decision", "why", "evidence", "contact", "handling")},
        "editorial_status": record.status,
        "independent": int(organisation[0] != owner[0]) if organisation and owner else None,
        "author": record.author or shared.unit_name,
        **publication.of_entry(use, shared).columns(),
        "file": shared.paths[use.id],
        "text": use.body.text or None,
        "html": use.body.html or None,
        "markdown": use.text,
    }


def searched_with(lesson_id: str, shared: Shared) -> Iterator[str]:
    """Yield the texts of all uses of a lesson: by them the lesson, and its review, are found."""
    for use in shared.uses.get(lesson_id, ()):
        yield from _searched(use, shared)


def _searched(use: CheckedUse, shared: Shared) -> Iterator[str]:
    record = use.record
    organisation = shared.organisations.get(record.organisation)
    yield from filter(None, (organisation[1] if organisation else None, record.why, record.evidence))
    for outcome in record.outcomes:
        yield from filter(None, (outcome.measure, outcome.note, outcome.source))
    if use.body.text:
        yield use.body.text

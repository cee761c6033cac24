"""Rows about a review: its facts, its text, its lists."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from lessons.building.outputs import publication
from lessons.building.outputs.lessons import advice_of
from lessons.building.outputs.shared import Row, Shared, days, search_columns, stated_date, summary_of
from lessons.building.outputs.strengths import ReviewResult
from lessons.building.outputs.uses import searched_with
from lessons.entries.checked import CheckedReview
from lessons.record.review import vocabulary_fields
from lessons.schema import REVIEWS_FTS
from lessons.schemes import NOT_STATED


def terms_of(entry: CheckedReview) -> Iterator[tuple[str, str]]:
    """Yield the (scheme, term) pairs that the entry's front matter states."""
    record = entry.record
    for name, scheme in vocabulary_fields().items():
        value = getattr(record, name)
        for term in value if isinstance(value, list) else [value]:
            if term is not None and term != NOT_STATED:
                yield scheme, term
    yield from (("reviewed_by", one.by) for one in record.reviewed)


def review_row(entry: CheckedReview, shared: Shared) -> Row:
    """Return the entry's row of the table ``reviews``."""
    record = entry.record
    date = stated_date(record.date)
    organisation = shared.organisation(entry.id)
    period, cost, system = record.period, record.cost, record.source_system
    return {
        "id": entry.id,
        "number": shared.review_numbers[entry.id],
        "unit_id": shared.unit,
        "title": record.title,
        "author": record.author or shared.unit_name,
        **days("date", date),
        "date_precision": date.precision if date else None,
        "year": int(date[:4]) if date else None,
        "organisation_id": organisation[0] if organisation else None,
        **{name: value if value != NOT_STATED else None for name in _AS_STATED for value in [getattr(record, name)]},
        "editorial_status": record.status,
        "summary": summary_of(entry) or None,
        **days("period_from", period.from_ if period else None),
        **days("period_to", period.to if period else None),
        **days("review_due", record.review_due),
        "cost_amount": cost.amount if cost else None,
        "cost_currency": cost.currency if cost else None,
        "cost_year": cost.year if cost else None,
        "cost_note": cost.note if cost else None,
        "source_system": system.name if system else None,
        "source_system_id": system.id if system else None,
        "source_system_url": system.url if system else None,
        **days("source_system_imported", system.imported if system else None),
        "lesson_count": len(entry.body.lessons),
        **publication.of_entry(entry, shared).columns(),
        "file": shared.paths[entry.id],
    }


_AS_STATED = (
    "sector", "result", "type", "event", "phase", "delivery_model", "level", "country", "place", "mission", "contact",
    "people_affected", "handling", "language", "licence",
)  # fmt: skip


def result_of(entry: CheckedReview) -> ReviewResult:
    """Return how the review says that it turned out, and the days that its date can mean."""
    record = entry.record
    result, date = record.result if record.result != NOT_STATED else None, stated_date(record.date)
    return ReviewResult(result, date.earliest if date else None, date.latest if date else None)


def section_rows(entry: CheckedReview) -> Iterator[Row]:
    """Yield the rows of the table ``sections`` that have something to show, without review and position."""
    for section in entry.body.sections:
        if section.text or section.markup:
            kind = section.kind.key if section.kind else None
            yield {"section": kind, "heading": section.heading, "text": section.text, "markup": section.markup}


def file_row(entry: CheckedReview, shared: Shared) -> Row:
    """Return the entry's row of the table ``review_files``."""
    texts = texts_of(entry, shared)
    found = search_columns(texts, REVIEWS_FTS)
    parts = "\0".join([*texts.values(), found["compounds"]])
    return {
        "review_id": entry.id,
        "number": shared.review_numbers[entry.id],
        "facts": texts["facts"],
        "uses": "\n\n".join(_uses_of(entry, shared)),
        **found,
        "digest": int.from_bytes(hashlib.sha256(parts.encode()).digest()[:6], "big"),
        "markdown": entry.text,
    }


def texts_of(entry: CheckedReview, shared: Shared) -> dict[str, str]:
    """Return the entry's text as the view ``review_text`` gives it, by column."""
    record = entry.record
    lessons = entry.body.lessons
    return {
        "title": record.title,
        "statements": "\n".join(lesson.statement for lesson in lessons),
        "summary": summary_of(entry),
        "advice": "\n".join(filter(None, map(advice_of, lessons))),
        "facts": "\n".join(_facts(entry, shared)),
        "body": "\n\n".join(
            [section.text for section in entry.body.sections if section.text]
            + [lesson.text for lesson in lessons if lesson.text]
            + _uses_of(entry, shared)
        ),
    }


def _uses_of(entry: CheckedReview, shared: Shared) -> list[str]:
    """Return what the uses of a review's lessons say."""
    return [text for local in shared.local_ids[entry.id] for text in searched_with(f"{entry.id}#{local}", shared)]


def _facts(entry: CheckedReview, shared: Shared) -> Iterator[str]:
    record = entry.record
    organisation = shared.organisation(entry.id)
    if organisation:
        yield organisation[1]
        if record.organisation != organisation[1]:
            yield record.organisation
    yield from filter(None, (record.place, record.mission))
    if record.country:
        yield shared.labels["country", record.country]
    yield from (*record.partners, *(one.role for one in record.contributors), *record.tags)
    yield from (shared.people[one.person] for one in record.contributors if one.person and one.person in shared.people)
    yield from (shared.labels[pair] for pair in terms_of(entry))
    for outcome in record.outcomes:
        yield from filter(None, (outcome.measure, outcome.note, outcome.source))
    yield from (source.cite for source in record.sources)
    yield from filter(None, (record.contact, record.cost.note if record.cost else None))
    yield from filter(None, (lesson.get("owner") for lesson in entry.body.lessons))

"""Rows about a lesson: the sentence, the advice, the text, the terms."""

from __future__ import annotations

from collections.abc import Iterator

from lessons.building.outputs import publication, strengths, uses
from lessons.building.outputs.shared import Row, Shared, days, search_columns, stated_date, summary_of
from lessons.entries.body import Lesson
from lessons.entries.causes import causes_of
from lessons.entries.checked import CheckedReview
from lessons.learning.causes import causes
from lessons.record.outline import LESSON_FIELDS
from lessons.schema import LESSONS_FTS
from lessons.schemes import NOT_STATED

_ORDER = {field.key: place for place, field in enumerate(LESSON_FIELDS)}


def lesson_terms_of(lesson: Lesson, *, recurred: bool) -> Iterator[tuple[str, str]]:
    """Yield the (scheme, term) pairs that a lesson states, its status (identified unless stated) among them."""
    stated = [value for value in lesson.fields if value.field.scheme and value.field.key != "status"]
    for value in sorted(stated, key=lambda value: _ORDER[value.field.key]):
        yield from ((value.field.scheme or "", term) for term, _ in value.parts)
    yield "lesson_status", "recurred" if recurred else (lesson.get("status") or "identified")


def addressees_of(lesson: Lesson) -> Iterator[str]:
    """Yield the organisations that a lesson is addressed to, as stated."""
    yield from (name for value in lesson.values("addressed_to") for name, _ in value.parts)


def addressee_rows(entry: CheckedReview, lesson: Lesson, local: str, shared: Shared) -> Iterator[Row]:
    """Yield a lesson's rows of the table ``lesson_addressees``, each organisation once."""
    names: dict[str, set[str]] = {}
    for stated in addressees_of(lesson):
        if stated != NOT_STATED:
            slug, preferred = shared.organisations[stated]
            names.setdefault(slug, {preferred, *shared.spellings.get(slug, ())}).add(stated)
    for position, (slug, called) in enumerate(names.items(), 1):
        yield {
            "lesson_id": f"{entry.id}#{local}",
            "position": position,
            "organisation_id": slug,
            "added": publication.added(entry, lesson, local, called, shared),
        }


def advice_of(lesson: Lesson) -> str:
    """Return the lesson's recommendation and when it applies, one a line."""
    return "\n".join(
        filter(None, (lesson.get(key) for key in ("recommendation", "applies_when", "does_not_apply_when")))
    )


def term_rows(entry: CheckedReview, lesson: Lesson, local: str, shared: Shared) -> Iterator[Row]:
    """Yield a lesson's rows of the table ``lesson_terms``, in the order in which that holds them."""
    full = f"{entry.id}#{local}"
    stated = lesson_terms_of(lesson, recurred=full in shared.recurred)
    for scheme, term in sorted({*stated, (strengths.SCHEME, shared.strengths[full][0])}):
        yield {"lesson_id": full, "scheme": scheme, "term": term}


def cause_rows(entry: CheckedReview, shared: Shared) -> Iterator[Row]:
    """Yield the rows of the table ``lesson_causes`` of all lessons of a review that say what to improve."""
    for full, vector in _vectors(entry, shared):
        for position, (cause, similarity) in enumerate(causes().likest(vector), 1):
            yield {"lesson_id": full, "position": position, "cause": cause, "similarity": similarity}


def cause_vector_rows(entry: CheckedReview, shared: Shared) -> Iterator[Row]:
    """Yield the rows of the table ``lesson_cause_vectors`` of all lessons of a review that say what to improve."""
    for full, vector in _vectors(entry, shared):
        yield {"lesson_id": full, "similarities": vector.hex()}


def _vectors(entry: CheckedReview, shared: Shared) -> Iterator[tuple[str, bytes]]:
    ids = (f"{entry.id}#{local}" for local in shared.local_ids[entry.id])
    return ((full, vector) for full, vector in zip(ids, causes_of(entry.entry), strict=True) if vector)


def lesson_row(entry: CheckedReview, place: int, shared: Shared) -> Row:
    """Return the row of the table ``lessons`` for the lesson that stands at a place, from 0, of its review."""
    lesson, local = entry.body.lessons[place], shared.local_ids[entry.id][place]
    full = f"{entry.id}#{local}"
    strength, reason = shared.strengths[full]
    superseded_by = lesson.get("superseded_by")
    if superseded_by is not None and not shared.present(shared.target(superseded_by)):
        superseded_by = None
    return {
        "id": full,
        "number": shared.lesson_numbers[full],
        "review_id": entry.id,
        "local_id": local,
        "position": place + 1,
        "statement": lesson.statement,
        **{
            key: lesson.get(key)
            for key in (
                "kind",
                "basis",
                "recommendation",
                "applies_when",
                "does_not_apply_when",
                "priority",
                "owner",
                "reason",
            )
        },
        **days("due", stated_date(lesson.get("due"))),
        **days("respond_by", stated_date(lesson.get("respond_by"))),
        "status": lesson.get("status") or "identified",
        "recurred": int(full in shared.recurred),
        "superseded_by": superseded_by,
        "evidence_strength": strength,
        "evidence_reason": reason,
        **publication.of_lesson(entry, lesson, local, shared).columns(),
    }


def lesson_text_row(entry: CheckedReview, place: int, shared: Shared) -> Row:
    """Return the row of the table ``lesson_text`` for the lesson that stands at a place, from 0, of its review."""
    record, lesson = entry.record, entry.body.lessons[place]
    organisation = shared.organisation(entry.id)
    evidence = (value.text for value in lesson.values("evidence"))
    full = f"{entry.id}#{shared.local_ids[entry.id][place]}"
    support = "\n".join(filter(None, (*evidence, lesson.get("owner"), *uses.searched_with(full, shared))))
    texts = {
        "statement": lesson.statement,
        "advice": advice_of(lesson),
        "body": "\n".join(filter(None, (lesson.text, support))),
        "context": "\n".join(
            filter(None, (record.title, summary_of(entry), organisation[1] if organisation else None, record.place))
        ),
    }
    prose = {"prose": lesson.text, "support": support, "markup": lesson.markup}
    number = shared.lesson_numbers[full]
    return {"lesson_id": full, "number": number, **texts, **prose, **search_columns(texts, LESSONS_FTS)}

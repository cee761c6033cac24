"""Rows about a lesson: the sentence, the advice, the text, the terms."""

from __future__ import annotations

from collections.abc import Iterator

from lessons.building.outputs import publication, uses
from lessons.building.outputs.shared import Row, Shared, days, search_columns, stated_date, summary_of
from lessons.entries.body import Lesson
from lessons.entries.checked import CheckedReview
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


def lesson_row(entry: CheckedReview, lesson: Lesson, position: int, shared: Shared) -> Row:
    """Return a lesson's row of the table ``lessons``."""
    local = shared.local_ids[entry.id][position - 1]
    full = f"{entry.id}#{local}"
    superseded_by = lesson.get("superseded_by")
    if superseded_by is not None and not shared.present(shared.target(superseded_by)):
        superseded_by = None
    return {
        "id": full,
        "review_id": entry.id,
        "local_id": local,
        "position": position,
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
        **publication.of_lesson(entry, lesson, local, shared).columns(),
    }


def lesson_text_row(entry: CheckedReview, lesson: Lesson, position: int, shared: Shared) -> Row:
    """Return a lesson's row of the table ``lesson_text``."""
    record = entry.record
    organisation = shared.organisation(entry.id)
    evidence = (value.text for value in lesson.values("evidence"))
    full = f"{entry.id}#{shared.local_ids[entry.id][position - 1]}"
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
    return {"lesson_id": full, **texts, **prose, **search_columns(texts, LESSONS_FTS)}

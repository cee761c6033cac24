"""One checked entry as rows of the database, table by table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lessons.checks.collection import Target
from lessons.entries import Entry, linked_entry
from lessons.entries.body import Lesson
from lessons.field_types import PartialDate
from lessons.history import Dates
from lessons.outline import LESSON_FIELDS
from lessons.review import NOT_STATED, Review, vocabulary_fields

Row = dict[str, Any]
SUMMARY_WORDS = 60


@dataclass(frozen=True)
class Shared:
    """What the rows of one entry need to know of the others. Ids are those of entries in this database."""

    unit: str
    kept: Mapping[str, Entry]
    lesson_ids: frozenset[str]
    organisations: Mapping[str, tuple[str, str]]
    labels: Mapping[tuple[str, str], str]
    recurred: frozenset[str]
    history: Mapping[str, Dates] = field(default_factory=dict)

    def local(self, text: str) -> Target:
        """Return the target of a reference, without its unit when that is this one."""
        target = Target.parse(text)
        return Target(None, target.review, target.lesson) if target.unit == self.unit else target

    def present(self, target: Target) -> bool:
        """Return whether the target is in this database, or in another unit."""
        return target.unit is not None or (
            target.id in self.lesson_ids if target.lesson else target.review in self.kept
        )


def lesson_id(entry: Entry, lesson: Lesson, position: int) -> str:
    """Return the lesson's id inside its review; a draft's lesson without one has its position."""
    return lesson.get("id") or f"lesson-{position}"


def terms_of(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the (scheme, term) pairs that the entry's front matter states."""
    record = _record(entry)
    for name, scheme in vocabulary_fields().items():
        value = getattr(record, name)
        for term in value if isinstance(value, list) else [value]:
            if term is not None and not (name == "sector" and term == NOT_STATED):
                yield scheme, term


def lesson_terms_of(lesson: Lesson, *, recurred: bool) -> Iterator[tuple[str, str]]:
    """Yield the (scheme, term) pairs that a lesson states, its status (identified unless stated) among them."""
    for kind in LESSON_FIELDS:
        if kind.scheme and kind.key != "status":
            for value in lesson.values(kind.key):
                for term in value.text.split(",") if kind.many else (value.text,):
                    yield kind.scheme, term.strip()
    yield "lesson_status", "recurred" if recurred else (lesson.get("status") or "identified")


def review_row(entry: Entry, number: int, shared: Shared, path: str) -> Row:
    """Return the entry's row of the table ``reviews``."""
    record = _record(entry)
    date = PartialDate(record.date) if record.date != NOT_STATED else None
    organisation = shared.organisations.get(entry.id)
    dates = shared.history.get(path)
    period, cost, system = record.period, record.cost, record.source_system
    return {
        "number": number,
        "id": entry.id,
        "unit_id": shared.unit,
        "title": record.title,
        "date": date,
        "date_earliest": date.earliest if date else None,
        "date_precision": date.precision if date else NOT_STATED,
        "year": int(date[:4]) if date else None,
        "organisation_id": organisation[0] if organisation else None,
        "sector": record.sector if record.sector != NOT_STATED else None,
        **{name: getattr(record, name) for name in _AS_STATED},
        "summary": summary_of(entry),
        "period_from": period.from_ if period else None,
        "period_to": period.to if period else None,
        "cost_amount": cost.amount if cost else None,
        "cost_currency": cost.currency if cost else None,
        "cost_year": cost.year if cost else None,
        "cost_note": cost.note if cost else None,
        "source_system": system.name if system else None,
        "source_system_id": system.id if system else None,
        "source_system_url": system.url if system else None,
        "source_system_imported": system.imported if system else None,
        "lesson_count": len(entry.body.lessons),
        "first_published": dates.first if dates else None,
        "last_changed": dates.last if dates else None,
        "path": path,
    }


_AS_STATED = (
    "result", "type", "event", "phase", "delivery_model", "level", "country", "place", "mission", "contact",
    "people_affected", "handling", "status", "review_due", "language", "licence",
)  # fmt: skip


def summary_of(entry: Entry) -> str:
    """Return the stated summary, or the first paragraph of Summary or What happened, cut to 60 words."""
    record = _record(entry)
    if record.summary:
        return record.summary
    for key in ("summary", "what-happened"):
        for section in entry.body.sections:
            if section.kind and section.kind.key == key and section.text:
                words = section.text.split("\n")[0].split()
                return " ".join(words[:SUMMARY_WORDS]) + (" …" if len(words) > SUMMARY_WORDS else "")
    return ""


def text_row(entry: Entry, number: int, shared: Shared) -> Row:
    """Return the entry's row of the table ``review_text``."""
    record = _record(entry)
    lessons = entry.body.lessons
    return {
        "number": number,
        "review_id": entry.id,
        "title": record.title,
        "statements": "\n".join(lesson.statement for lesson in lessons),
        "summary": summary_of(entry),
        "advice": "\n".join(filter(None, map(advice_of, lessons))),
        "facts": "\n".join(_facts(entry, shared)),
        "body": "\n\n".join(
            [section.text for section in entry.body.sections if section.text]
            + [lesson.text for lesson in lessons if lesson.text]
        ),
        "markdown": entry.text,
    }


def advice_of(lesson: Lesson) -> str:
    """Return the lesson's recommendation and when it applies, one a line."""
    return "\n".join(
        filter(None, (lesson.get(key) for key in ("recommendation", "applies_when", "does_not_apply_when")))
    )


def _facts(entry: Entry, shared: Shared) -> Iterator[str]:
    record = _record(entry)
    organisation = shared.organisations.get(entry.id)
    if organisation:
        yield organisation[1]
        if record.organisation != organisation[1]:
            yield record.organisation
    yield from filter(None, (record.place, record.mission))
    if record.country:
        yield shared.labels["country", record.country]
    yield from (*record.partners, *record.tags)
    yield from (shared.labels[pair] for pair in terms_of(entry) if pair[1] != NOT_STATED)


def lesson_row(entry: Entry, lesson: Lesson, position: int, number: int, shared: Shared) -> Row:
    """Return a lesson's row of the table ``lessons``."""
    local = lesson_id(entry, lesson, position)
    full = f"{entry.id}#{local}"
    superseded_by = lesson.get("superseded_by")
    if superseded_by is not None and not shared.present(shared.local(superseded_by)):
        superseded_by = None
    return {
        "number": number,
        "id": full,
        "review_id": entry.id,
        "local_id": local,
        "position": position,
        "statement": lesson.statement,
        **{
            key: lesson.get(key)
            for key in (
                "kind",
                "recommendation",
                "applies_when",
                "does_not_apply_when",
                "priority",
                "owner",
                "due",
                "reason",
            )
        },
        "status": lesson.get("status") or "identified",
        "recurred": int(full in shared.recurred),
        "superseded_by": superseded_by,
    }


def lesson_text_row(entry: Entry, lesson: Lesson, position: int, number: int, shared: Shared) -> Row:
    """Return a lesson's row of the table ``lesson_text``."""
    record = _record(entry)
    organisation = shared.organisations.get(entry.id)
    evidence = (value.text for value in lesson.values("evidence"))
    return {
        "number": number,
        "lesson_id": f"{entry.id}#{lesson_id(entry, lesson, position)}",
        "statement": lesson.statement,
        "advice": advice_of(lesson),
        "body": "\n".join(filter(None, (lesson.text, *evidence))),
        "context": "\n".join(
            filter(None, (record.title, summary_of(entry), organisation[1] if organisation else None, record.place))
        ),
        "html": lesson.html,
    }


def lesson_link_rows(entry: Entry, shared: Shared) -> Iterator[Row]:
    """Yield the entry's rows of the table ``lesson_links``, without ids; links to what is left out are not written."""
    record = _record(entry)
    stated = [("builds_on", link.lesson, link.decision, link.why) for link in record.builds_on]
    stated += [("repeats", lesson, None, None) for lesson in record.repeats]  # type: ignore[misc]
    positions = {"builds_on": 0, "repeats": 0}
    for kind, text, decision, why in stated:
        target = shared.local(text)
        if not shared.present(target):
            continue
        positions[kind] += 1
        here = target.unit is None
        yield {
            "kind": kind,
            "from_review_id": entry.id,
            "position": positions[kind],
            "to_lesson_id": target.id if here else None,
            "target": target.id if here else text,
            "decision": decision,
            "why": why,
            "independent": _independent(entry.id, target.review, shared) if here else None,
        }


def _independent(one: str, other: str, shared: Shared) -> int | None:
    """Whether another organisation than the lesson's own used it; unknown when either is not stated."""
    user, owner = shared.organisations.get(one), shared.organisations.get(other)
    return None if user is None or owner is None else int(user[0] != owner[0])


def review_link_rows(entry: Entry, shared: Shared) -> Iterator[Row]:
    """Yield the entry's rows of the table ``review_links``, each target once a kind."""
    record = _record(entry)
    stated = [("related", text) for text in record.related] + [("supersedes", text) for text in record.supersedes]
    for link in entry.body.links:
        found = linked_entry(link.address, entry.id)
        if found is not None and found[0] != entry.id:
            stated.append(("mentions", Target(None, *found).id))
    for kind, text in dict.fromkeys(stated):
        target = shared.local(text)
        if shared.present(target):
            here = target.unit is None
            yield {
                "from_review_id": entry.id,
                "kind": kind,
                "to_review_id": target.review if here else None,
                "to_lesson_id": target.id if here and target.lesson else None,
                "target": target.id if here else text,
            }


def _record(entry: Entry) -> Review:
    assert entry.record is not None, f"{entry.path} was not checked"  # noqa: S101 - only checked entries are written
    return entry.record

"""The shortlist as a reader sees it, and as files to take along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.library.formats import csv_of
from lessons.web.presenters.dates import date
from lessons.web.presenters.facts import Fact, Value, filled, lists
from lessons.web.presenters.links import Link
from lessons.web.presenters.review import ResultMark, lesson_href, result_mark
from lessons.web.presenters.uses import times

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lessons.library.compared import ComparedLesson
    from lessons.library.vocabulary import StoredVocabulary
    from lessons.web.ask import Addresses

CSV_HEADINGS = (
    "id", "lesson", "recommendation", "applies_when", "does_not_apply_when", "result", "evidence_strength", "evidence_reason", "uses", "went_wrong_again",
    "review", "organisation", "sector", "date", "address",
)  # fmt: skip


@dataclass(frozen=True)
class ComparedShown:
    """One lesson of the shortlist: its id, its sentence as a link, how its work turned out, and what is known of it."""

    id: str
    title: Link
    result: ResultMark | None
    recommendation: str | None
    facts: tuple[Fact, ...]


def compared_shown(lesson: ComparedLesson, vocabulary: StoredVocabulary, addresses: Addresses) -> ComparedShown:
    """Return one lesson of a shortlist."""
    review = Value(lesson.review_title, addresses.path(f"/reviews/{lesson.review_id}"))
    strength = vocabulary.label("evidence_strength", lesson.evidence_strength) if lesson.evidence_strength else None
    return ComparedShown(
        id=lesson.id,
        title=Link(lesson.statement, lesson_href(lesson.id, addresses) or ""),
        result=result_mark(lesson.result, vocabulary),
        recommendation=lesson.recommendation,
        facts=(
            *filled(
                ("Applies when", lesson.applies_when or "Not stated"),
                ("Does not apply when", lesson.does_not_apply_when or "Not stated"),
                ("Evidence", ": ".join(filter(None, (strength, lesson.evidence_reason))) or None),
                ("Elsewhere", elsewhere(lesson)),
            ),
            *lists(("From the review", (review,))),
            *filled(
                ("Organisation", vocabulary.organisation(lesson.organisation) if lesson.organisation else None),
                ("Sector", vocabulary.label("sector", lesson.sector) if lesson.sector else None),
                ("Date", date(lesson.date).text if lesson.date else None),
            ),
        ),
    )


def elsewhere(lesson: ComparedLesson) -> str:
    """Return in words who used the lesson, and whether the same thing went wrong again."""
    used = f"used {times(lesson.uses)}" if lesson.uses else "no use is known"
    again = f"; went wrong again {times(lesson.repeats)}" if lesson.repeats else ""
    return f"{used[0].upper()}{used[1:]}{again}."


def as_markdown(lessons: Sequence[ComparedLesson], vocabulary: StoredVocabulary, addresses: Addresses) -> str:
    """Return the shortlist as Markdown, a heading for each lesson."""
    return "# Shortlist of lessons\n\n" + "\n".join(_markdown(lesson, vocabulary, addresses) for lesson in lessons)


def listed(lesson: ComparedLesson, vocabulary: StoredVocabulary, addresses: Addresses) -> tuple[tuple[str, str], ...]:
    """Return what is known of one lesson, each with its label, its address last."""
    shown = compared_shown(lesson, vocabulary, addresses)
    lines = [("What to do", shown.recommendation), ("Result", shown.result.text if shown.result else None)]
    lines += [(fact.label, ", ".join(value.text for value in fact.values)) for fact in shown.facts]
    lines.append(("Address", addresses.absolute(f"/reviews/{lesson.review_id}/{lesson.local_id}")))
    return tuple((label, text) for label, text in lines if text)


def _markdown(lesson: ComparedLesson, vocabulary: StoredVocabulary, addresses: Addresses) -> str:
    *facts, (_, address) = listed(lesson, vocabulary, addresses)
    fields = "\n".join(f"- {label}: {plain(text)}" for label, text in facts)
    return f"## {plain(lesson.statement)}\n\n{fields}\n- Address: {address}\n"


def plain(text: str) -> str:
    """Return text as one line of Markdown in which nothing of it is a mark."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|~&!" else sign for sign in " ".join(text.split()))


def as_csv(lessons: Sequence[ComparedLesson], vocabulary: StoredVocabulary, addresses: Addresses) -> str:
    """Return the shortlist as CSV, a row for each lesson."""
    return csv_of([CSV_HEADINGS, *_rows(lessons, vocabulary, addresses)])


def _rows(
    lessons: Sequence[ComparedLesson], vocabulary: StoredVocabulary, addresses: Addresses
) -> Iterator[tuple[object, ...]]:
    for one in lessons:
        yield (
            one.id, one.statement, one.recommendation, one.applies_when, one.does_not_apply_when, vocabulary.label("result", one.result),
            vocabulary.label("evidence_strength", one.evidence_strength) if one.evidence_strength else None, one.evidence_reason, one.uses, one.repeats,
            one.review_title, one.organisation, vocabulary.label("sector", one.sector) if one.sector else None, one.date,
            addresses.absolute(f"/reviews/{one.review_id}/{one.local_id}"),
        )  # fmt: skip

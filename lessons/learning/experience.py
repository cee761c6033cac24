"""The experience record of somebody who consents to be named: what they took part in, in which roles, and what came of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from lessons.learning.days import in_words
from lessons.learning.report import Item, LearningReport, ReportSection, capital, counted, listed
from lessons.library import people as library
from lessons.library.uses import DECIDED, of_review, told_in
from lessons.schemes import NOT_STATED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from lessons.library.people import StoredPerson, TakenPart
    from lessons.library.uses import Adoption
    from lessons.library.vocabulary import StoredVocabulary

JSON_VERSION = "1.0"


def record(
    connection: sqlite3.Connection, person: StoredPerson
) -> tuple[list[TakenPart], list[Adoption], list[Adoption]]:
    """Return the reviews that a person took part in, the lessons that these used, and the uses of their own lessons."""
    parts = library.taken_part(connection, person.id)
    reviews = list(dict.fromkeys(part.review_id for part in parts))
    used = [one for review in reviews for one in told_in(connection, review)]
    lent = [one for review in reviews for one in of_review(connection, review)]
    return parts, used, lent


def experience_report(
    connection: sqlite3.Connection, person: StoredPerson, vocabulary: StoredVocabulary
) -> LearningReport:
    """Return the experience record as a report."""
    parts, used, lent = record(connection, person)
    roles = sorted({part.role for part in parts})
    reviews = len({part.review_id for part in parts})
    return LearningReport(
        person.name,
        f"What {person.name} took part in, as the reviews here tell it: {counted(reviews, 'review')}, in the {'role' if len(roles) == 1 else 'roles'} of {listed(roles)}. "
        "It is shown because they consented to be named.",
        (
            ReportSection(
                "reviews",
                capital(counted(reviews, "review")),
                items=tuple(
                    Item(
                        part.title,
                        f"/reviews/{part.review_id}",
                        (
                            f"Role: {part.role}.",
                            ", ".join(
                                fact
                                for fact in (
                                    part.organisation,
                                    in_words(part.date) if part.date else None,
                                    f"result: {vocabulary.label('result', part.result or NOT_STATED).lower()}",
                                    counted(part.lesson_count, "lesson"),
                                )
                                if fact
                            )
                            + ".",
                        ),
                    )
                    for part in parts
                ),
            ),
            _uses(
                "used",
                "Lessons that this work used",
                "This work is not known to have used lessons of earlier work.",
                used,
            ),
            _uses(
                "lent",
                "What others did with its lessons",
                "Nobody is known to have used a lesson of this work yet.",
                lent,
            ),
        ),
    )


def _uses(anchor: str, heading: str, none: str, found: Sequence[Adoption]) -> ReportSection:
    items = tuple(
        Item(
            one.statement or one.target,
            f"/uses/{one.use_id}" if one.use_id else f"/reviews/{one.from_review_id}",
            (
                f"{one.organisation or 'A team'} {DECIDED.get(one.decision, 'used it')}{f', {in_words(one.date)}' if one.date else ''}.",
                *((one.why,) if one.why else ()),
            ),
        )
        for one in found
    )
    return ReportSection(anchor, heading, () if items else (none,), items)


def experience_json(connection: sqlite3.Connection, person: StoredPerson, unit: str, address: str) -> dict[str, Any]:
    """Return the experience record as values for JSON, to be taken along; addresses begin with ``address``."""
    parts, used, lent = record(connection, person)
    return {
        "version": JSON_VERSION,
        "library": unit,
        "id": person.id,
        "name": person.name,
        "url": f"{address}/people/{person.id}",
        "reviews": [{**asdict(part), "url": f"{address}/reviews/{part.review_id}"} for part in parts],
        "lessons_used": [_use(one, address) for one in used],
        "uses_of_lessons": [_use(one, address) for one in lent],
    }


def _use(one: Adoption, address: str) -> dict[str, Any]:
    return {
        "lesson": one.lesson_id or one.target,
        "statement": one.statement,
        "organisation": one.organisation,
        "decision": one.decision,
        "date": one.date,
        "independent": None if one.independent is None else bool(one.independent),
        "url": f"{address}/uses/{one.use_id}" if one.use_id else f"{address}/reviews/{one.from_review_id}",
    }

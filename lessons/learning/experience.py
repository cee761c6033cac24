"""The experience record of somebody who consents to be named: what they took part in, in which roles, and what came of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from lessons.learning.days import in_words
from lessons.learning.report import Item, LearningReport, ReportSection, capital, counted
from lessons.library import people as library
from lessons.library.uses import DECIDED, DECIDED_OTHERWISE, of_review, told_in, use
from lessons.schemes import NOT_STATED
from lessons.words import gettext, listed, ngettext

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from lessons.library.people import StoredPerson, TakenPart
    from lessons.library.uses import Adoption
    from lessons.library.vocabulary import StoredVocabulary

JSON_VERSION = "1.1"


@dataclass(frozen=True)
class Experience:
    """The reviews and the uses that a person took part in, each with their role; the lessons that the reviews used, and the uses of their own lessons."""

    reviews: tuple[TakenPart, ...]
    uses: tuple[tuple[Adoption, str], ...]
    used: tuple[Adoption, ...]
    lent: tuple[Adoption, ...]


def experience(connection: sqlite3.Connection, person: StoredPerson) -> Experience:
    """Return what a person took part in, the latest first, and what came of it."""
    parts = library.taken_part(connection, person.id)
    reviews = list(dict.fromkeys(part.review_id for part in parts))
    uses = [(use(connection, id_), role) for id_, role in library.uses_taken_part(connection, person.id)]
    return Experience(
        tuple(parts),
        tuple((one, role) for one, role in uses if one),
        tuple(one for review in reviews for one in told_in(connection, review)),
        tuple(one for review in reviews for one in of_review(connection, review)),
    )


def experience_report(
    connection: sqlite3.Connection, person: StoredPerson, vocabulary: StoredVocabulary
) -> LearningReport:
    """Return the experience record as a report."""
    found = experience(connection, person)
    roles = sorted({part.role for part in found.reviews} | {role for _, role in found.uses})
    reviews, uses = len({part.review_id for part in found.reviews}), len({one.id for one, _ in found.uses})
    took_part = [counted(reviews, "review")] if reviews else []
    took_part += [ngettext("learning.person.uses_of_lessons", uses, number=f"{uses:,}")] if uses else []
    sections = []
    if uses:
        sections.append(
            _uses(
                "uses",
                gettext("learning.person.helped"),
                "",
                [one for one, _ in found.uses],
                roles=[role for _, role in found.uses],
            )
        )
    if reviews:
        sections = [
            ReportSection(
                "reviews",
                capital(counted(reviews, "review")),
                items=tuple(_review(part, vocabulary) for part in found.reviews),
            ),
            *sections,
            _uses(
                "used",
                gettext("learning.person.used"),
                gettext("learning.person.used.none"),
                found.used,
            ),
            _uses(
                "lent",
                gettext("learning.person.lent"),
                gettext("learning.person.lent.none"),
                found.lent,
            ),
        ]
    return LearningReport(
        person.name,
        ngettext("learning.person.lead", len(roles), name=person.name, parts=listed(took_part), roles=listed(roles)),
        tuple(sections),
    )


def _review(part: TakenPart, vocabulary: StoredVocabulary) -> Item:
    facts = (
        part.organisation,
        in_words(part.date) if part.date else None,
        gettext("learning.person.result", result=vocabulary.label("result", part.result or NOT_STATED).lower()),
        counted(part.lesson_count, "lesson"),
    )
    return Item(
        part.title,
        f"/reviews/{part.review_id}",
        (gettext("learning.person.role", role=part.role), ", ".join(filter(None, facts)) + "."),
    )


def _uses(
    anchor: str, heading: str, none: str, found: Sequence[Adoption], *, roles: Sequence[str] = ()
) -> ReportSection:
    items = tuple(
        Item(
            one.statement or one.target,
            f"/uses/{one.use_id}" if one.use_id else f"/reviews/{one.from_review_id}",
            (
                *((gettext("learning.person.role", role=roles[place]),) if roles else ()),
                f"{_did(one)}{f', {in_words(one.date)}' if one.date else ''}.",
                *((one.why,) if one.why else ()),
            ),
        )
        for place, one in enumerate(found)
    )
    return ReportSection(anchor, heading, () if items else (none,), items)


def _did(use: Adoption) -> str:
    who = use.organisation or gettext("learning.person.a_team")
    return f"{who} {gettext(DECIDED.get(use.decision, DECIDED_OTHERWISE))}"


def experience_json(connection: sqlite3.Connection, person: StoredPerson, unit: str, address: str) -> dict[str, Any]:
    """Return the experience record as values for JSON, to be taken along; addresses begin with ``address``."""
    found = experience(connection, person)
    return {
        "version": JSON_VERSION,
        "library": unit,
        "id": person.id,
        "name": person.name,
        "url": f"{address}/people/{person.id}",
        "reviews": [{**asdict(part), "url": f"{address}/reviews/{part.review_id}"} for part in found.reviews],
        "uses": [{**_use(one, address), "role": role} for one, role in found.uses],
        "lessons_used": [_use(one, address) for one in found.used],
        "uses_of_lessons": [_use(one, address) for one in found.lent],
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

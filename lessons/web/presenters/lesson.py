"""One lesson as shown: on its own page, and inside the page of its review."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.schema import NOT_STATED
from lessons.web.presenters.dates import date
from lessons.web.presenters.decisions import unnamed
from lessons.web.presenters.facts import Fact, Value, dated, filled, linked_prose, lists
from lessons.web.presenters.links import Link, term_href
from lessons.web.presenters.review import result_mark
from lessons.web.presenters.uses import NOT_USED, UseShown, adoption_shown
from lessons.words import gettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from markupsafe import Markup

    from lessons.library.lessons import LessonLink, StoredLesson
    from lessons.library.outcomes import StoredOutcome
    from lessons.library.uses import Adoption
    from lessons.library.vocabulary import StoredVocabulary
    from lessons.web.ask import Addresses

# Terms of a lesson that its badges show already.
SHOWN_AS_BADGE = ("kind", "priority", "lesson_status")
# Terms that search offers no facet for, so that there is nothing to link to.
NO_FACET = ("basis",)


@dataclass(frozen=True)
class Badge:
    """A short label: ``kind`` chooses its look, ``text`` says all that the look says."""

    kind: str
    text: str
    href: str
    definition: str | None


@dataclass(frozen=True)
class LessonShown:
    """Everything that a page shows of a lesson."""

    id: str
    anchor: str
    statement: str
    href: str
    badges: tuple[Badge, ...]
    html: Markup
    recommendation: str | None
    applies_when: str | None
    does_not_apply_when: str | None
    evidence: tuple[str, ...]
    facts: tuple[Fact, ...]
    used: tuple[UseShown, ...]
    used_heading: str
    used_this: str
    repeated: tuple[UseShown, ...]


def lesson_shown(
    lesson: StoredLesson,
    vocabulary: StoredVocabulary,
    addresses: Addresses,
    *,
    evidence: Mapping[str, tuple[str, ...]],
    terms: Mapping[str, tuple[tuple[str, str], ...]],
    addressees: Mapping[str, tuple[tuple[str, str], ...]],
    adoptions: Iterable[Adoption],
    figures: Mapping[str, Sequence[StoredOutcome]],
    repeats: Iterable[LessonLink],
) -> LessonShown:
    """Return a lesson as shown.

    The mappings are by lesson id, but for ``figures``, which are those of uses; ``adoptions`` and ``repeats`` are those of its whole
    review.
    """
    own = [one for one in adoptions if one.lesson_id == lesson.id]
    refused = any(one.decision in NOT_USED for one in own)
    return LessonShown(
        id=lesson.id,
        anchor=lesson.local_id,
        statement=lesson.statement,
        href=addresses.path(f"/reviews/{lesson.review_id}/{lesson.local_id}"),
        badges=badges(lesson, vocabulary, addresses),
        html=linked_prose(lesson.html, addresses),
        recommendation=lesson.recommendation,
        applies_when=lesson.applies_when,
        does_not_apply_when=lesson.does_not_apply_when,
        evidence=evidence.get(lesson.id, ()),
        facts=facts(lesson, vocabulary, addresses, terms.get(lesson.id, ()), addressees.get(lesson.id, ())),
        used=tuple(adoption_shown(one, figures, vocabulary, addresses) for one in own),
        used_heading=gettext("lesson.decided") if refused else gettext("lesson.used"),
        used_this=addresses.path("/use", [("lesson", lesson.id)]),
        repeated=tuple(repeat_shown(one, vocabulary, addresses) for one in repeats if one.lesson_id == lesson.id),
    )


def badges(lesson: StoredLesson, vocabulary: StoredVocabulary, addresses: Addresses) -> tuple[Badge, ...]:
    """Return kind, standing and priority of a lesson, each linked to the results that share it."""
    standing = "recurred" if lesson.recurred else lesson.status
    stated = (("kind", lesson.kind), ("lesson_status", standing), ("priority", lesson.priority))
    return tuple(badge(vocabulary, addresses, scheme, slug) for scheme, slug in stated if slug)


def badge(vocabulary: StoredVocabulary, addresses: Addresses, scheme: str, slug: str) -> Badge:
    """Return one term as a badge."""
    term = vocabulary.terms.get((scheme, slug))
    return Badge(
        kind=slug,
        text=vocabulary.label(scheme, slug),
        href=term_href(addresses, scheme, slug),
        definition=term.definition if term else None,
    )


def facts(
    lesson: StoredLesson,
    vocabulary: StoredVocabulary,
    addresses: Addresses,
    terms: Iterable[tuple[str, str]],
    addressees: Iterable[tuple[str, str]],
) -> tuple[Fact, ...]:
    """Return basis, the lesson's own terms, who is to answer, owner, due date and reason, those that are stated.

    Of one that recurred the badge says that; how far it had come is a fact beside it.
    """
    grouped: dict[str, list[Value]] = {}
    for scheme, slug in terms:
        if scheme not in (*SHOWN_AS_BADGE, *NO_FACET):
            value = Value(vocabulary.label(scheme, slug), term_href(addresses, scheme, slug))
            grouped.setdefault(vocabulary.scheme_label(scheme), []).append(value)
    due = (dated(date(lesson.due)),) if lesson.due else ()
    respond_by = (dated(date(lesson.respond_by)),) if lesson.respond_by else ()
    asked = tuple(Value(name, addresses.path(f"/organisations/{slug}")) for slug, name in addressees)
    return (
        *filled((vocabulary.scheme_label("basis"), vocabulary.label("basis", lesson.basis) if lesson.basis else None)),
        *lists(*((label, tuple(values)) for label, values in grouped.items())),
        *filled((gettext("lesson.fact.evidence"), lesson.evidence_reason)),
        *lists((gettext("lesson.fact.asked"), asked), (gettext("lesson.fact.respond"), respond_by)),
        *filled(
            (
                gettext("lesson.fact.status"),
                vocabulary.label("lesson_status", lesson.status) if lesson.recurred else None,
            ),
            (gettext("lesson.fact.owner"), lesson.owner),
        ),
        *lists((gettext("lesson.fact.due"), due)),
        *filled((gettext("lesson.fact.reason"), lesson.reason)),
        *lists((gettext("lesson.fact.superseded"), superseding(lesson, addresses))),
    )


def superseding(lesson: StoredLesson, addresses: Addresses) -> tuple[Value, ...]:
    """Return what takes the lesson's place, as a link when it is in this library."""
    target = lesson.superseded_by
    if not target:
        return ()
    # In a library of several units every id has its unit before it.
    if ":" in target and target.partition(":")[0] != lesson.id.rpartition(":")[0]:
        return (Value(target),)
    return (Value(target, addresses.path("/reviews/" + target.replace("#", "/", 1))),)


def repeat_shown(use: LessonLink, vocabulary: StoredVocabulary, addresses: Addresses) -> UseShown:
    """Return in words who saw a lesson go wrong again, and how that turned out."""
    mark = result_mark(use.result or NOT_STATED, vocabulary)
    return UseShown(
        who=use.organisation or unnamed(),
        who_href=None,
        did=gettext("lesson.saw_again"),
        source=Link(use.review_title or use.target, addresses.path(f"/reviews/{use.review_id}")),
        date=date(use.date),
        mark=mark,
        result=None if mark else f"{vocabulary.label('result', NOT_STATED)}.",
        why=use.why,
        whose=None,
    )

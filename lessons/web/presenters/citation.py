"""How a review or a lesson is cited: who wrote it and when the library published it, apart from whose work it is about."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from lessons.web.presenters.dates import date, period
from lessons.web.presenters.decisions import decided
from lessons.web.presenters.links import Link
from lessons.words import gettext

if TYPE_CHECKING:
    from lessons.library.lessons import StoredLesson
    from lessons.library.reviews import StoredReview
    from lessons.library.uses import StoredUse
    from lessons.web.ask import Addresses

# After these a sentence needs no full stop.
ENDS = tuple(".?!…。？！")
# In an HTML page these could end the script, or begin a comment in it; in JSON they mean the same when escaped.
ESCAPED = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})
FORMATS = {".bib": "BibTeX", ".ris": "RIS", ".csl.json": "CSL JSON"}


@dataclass(frozen=True)
class Citation:
    """What is cited. ``key`` is its id; ``published`` YYYY, YYYY-MM or YYYY-MM-DD, ``None`` where it is not known.

    ``of_use`` says that it tells of the use of a lesson, not of work. For a lesson, ``container`` is the title of its review and ``container_address`` where that is.
    """

    key: str
    title: str
    author: str
    unit: str
    published: str | None
    changed: str | None
    organisation: str | None
    period: str | None
    summary: str
    language: str | None
    licence: str | None
    address: str
    coverage: str | None = None
    container: str | None = None
    container_address: str | None = None
    of_use: bool = False

    @property
    def note(self) -> str | None:
        """Whose work of which time it tells of, in words; ``None`` when neither is stated."""
        if not (self.organisation or self.period):
            return None
        subject = gettext("shared.cite.use" if self.of_use else "shared.cite.review")
        if self.organisation:
            subject = gettext("shared.cite.by", subject=subject, organisation=self.organisation)
        return f"{subject}, {self.period}" if self.period else subject

    @property
    def text(self) -> str:
        """The citation in a line."""
        year = self.published[:4] if self.published else gettext("shared.cite.no_date")
        what = (
            [f"“{ended(self.title)}”", ended(gettext("shared.cite.in", title=self.container))]
            if self.container
            else [ended(self.title)]
        )
        publisher = [ended(self.unit)] if self.unit != self.author else []
        about = [ended(self.note)] if self.note else []
        return " ".join([f"{self.author} ({year}).", *what, *publisher, *about, self.address])

    @property
    def linked_data(self) -> Markup:
        """The same for machines that read the page, as JSON-LD with the terms of schema.org."""
        unit = {"@type": "Organization", "name": self.unit}
        part_of = {"@type": "Report", "name": self.container, "url": self.container_address}
        stated: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "CreativeWork" if self.container else "Report",
            "name": self.title,
            "url": self.address,
            # A team, a role or a person: which, nobody states.
            "author": unit if self.author == self.unit else self.author,
            "publisher": unit,
            "datePublished": self.published,
            "dateModified": self.changed if self.published else None,
            "about": {"@type": "Organization", "name": self.organisation} if self.organisation else None,
            "temporalCoverage": self.coverage,
            "abstract": self.summary or None,
            "inLanguage": self.language,
            "license": f"https://spdx.org/licenses/{self.licence}.html" if self.licence else None,
            "isPartOf": part_of if self.container else None,
        }
        found = json.dumps({name: value for name, value in stated.items() if value}, ensure_ascii=False)
        return Markup(found.translate(ESCAPED))  # noqa: S704  nothing in it can end the script any more


def review_citation(review: StoredReview, addresses: Addresses) -> Citation:
    """Return how to cite a review."""
    looked_at = period(review.period_from, review.period_to) or (date(review.date).text if review.date else None)
    return Citation(
        key=review.id,
        title=review.title,
        author=review.author,
        unit=review.unit,
        published=review.published,
        changed=review.last_changed,
        organisation=review.organisation,
        period=looked_at,
        summary=review.summary,
        language=review.language,
        licence=review.licence,
        address=addresses.absolute(f"/reviews/{review.id}"),
        coverage=coverage(review),
    )


def lesson_citation(review: StoredReview, lesson: StoredLesson, addresses: Addresses) -> Citation:
    """Return how to cite one lesson of a review."""
    whole = review_citation(review, addresses)
    return replace(
        whole,
        key=f"{review.id}:{lesson.local_id}",
        title=lesson.statement,
        published=lesson.published,
        changed=lesson.last_changed,
        summary=lesson.recommendation or "",
        address=addresses.absolute(f"/reviews/{review.id}/{lesson.local_id}"),
        container=review.title,
        container_address=whole.address,
    )


def use_citation(use: StoredUse, unit: str, addresses: Addresses) -> Citation:
    """Return how to cite a use; ``unit`` is the name of the unit that published it."""
    return Citation(
        key=use.id,
        title=gettext("uses.told", decided=decided(use.organisation, use.decision), lesson=use.statement or use.target),
        author=use.author,
        unit=unit,
        published=use.published,
        changed=use.last_changed,
        organisation=use.organisation,
        period=date(use.date).text if use.date else None,
        summary=use.why or use.text,
        language=None,
        licence=None,
        address=addresses.absolute(f"/uses/{use.id}"),
        coverage=use.date,
        of_use=True,
    )


def coverage(review: StoredReview) -> str | None:
    """Return the time that was reviewed as ISO 8601 writes it; ``..`` stands for an end that is open."""
    if review.period_from or review.period_to:
        return f"{review.period_from or '..'}/{review.period_to or '..'}"
    return review.date


def ended(text: str) -> str:
    """Return text with a full stop, unless a sentence ends there already."""
    return text if text.endswith(ENDS) else f"{text}."


def downloads(path: str, addresses: Addresses) -> tuple[Link, ...]:
    """Return the citation at a path in the formats of reference managers."""
    return tuple(Link(label, addresses.path(f"{path}{suffix}")) for suffix, label in FORMATS.items())

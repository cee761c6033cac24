"""One review: as a page, as the Markdown it was written in, and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from lessons.library import lessons as lesson_library
from lessons.library import outcomes as outcome_library
from lessons.library import reviews as library
from lessons.library import uses as use_library
from lessons.library.people import people_of
from lessons.library.redirects import redirect
from lessons.schema import NOTHING_STATED
from lessons.web.answers import Answer, Data, Gone, Missing, Page, Redirect
from lessons.web.pages.related_reviews import alike, beside, nearest, stated_links
from lessons.web.presenters import review as present
from lessons.web.presenters.citation import downloads, review_citation
from lessons.web.presenters.facts import key_facts, more_facts
from lessons.web.presenters.lesson import lesson_shown
from lessons.web.presenters.links import Link, back_to_results, contribution_links
from lessons.web.presenters.outcomes import outcome_shown
from lessons.words import gettext

if TYPE_CHECKING:
    import sqlite3

    from lessons.library.reviews import StoredReview
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask


# A section whose whole text says that the source has none is left out of the page.
HOLDS_NOTHING = f"<p>{NOTHING_STATED}</p>"


def elsewhere(reader: SiteReader, path: str, suffix: str = "") -> Answer:
    """Return where a former address leads: moved, withdrawn, or nowhere."""
    found = redirect(reader.connection, path)
    if found is None:
        return Missing()
    if found.status == 410 or not found.new:
        return Gone()
    return Redirect(found.new + suffix, status=301)


def review_page(reader: SiteReader, ask: Ask) -> Answer:
    """Return the page of one review."""
    review = library.review(reader.connection, ask.variables["review"])
    if review is None:
        return elsewhere(reader, f"/reviews/{ask.variables['review']}")
    path = f"/reviews/{review.id}"
    article, near = article_of(reader, ask, review), nearest(reader, review)
    return Page(
        "review.html",
        review.title,
        {
            **article,
            "crumbs": (
                Link(gettext("frame.link.home"), ask.addresses.path("/")),
                Link(gettext("frame.link.reviews"), ask.addresses.path("/reviews")),
            ),
            "back": back_to_results(ask),
            "related": [*stated_links(reader, ask, review), *alike(reader, ask, review, near)],
            "compare": beside(reader, ask, review, near),
            "citation": review_citation(review, ask.addresses),
            "citation_files": downloads(path, ask.addresses),
            "contribute": contribution_links(ask, "review", review.id, review.path),
            "used": used_one(article),
            "formats": (
                Link(gettext("review.markdown"), ask.addresses.path(f"{path}.md")),
                Link("JSON", ask.addresses.path(f"{path}.json")),
            ),
        },
        description=review.summary,
        canonical=path,
        section="/reviews",
    )


def used_one(article: dict[str, Any]) -> Link:
    """Return where one tells of a use: of the only lesson, or from where one chooses it."""
    lessons = article["lessons"]
    return (
        Link(gettext("review.used_this"), lessons[0].used_this)
        if len(lessons) == 1
        else Link(gettext("review.used_one"), "#lessons")
    )


def article_of(reader: SiteReader, ask: Ask, review: StoredReview) -> dict[str, Any]:
    """Return what the template of a review's article shows: all that the review itself states."""
    connection, addresses = reader.connection, ask.addresses
    sections = [
        present.section_shown(section, number, addresses)
        for number, section in enumerate(library.sections(connection, review.id), 1)
        if section.html.strip() != HOLDS_NOTHING
    ]
    uses = lesson_library.used_by(connection, review.id)
    article: dict[str, Any] = {
        "review": review,
        "lang": present.language(review),
        "result": present.result_mark(review.result, reader.vocabulary),
        "lead": None if sections and sections[0].anchor == "section-summary" else review.summary,
        "summary": [section for section in sections if section.anchor == "section-summary"],
        "sections": [section for section in sections if section.anchor != "section-summary"],
        "sources": [present.source_shown(source) for source in library.sources(connection, review.id)],
        "builds_on": [present.used_lesson(use, addresses) for use in uses if use.kind == "builds_on"],
        "repeats": [present.used_lesson(use, addresses) for use in uses if use.kind == "repeats"],
        "related": stated_links(reader, ask, review),
        **facts_of(reader, ask, review),
        **lessons_of(reader, ask, review),
    }
    return {**article, "contents": contents_of(article)}


# The parts of a review's page below its sections: what they show, their anchor, their heading.
OTHER_PARTS = (
    ("outcomes", "outcomes", "shared.measured"),
    ("builds_on", "builds-on", "review.builds_on"),
    ("repeats", "repeats", "review.repeats"),
    ("more_facts", "more-facts", "review.more_facts"),
    ("sources", "sources", "review.sources"),
    ("provenance", "history", "review.about"),
)


def contents_of(article: dict[str, Any]) -> tuple[present.PagePart, ...]:
    """Return the list of what a review's page holds; nothing for a short one."""
    lessons = tuple(present.PagePart(lesson.anchor, lesson.statement) for lesson in article["lessons"])
    return present.contents(
        present.PagePart("lessons", article["lessons_heading"], lessons),
        article["sections"],
        (present.PagePart(anchor, gettext(heading)) for name, anchor, heading in OTHER_PARTS if article[name]),
    )


def facts_of(reader: SiteReader, ask: Ask, review: StoredReview) -> dict[str, Any]:
    """Return the review's facts, its outcomes, and where it comes from."""
    connection, vocabulary, addresses = reader.connection, reader.vocabulary, ask.addresses
    terms = library.terms(connection, review.id)
    return {
        "facts": key_facts(review, terms, vocabulary, addresses),
        "more_facts": more_facts(
            review,
            terms,
            vocabulary,
            addresses,
            partners=library.partners(connection, review.id),
            tags=library.tags(connection, review.id),
        ),
        "outcomes": [
            outcome_shown(outcome, vocabulary, addresses)
            for outcome in outcome_library.of_review(connection, review.id)
        ],
        "provenance": present.provenance(
            review, library.reviewed(connection, review.id), people_of(connection, review.id), addresses
        ),
    }


def lessons_of(reader: SiteReader, ask: Ask, review: StoredReview) -> dict[str, Any]:
    """Return the review's lessons with their evidence and uses."""
    connection = reader.connection
    evidence = lesson_library.evidence(connection, review.id)
    terms = lesson_library.terms(connection, review.id)
    addressees = lesson_library.addressees(connection, review.id)
    found = decided(connection, review.id)
    lessons = [
        lesson_shown(
            lesson,
            reader.vocabulary,
            ask.addresses,
            evidence=evidence,
            terms=terms,
            addressees=addressees,
            **found,
        )
        for lesson in lesson_library.of_review(connection, review.id)
    ]
    return {
        "lessons": lessons,
        "lessons_heading": gettext("review.lessons", number=len(lessons)),
        "imported": review.source_system,
    }


def decided(connection: sqlite3.Connection, review_id: str) -> dict[str, Any]:
    """Return who used the lessons of a review, with what came of it, and who saw them go wrong again."""
    adoptions = use_library.of_review(connection, review_id)
    return {
        "adoptions": adoptions,
        "figures": outcome_library.of_uses(connection, [one.use_id for one in adoptions if one.use_id]),
        "repeats": [one for one in lesson_library.uses_of(connection, review_id) if one.kind == "repeats"],
    }


def review_markdown(reader: SiteReader, ask: Ask) -> Answer:
    """Return the original Markdown file of a review."""
    review_id = ask.variables["review"]
    text = library.markdown(reader.connection, review_id)
    if text is None:
        return elsewhere(reader, f"/reviews/{review_id}", ".md")
    return Data(text, "text/markdown; charset=utf-8")


def review_json(reader: SiteReader, ask: Ask) -> Answer:
    """Return everything that is known of a review as JSON."""
    review = library.review(reader.connection, ask.variables["review"])
    if review is None:
        return elsewhere(reader, f"/reviews/{ask.variables['review']}", ".json")
    return Data(json.dumps(as_json(reader, ask, review), ensure_ascii=False), "application/json; charset=utf-8")


def as_json(reader: SiteReader, ask: Ask, review: StoredReview) -> dict[str, Any]:
    """Return a review with its sections, lessons, outcomes, sources and links as plain values."""
    connection = reader.connection
    evidence = lesson_library.evidence(connection, review.id)
    addressees = lesson_library.addressees(connection, review.id)
    absolute = ask.addresses.absolute
    return {
        **asdict(review),
        "url": absolute(f"/reviews/{review.id}"),
        "terms": library.terms(connection, review.id),
        "partners": library.partners(connection, review.id),
        "contributors": library.contributors(connection, review.id),
        "tags": library.tags(connection, review.id),
        "sections": [asdict(section) for section in library.sections(connection, review.id)],
        "lessons": [
            {
                **asdict(lesson),
                "evidence": evidence.get(lesson.id, ()),
                "addressed_to": [{"id": slug, "name": name} for slug, name in addressees.get(lesson.id, ())],
                "url": absolute(f"/reviews/{review.id}/{lesson.local_id}"),
            }
            for lesson in lesson_library.of_review(connection, review.id)
        ],
        "outcomes": [asdict(outcome) for outcome in outcome_library.of_review(connection, review.id)],
        "sources": [asdict(source) for source in library.sources(connection, review.id)],
        "reviewed": [asdict(entry) for entry in library.reviewed(connection, review.id)],
        "builds_on_and_repeats": [asdict(use) for use in lesson_library.used_by(connection, review.id)],
        "used_by": [asdict(use) for use in lesson_library.uses_of(connection, review.id)],
        "adoptions": [asdict(one) for one in use_library.of_review(connection, review.id)],
        "links": [asdict(link) for link in library.links_from(connection, review.id)],
        "related": [asdict(item) for item in nearest(reader, review)],
    }

"""One lesson, standing alone: as a page, as Markdown and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from lessons.learning.recurrence_suggested import suggested_for
from lessons.library import answers
from lessons.library import lessons as library
from lessons.library import reviews as review_library
from lessons.library import uses as use_library
from lessons.schema import REPLACED_BY_LESSONS
from lessons.search.related import related
from lessons.web.answers import Answer, Data, Missing, Page
from lessons.web.pages.review import decided, elsewhere
from lessons.web.presenters import review as present
from lessons.web.presenters.answers import answer_shown
from lessons.web.presenters.citation import downloads, lesson_citation
from lessons.web.presenters.facts import key_facts, term_facts
from lessons.web.presenters.lesson import lesson_shown
from lessons.web.presenters.lesson_markdown import lesson_markdown_of
from lessons.web.presenters.links import Link, back_to_results, contribution_links
from lessons.web.presenters.numbers import counted
from lessons.web.presenters.recurrence import others_shown
from lessons.words import gettext

if TYPE_CHECKING:
    from lessons.library.lessons import StoredLesson
    from lessons.library.reviews import StoredReview
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask

RELATED = 5


def found(reader: SiteReader, ask: Ask) -> tuple[StoredReview, StoredLesson] | None:
    """Return the lesson asked for with its review, or None."""
    review_id = ask.variables["review"]
    lesson = library.lesson(reader.connection, review_id, ask.variables["lesson"])
    review = review_library.review(reader.connection, review_id) if lesson else None
    return (review, lesson) if review and lesson else None


def not_here(reader: SiteReader, ask: Ask, suffix: str = "") -> Answer:
    """Return where the lesson went: it may have a new id, or its review may have one or be withdrawn."""
    review, lesson = ask.variables["review"], ask.variables["lesson"]
    answer = elsewhere(reader, f"/reviews/{review}/{lesson}", suffix)
    return elsewhere(reader, f"/reviews/{review}", suffix) if isinstance(answer, Missing) else answer


def lesson_page(reader: SiteReader, ask: Ask) -> Answer:
    """Return the page of one lesson."""
    both = found(reader, ask)
    if both is None:
        return not_here(reader, ask)
    review, lesson = both
    connection, addresses = reader.connection, ask.addresses
    path = f"/reviews/{review.id}/{lesson.local_id}"
    stated = review_library.terms_for_lesson(connection, review.id, lesson.id)
    facts = (
        *key_facts(review, stated, reader.vocabulary, addresses),
        *term_facts(REPLACED_BY_LESSONS, stated, reader.vocabulary, addresses),
    )
    return Page(
        "lesson.html",
        # An import may take one title for both, and no two pages have the same.
        lesson.statement if lesson.statement != review.title else gettext("lesson.title", statement=lesson.statement),
        {
            "lesson": lesson_shown(
                lesson,
                reader.vocabulary,
                addresses,
                evidence=library.evidence(connection, review.id),
                terms=library.terms(connection, review.id),
                addressees=library.addressees(connection, review.id),
                **decided(connection, review.id),
            ),
            "result": present.result_mark(review.result, reader.vocabulary),
            "asked": [
                answer_shown(one, addresses, reader.build.audience) for one in answers.of_lesson(connection, lesson.id)
            ],
            "review": review,
            "lang": present.language(review),
            "review_href": addresses.path(f"/reviews/{review.id}"),
            "review_lessons": counted(review.lesson_count, "lesson"),
            "facts": facts,
            "crumbs": (
                Link(gettext("frame.link.home"), addresses.path("/")),
                Link(gettext("frame.link.reviews"), addresses.path("/reviews")),
                Link(review.title, addresses.path(f"/reviews/{review.id}")),
            ),
            "back": back_to_results(ask),
            "related": [
                present.Related(
                    Link(
                        item.title,
                        present.lesson_href(item.id, addresses) or "",
                        item.review_title if item.review_title != item.title else None,
                    ),
                    item.reason,
                )
                for item in related(connection, reader.index, "lessons", lesson.id, RELATED)
            ],
            "suggested": others_shown(lesson.id, suggested_for(connection, lesson.id), addresses),
            "citation": lesson_citation(review, lesson, addresses),
            "citation_files": downloads(path, addresses),
            "contribute": contribution_links(ask, "review", review.id, review.path, lesson.local_id),
            "formats": (
                Link("Markdown", addresses.path(f"{path}.md")),
                Link("JSON", addresses.path(f"{path}.json")),
            ),
        },
        description=lesson.recommendation or lesson.statement,
        canonical=path,
        section="/reviews",
    )


def lesson_markdown(reader: SiteReader, ask: Ask) -> Answer:
    """Return a lesson as Markdown, cut from the review's own file."""
    both = found(reader, ask)
    if both is None:
        return not_here(reader, ask, ".md")
    review, lesson = both
    text = review_library.markdown(reader.connection, review.id) or ""
    address = ask.addresses.absolute(f"/reviews/{review.id}/{lesson.local_id}")
    return Data(lesson_markdown_of(text, review, lesson, address), "text/markdown; charset=utf-8")


def lesson_json(reader: SiteReader, ask: Ask) -> Answer:
    """Return everything that is known of a lesson as JSON."""
    both = found(reader, ask)
    if both is None:
        return not_here(reader, ask, ".json")
    review, lesson = both
    connection, absolute = reader.connection, ask.addresses.absolute
    body = {
        **asdict(lesson),
        "url": absolute(f"/reviews/{review.id}/{lesson.local_id}"),
        "evidence": library.evidence(connection, review.id).get(lesson.id, ()),
        "terms": library.terms(connection, review.id).get(lesson.id, ()),
        "addressed_to": [
            {"id": slug, "name": name} for slug, name in library.addressees(connection, review.id).get(lesson.id, ())
        ],
        "used_by": [asdict(use) for use in library.uses_of(connection, review.id) if use.lesson_id == lesson.id],
        "adoptions": [
            asdict(one) for one in use_library.of_review(connection, review.id) if one.lesson_id == lesson.id
        ],
        "related": [asdict(item) for item in related(connection, reader.index, "lessons", lesson.id, RELATED)],
        "review": {**asdict(review), "url": absolute(f"/reviews/{review.id}")},
    }
    return Data(json.dumps(body, ensure_ascii=False), "application/json; charset=utf-8")

"""One organisation: its other names, its reviews, and the lessons that it is asked to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.library import answers as answer_library
from lessons.library import lessons as lesson_library
from lessons.library import reviews as review_library
from lessons.library import uses as use_library
from lessons.library import vocabulary as library
from lessons.library.people import contacts_of_organisation
from lessons.search import Request
from lessons.web.answers import Answer, Missing, Page, Redirect
from lessons.web.ask import within
from lessons.web.pages.browse import crumbs
from lessons.web.pages.reviews import PAGE_SIZE
from lessons.web.presenters.answers import answered, dated
from lessons.web.presenters.contacts import MOST_CONTACTS, contacts_shown
from lessons.web.presenters.decisions import did
from lessons.web.presenters.links import Link, search_href, term_href
from lessons.web.presenters.numbers import counted
from lessons.web.presenters.paging import page_number, paging, titled
from lessons.web.presenters.review import Related, cards, lesson_href
from lessons.words import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lessons.library.answers import Asked
    from lessons.library.audience import Audience
    from lessons.library.lessons import Addressed
    from lessons.library.uses import Adoption
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask


def all_organisations(reader: SiteReader, ask: Ask) -> Answer:
    """Lead to the list of organisations."""
    del reader, ask
    return Redirect(within("browse", "organisation"), status=301)


def organisation_page(reader: SiteReader, ask: Ask) -> Answer:
    """Return the page of one organisation."""
    found = library.organisation(reader.connection, ask.variables["organisation"])
    if found is None:
        return Missing()
    number, pages = page_number(ask), max(1, -(-found.review_count // PAGE_SIZE))
    own = within("organisations", found.id)
    if number > pages:
        return Redirect(own)
    path = ask.addresses.path
    answers = answer_library.of_organisation(reader.connection, found.id)
    news = Request(filters={"organisation": (found.id,)}, result_type="reviews")
    feed = search_href(ask.addresses, news, ".atom") if found.review_count else None
    listed = review_library.of_organisation(reader.connection, found.id, PAGE_SIZE, (number - 1) * PAGE_SIZE)
    return Page(
        "organisation.html",
        titled(found.name, number, pages),
        {
            "name": found.name,
            "addressed": [
                addressed(one, answers, ask, reader.build.audience)
                for one in lesson_library.addressed_to(reader.connection, found.id)
            ],
            "used": [used(one, ask) for one in use_library.of_organisation(reader.connection, found.id)],
            "variants": library.variants(reader.connection, found.id),
            "count": counted(found.review_count, "review")
            if found.review_count
            else gettext("browse.organisation.no_reviews"),
            "cards": cards(listed, reader.vocabulary, ask.addresses),
            "first": (number - 1) * PAGE_SIZE + 1,
            "lessons": term_href(ask.addresses, "organisation", found.id) if found.review_count else None,
            "feed": feed,
            "audit": path(within("audit", found.id)),
            "open": path("/open", [("organisation", found.id)]),
            "missions": path("/missions", [("organisation", found.id)])
            if found.review_count and "missions" in reader.kinds
            else None,
            "contacts": contacts_shown(
                contacts_of_organisation(reader.connection, found.id, MOST_CONTACTS), ask.addresses
            ),
            "paging": paging(number, pages, lambda n: path(own, [("page", str(n))] if n > 1 else [])),
            "crumbs": crumbs(ask, Link(gettext("frame.link.organisations"), path(within("browse", "organisation")))),
        },
        description=gettext("browse.organisation.description", name=found.name),
        canonical=own if number == 1 else None,
        section="/browse",
        feeds=((gettext("browse.organisation.feed_title", name=found.name), feed),) if feed else (),
    )


def used(adoption: Adoption, ask: Ask) -> Related:
    """Return a lesson that the organisation used or decided about: where it is told, what it did, when and why."""
    told = f"/uses/{adoption.use_id}" if adoption.use_id else f"/reviews/{adoption.from_review_id}"
    done = dated(did(adoption.decision), adoption.date)
    link = Link(adoption.statement or adoption.target, ask.addresses.path(told), adoption.review_title)
    if adoption.why:
        return Related(link, gettext("uses.by_organisation.why", did=done, why=adoption.why))
    return Related(link, gettext("uses.by_organisation", did=done))


def addressed(lesson: Addressed, answers: Mapping[str, Asked], ask: Ask, audience: Audience) -> Related:
    """Return a lesson that the organisation is asked to answer, with what it answered, or the day by which it should."""
    link = Link(lesson.statement, lesson_href(lesson.lesson_id, ask.addresses) or "", lesson.review_title)
    return Related(link, gettext("uses.answer.organisation", answered=answered(answers[lesson.lesson_id], audience)))

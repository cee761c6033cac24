"""What was used, most first; one use as a page, as Markdown and as JSON; and a feed of new ones."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from lessons.library import answers, people
from lessons.library import outcomes as outcome_library
from lessons.library import uses as library
from lessons.web import feeds
from lessons.web.answers import Answer, Data, Page, Redirect
from lessons.web.pages.parameters import not_taken
from lessons.web.pages.review import elsewhere
from lessons.web.pages.reviews import FEED_ENTRIES, PAGE_SIZE
from lessons.web.presenters.citation import downloads, use_citation
from lessons.web.presenters.dates import date
from lessons.web.presenters.decisions import decided
from lessons.web.presenters.facts import Fact, Value, dated, filled, linked_prose, lists, not_stated, people_shown
from lessons.web.presenters.links import Link, contribution_links
from lessons.web.presenters.numbers import counted
from lessons.web.presenters.outcomes import figure_shown
from lessons.web.presenters.paging import page_number, paging, titled
from lessons.web.presenters.review import lesson_href
from lessons.web.presenters.uses import adoption_shown, used_words, whose
from lessons.words import gettext

if TYPE_CHECKING:
    from lessons.library.uses import StoredUse
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Addresses, Ask

# Organisations that are named for what they take up and share.
TAKERS = 20


def list_page(reader: SiteReader, ask: Ask) -> Answer:
    """Return the lessons that somebody used or decided about, most first; a page beyond the end leads to the first."""
    count = library.used_count(reader.connection)
    number, pages = page_number(ask), max(1, -(-count // PAGE_SIZE))
    if number > pages:
        return Redirect("/uses")
    addresses = ask.addresses
    lessons = library.most_used(reader.connection, PAGE_SIZE, (number - 1) * PAGE_SIZE)
    adoptions = library.of_lessons(reader.connection, [lesson.lesson_id for lesson in lessons])
    figures = outcome_library.of_uses(reader.connection, [one.use_id for one in adoptions if one.use_id])
    of_lesson = {
        lesson.lesson_id: [one for one in adoptions if one.lesson_id == lesson.lesson_id] for lesson in lessons
    }
    return Page(
        "uses.html",
        titled(gettext("frame.link.uses"), number, pages),
        {
            "count": counted(count, "lesson"),
            "lessons": [
                {
                    "link": Link(lesson.statement, lesson_href(lesson.lesson_id, addresses) or "", lesson.review_title),
                    "words": used_words(of_lesson[lesson.lesson_id]),
                    "used": [
                        adoption_shown(one, figures, reader.vocabulary, addresses)
                        for one in of_lesson[lesson.lesson_id]
                    ],
                }
                for lesson in lessons
            ],
            "first": (number - 1) * PAGE_SIZE + 1,
            "paging": paging(number, pages, lambda n: addresses.path("/uses", [("page", str(n))] if n > 1 else [])),
            "takers": [
                (
                    Link(one.name, addresses.path(f"/organisations/{one.id}")),
                    one.of_others,
                    one.by_others,
                    one.used - one.of_others,
                    one.declined,
                )
                for one in (answers.who_takes_up(reader.connection, TAKERS) if number == 1 else ())
            ],
            "feed": addresses.path("/uses.atom"),
            "crumbs": (
                Link(gettext("frame.link.home"), addresses.path("/")),
                Link(gettext("frame.link.reviews"), addresses.path("/reviews")),
            ),
        },
        description=gettext("uses.description"),
        canonical="/uses" if number == 1 else None,
        section="/reviews",
        feeds=((gettext("uses.feed.title"), addresses.path("/uses.atom")),),
    )


def use_page(reader: SiteReader, ask: Ask) -> Answer:
    """Return the page of one use."""
    use = library.use(reader.connection, ask.variables["use"])
    if use is None:
        return elsewhere(reader, f"/uses/{ask.variables['use']}")
    addresses, path = ask.addresses, f"/uses/{use.id}"
    return Page(
        "use.html",
        decided(use.organisation, use.decision),
        {
            **article_of(reader, ask, use),
            "citation": use_citation(use, reader.build.name, addresses),
            "citation_files": downloads(path, addresses),
            "contribute": contribution_links(ask, "use", use.id, use.path),
            "crumbs": (
                Link(gettext("frame.link.home"), addresses.path("/")),
                Link(gettext("frame.link.uses"), addresses.path("/uses")),
            ),
            "formats": (
                Link(gettext("review.markdown"), addresses.path(f"{path}.md")),
                Link("JSON", addresses.path(f"{path}.json")),
            ),
        },
        description=use.why or use.statement,
        canonical=path,
        section="/reviews",
    )


def article_of(reader: SiteReader, ask: Ask, use: StoredUse) -> dict[str, Any]:
    """Return what the template of a use's article shows: all that the use itself states."""
    addresses = ask.addresses
    figures = outcome_library.of_uses(reader.connection, [use.id]).get(use.id, ())
    return {
        "heading": decided(use.organisation, use.decision),
        "lesson": Link(use.statement or use.target, lesson_href(use.lesson_id, addresses) or "", use.review_title),
        "facts": facts(use, reader, addresses),
        "why": use.why,
        "evidence": use.evidence,
        "html": linked_prose(use.html, addresses),
        "outcomes": [figure_shown(figure, reader.vocabulary) for figure in figures],
    }


def facts(use: StoredUse, reader: SiteReader, addresses: Addresses) -> tuple[Fact, ...]:
    """Return who decided what, when, and who tells of it."""
    organisation = (
        Value(use.organisation, addresses.path(f"/organisations/{use.organisation_id}"))
        if use.organisation
        else not_stated()
    )
    return (
        Fact(gettext("uses.fact.organisation"), (organisation,)),
        Fact(gettext("uses.fact.decision"), (Value(reader.vocabulary.label("decision", use.decision)),)),
        Fact(gettext("uses.fact.date"), (dated(date(use.date)),)),
        *filled(
            (gettext("uses.fact.lesson_from"), whose(use.independent)),
            (gettext("uses.fact.contact"), use.contact),
            (gettext("uses.fact.author"), use.author),
        ),
        *lists(
            (
                gettext("uses.fact.contributors"),
                people_shown(people.people_of_use(reader.connection, use.id), addresses),
            ),
            (gettext("uses.fact.published"), (dated(date(use.published)),) if use.published else ()),
            (gettext("uses.fact.changed"), (dated(date(use.last_changed)),) if use.last_changed else ()),
        ),
    )


def use_markdown(reader: SiteReader, ask: Ask) -> Answer:
    """Return the original Markdown file of a use."""
    text = library.markdown(reader.connection, ask.variables["use"])
    if text is None:
        return elsewhere(reader, f"/uses/{ask.variables['use']}", ".md")
    return Data(text, "text/markdown; charset=utf-8")


def use_json(reader: SiteReader, ask: Ask) -> Answer:
    """Return everything that is known of a use as JSON."""
    use = library.use(reader.connection, ask.variables["use"])
    if use is None:
        return elsewhere(reader, f"/uses/{ask.variables['use']}", ".json")
    absolute = ask.addresses.absolute
    body = {
        **asdict(use),
        "contributors": [words for words, _ in people.people_of_use(reader.connection, use.id)],
        "url": absolute(f"/uses/{use.id}"),
        "lesson_url": absolute("/reviews/" + use.lesson_id.replace("#", "/", 1)) if use.lesson_id else None,
        "outcomes": [asdict(one) for one in outcome_library.of_uses(reader.connection, [use.id]).get(use.id, ())],
    }
    return Data(json.dumps(body, ensure_ascii=False), "application/json; charset=utf-8")


def uses_feed(reader: SiteReader, ask: Ask) -> Answer:
    """Return the uses that were published last as a feed, dated by the day of publication."""
    if refused := not_taken(ask):
        return refused
    absolute, unit = ask.addresses.absolute, reader.build.unit
    entries = [
        feeds.FeedEntry(
            id=feeds.identifier(unit, f"uses/{use.id}"),
            title=gettext(
                "uses.told", decided=decided(use.organisation, use.decision), lesson=use.statement or use.target
            ),
            address=absolute(f"/uses/{use.id}"),
            published=use.published,
            changed=use.last_changed,
            summary=use.why or use.text,
            author=use.author,
        )
        for use in library.newest(reader.connection, FEED_ENTRIES)
        if use.published
    ]
    return feeds.answer(ask, feeds.about(reader.build, "/uses", gettext("uses.feed.about"), absolute), entries)

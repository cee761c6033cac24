"""What is open, as of a day: a few of each kind with their numbers, or one kind page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from lessons.learning import open_work
from lessons.learning.days import in_words
from lessons.learning.organisation_named import UnknownOrganisationError, known_organisation
from lessons.learning.report import Item, LearningReport, ReportSection, capital
from lessons.web.answers import Answer, Page, Redirect
from lessons.web.ask import within
from lessons.web.pages.audit import AS_OF, Field, FormShown, day_asked, day_in_field
from lessons.web.presenters.links import Link
from lessons.web.presenters.numbers import thousands
from lessons.web.presenters.paging import page_number, paging, titled
from lessons.web.presenters.report import sections_shown
from lessons.words import gettext

if TYPE_CHECKING:
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask

PAGE_SIZE = 50
SHORT = 5


def open_page(reader: SiteReader, ask: Ask) -> Answer:
    """Return what is open: a few of each kind with their numbers, or one kind page by page."""
    connection, addresses = reader.connection, ask.addresses
    day, fault = day_asked(reader, ask)
    organisation, name = None, None
    if asked := ask.first("organisation").strip():
        try:
            organisation, name = known_organisation(connection, asked)
        except UnknownOrganisationError as error:
            fault = gettext("learning.all_instead", fault=capital(error.sentence))
    kind = open_work.BY_SLUG.get(ask.first("kind"))
    if ask.first("kind") and kind is None:
        fault = gettext("learning.open.no_list", asked=ask.first("kind")[:40], lists=", ".join(open_work.BY_SLUG))
    statuses = {term.slug: term.label for term in reader.vocabulary.of_scheme("lesson_status")}
    kept = [
        pair
        for pair in (("organisation", organisation or ""), (AS_OF, ask.first(AS_OF) if not fault else ""))
        if pair[1]
    ]
    number = page_number(ask) if kind else 1
    sections, last = [], 1
    for one in (kind,) if kind else open_work.KINDS:
        count = open_work.count(connection, one.slug, day, organisation)
        size = PAGE_SIZE if kind else SHORT
        last = max(1, -(-count // size)) if kind else 1
        if number > last:
            return Redirect("/open", (("kind", one.slug), *kept))
        found = open_work.matters(connection, one.slug, day, organisation, limit=size, offset=(number - 1) * size)
        sections.append(
            ReportSection(
                one.slug,
                gettext("learning.open.list", heading=one.heading, count=thousands(count)),
                (one.meaning if count else one.none,),
                tuple(open_work.item(matter, kind=one.slug, statuses=statuses) for matter in found),
                more=None if kind or count <= size else more(one.slug, count, kept),
            )
        )
    heading = kind.heading if kind else gettext("frame.link.open")
    if name:
        heading = gettext("learning.open.of_organisation", heading=heading, organisation=name)
    whose = name or gettext("learning.open.this_library")
    lead = gettext("learning.open.lead", day=in_words(day), whose=whose)
    return Page(
        "report.html",
        titled(heading, number, last),
        {
            "heading": heading,
            "lead": lead,
            "form": FormShown(
                addresses.path("/open"),
                (
                    Field(
                        "organisation",
                        gettext("learning.organisation"),
                        name or "" if not fault else ask.first("organisation"),
                    ),
                    Field(AS_OF, gettext("learning.as_of"), day_in_field(day), "date"),
                ),
                (("kind", kind.slug),) if kind else (),
            ),
            "sections": sections_shown(LearningReport(heading, lead, tuple(sections)), addresses),
            "crumbs": (
                Link(gettext("frame.link.home"), addresses.path("/")),
                *((Link(gettext("frame.link.open"), addresses.path("/open", kept)),) if kind else ()),
            ),
            "paging": paging(
                number,
                last,
                lambda n: addresses.path(
                    "/open", [("kind", kind.slug if kind else ""), *kept, *([("page", str(n))] if n > 1 else [])]
                ),
            ),
            "after": (
                Link(
                    gettext("learning.open.audit", name=name or reader.build.name),
                    addresses.path(within("audit", organisation) if organisation else "/audit"),
                ),
            ),
        },
        description=gettext("learning.open.description"),
        faults=(fault,) if fault else (),
        canonical="/open",
        section="/audit",
        indexed=not ask.pairs,
    )


def more(kind: str, count: int, kept: list[tuple[str, str]]) -> Item:
    """Return the line that leads to all of a kind."""
    return Item(gettext("learning.open.all", count=thousands(count)), "/open?" + urlencode([("kind", kind), *kept]))

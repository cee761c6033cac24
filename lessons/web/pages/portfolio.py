"""Missions with the work that served them, and the experience record of people who consent to be named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lessons.learning.experience import experience_json, experience_report
from lessons.learning.missions import initiatives, missions_of, missions_report
from lessons.learning.organisation_named import UnknownOrganisationError, known_organisation
from lessons.learning.report import capital
from lessons.library.people import person
from lessons.web.answers import Answer, Data, Page, Redirect
from lessons.web.ask import within
from lessons.web.pages.audit import Field, FormShown
from lessons.web.pages.parameters import not_taken
from lessons.web.pages.review import elsewhere
from lessons.web.presenters.links import Link
from lessons.web.presenters.paging import page_number, paging, titled
from lessons.web.presenters.report import sections_shown
from lessons.words import gettext

if TYPE_CHECKING:
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask

PAGE_SIZE = 50


def missions_page(reader: SiteReader, ask: Ask) -> Answer:
    """Return the missions of all, or of one organisation, with the work that served each, and the portfolio in numbers."""
    addresses, fault = ask.addresses, None
    organisation, name = None, None
    if asked := ask.first("organisation").strip():
        try:
            organisation, name = known_organisation(reader.connection, asked)
        except UnknownOrganisationError as error:
            fault = gettext("learning.all_instead", fault=capital(error.sentence))
    found = initiatives(reader.connection, organisation)
    missions = missions_of(found)
    number, pages = page_number(ask), max(1, -(-len(missions) // PAGE_SIZE))
    kept = (("organisation", organisation),) if organisation else ()
    if number > pages:
        return Redirect("/missions", kept)
    here = missions[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    report = missions_report(found, here, reader.vocabulary, name or reader.build.name, len(missions))
    return Page(
        "report.html",
        titled(report.title, number, pages),
        {
            "heading": report.title,
            "here": gettext("frame.link.missions"),
            "lead": report.lead,
            "form": FormShown(
                addresses.path("/missions"), (Field("organisation", gettext("learning.organisation"), name or asked),)
            ),
            "sections": sections_shown(report, addresses),
            "crumbs": (Link(gettext("frame.link.home"), addresses.path("/")),),
            "paging": paging(
                number, pages, lambda n: addresses.path("/missions", [*kept, *([("page", str(n))] if n > 1 else [])])
            ),
            "after": (
                *(
                    [Link(gettext("learning.missions.outcomes"), addresses.path("/outcomes"))]
                    if "outcomes" in reader.kinds
                    else []
                ),
                Link(
                    gettext("frame.link.audit"),
                    addresses.path(within("audit", organisation) if organisation else "/audit"),
                ),
            ),
        },
        description=gettext("learning.missions.description"),
        faults=(fault,) if fault else (),
        canonical="/missions",
        section="/browse",
        indexed=not ask.pairs,
    )


def person_page(reader: SiteReader, ask: Ask) -> Answer:
    """Return the experience record of a person who consents to be named."""
    found = person(reader.connection, ask.variables["person"])
    if found is None:
        return elsewhere(reader, f"/people/{ask.variables['person']}")
    report = experience_report(reader.connection, found, reader.vocabulary)
    own = within("people", found.id)
    return Page(
        "report.html",
        report.title,
        {
            "heading": report.title,
            "lead": report.lead,
            "sections": sections_shown(report, ask.addresses),
            "crumbs": (Link(gettext("frame.link.home"), ask.addresses.path("/")),),
            "downloads_label": gettext("learning.person.downloads"),
            "downloads": (Link("JSON", ask.addresses.path(f"{own}.json")),),
        },
        canonical=own,
        section="/reviews",
        indexed=False,
    )


def person_json(reader: SiteReader, ask: Ask) -> Answer:
    """Return the experience record as JSON, to be taken along."""
    if refused := not_taken(ask):
        return refused
    found = person(reader.connection, ask.variables["person"])
    if found is None:
        return elsewhere(reader, f"/people/{ask.variables['person']}", ".json")
    content = experience_json(reader.connection, found, reader.build.name, ask.addresses.site)
    return Data(json.dumps(content, ensure_ascii=False), "application/json; charset=utf-8", f"{found.id}.json")

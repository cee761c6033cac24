"""The learning audit of the library and of one organisation, and what is open, as of a day."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.learning.audit import audit_report
from lessons.learning.audit_data import audit
from lessons.learning.audit_json import to_json
from lessons.learning.days import BEFORE_ALL, DayError, in_words, newest_day, stated_day
from lessons.learning.organisation_named import UnknownOrganisationError, known_organisation
from lessons.learning.report import LearningReport, capital
from lessons.learning.time_to_learn import time_to_learn
from lessons.web.answers import Answer, Data, Page, Redirect
from lessons.web.ask import within
from lessons.web.pages.parameters import not_answered, not_taken
from lessons.web.presenters.links import Link
from lessons.web.presenters.report import sections_shown
from lessons.words import gettext

if TYPE_CHECKING:
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask

AS_OF = "as-of"


@dataclass(frozen=True)
class Field:
    """A field of a form by which a report is asked for otherwise."""

    name: str
    label: str
    value: str
    type: str = "text"


@dataclass(frozen=True)
class FormShown:
    """The form of a report: where it leads, its fields, and what of the address is kept."""

    action: str
    fields: tuple[Field, ...]
    kept: tuple[tuple[str, str], ...] = ()


def day_asked(reader: SiteReader, ask: Ask) -> tuple[str, str | None]:
    """Return the day that is asked for, or else the newest of the database, and what is wrong with what was asked."""
    newest = newest_day(reader.connection)
    asked = ask.first(AS_OF).strip()
    if not asked:
        return newest, None
    try:
        return stated_day(asked), None
    except DayError as error:
        return newest, gettext("learning.audit.newest_day", error=error, day=in_words(newest))


def day_in_field(day: str) -> str:
    """Return a day as the field of a form shows it: the one that applies, or nothing where none is known."""
    return "" if day == BEFORE_ALL else day


def library_audit(reader: SiteReader, ask: Ask) -> Answer:
    """Return the audit of the whole library."""
    day, fault = day_asked(reader, ask)
    report = made(reader, day, None)
    return shown(ask, report, "/audit", day, fault, here=gettext("frame.link.audit"))


def organisation_audit(reader: SiteReader, ask: Ask) -> Answer:
    """Return the audit of one organisation; one that is called by another name leads to it, an unknown one to the nearest."""
    asked = ask.variables["organisation"]
    try:
        id_, name = known_organisation(reader.connection, asked)
    except UnknownOrganisationError as error:
        return nobody(ask, error)
    if id_ != asked:
        return Redirect(within("audit", id_), tuple(pair for pair in ask.pairs if pair[0] == AS_OF), status=301)
    day, fault = day_asked(reader, ask)
    after = (
        Link(gettext("learning.audit.reviews", organisation=name), ask.addresses.path(within("organisations", id_))),
    )
    return shown(ask, made(reader, day, id_), within("audit", id_), day, fault, here=name, after=after)


def made(reader: SiteReader, day: str, organisation: str | None) -> LearningReport:
    """Return the report of an audit; that of the whole library on its newest day is worked out once for each version of the database."""
    kept: LearningReport | None = None
    whole = organisation is None and day == newest_day(reader.connection)
    if whole:
        kept = reader.kept.get("audit")
    if kept is None:
        kept = audit_report(
            audit(reader.connection, day, organisation),
            time_to_learn(reader.connection, day, organisation),
            reader.vocabulary,
            reader.build.name,
        )
    if whole:
        reader.kept["audit"] = kept
    return kept


def shown(
    ask: Ask, report: LearningReport, path: str, day: str, fault: str | None, *, here: str, after: tuple[Link, ...] = ()
) -> Page:  # fmt: skip
    """Return the page of an audit as of a day."""
    addresses = ask.addresses
    above = [Link(gettext("frame.link.home"), addresses.path("/"))]
    if path != "/audit":
        above.append(Link(gettext("frame.link.audit"), addresses.path("/audit")))
    asked = [pair for pair in ask.pairs if pair[0] == AS_OF and not fault]
    return Page(
        "report.html",
        report.title,
        {
            "heading": report.title,
            "here": here,
            "lead": report.lead,
            "form": FormShown(
                addresses.path(path), (Field(AS_OF, gettext("learning.as_of"), day_in_field(day), "date"),)
            ),
            "sections": sections_shown(report, addresses),
            "crumbs": tuple(above),
            "downloads_label": gettext("learning.audit.downloads"),
            "downloads": (Link("JSON", addresses.path(f"{path}.json", asked)),),
            "after": after,
        },
        description=gettext("learning.audit.description", title=report.title),
        faults=(fault,) if fault else (),
        canonical=path,
        section="/audit",
        indexed=not ask.pairs,
    )


def nobody(ask: Ask, error: UnknownOrganisationError) -> Page:
    """Return the page for an organisation that is not known, with the nearest one, or of which nothing is told."""
    path = ask.addresses.path
    heading = (
        gettext("learning.nothing_told.heading", name=error.declared)
        if error.declared
        else gettext("learning.no_organisation")
    )
    links: tuple[Link, ...] = (
        Link(gettext("learning.all_organisations"), path("/organisations")),
        Link(gettext("learning.audit.whole"), path("/audit")),
    )
    if error.nearest:
        links = (Link(error.nearest[1], path(within("audit", error.nearest[0]))), *links)
    return Page(
        "report.html",
        heading,
        {
            "heading": heading,
            "lead": f"{capital(str(error)).rstrip('?')}{'?' if error.nearest else '.'}",
            "sections": (),
            "after": links,
        },
        status=404,
        section="/audit",
        indexed=False,
        kept=False,
    )


def audit_json(reader: SiteReader, ask: Ask) -> Answer:
    """Return an audit as JSON; ``/audit.json`` and ``/audit/<organisation>.json``."""
    if refused := not_taken(ask, AS_OF):
        return refused
    day, fault = day_asked(reader, ask)
    if fault:
        return not_answered(ask, {AS_OF: fault}) or Data("", "text/plain")
    asked = ask.variables.get("organisation")
    try:
        organisation = known_organisation(reader.connection, asked)[0] if asked else None
    except UnknownOrganisationError as error:
        body = {"ok": False, "status": 404, "error": str(error)}
        return Data(json.dumps(body, ensure_ascii=False), "application/json; charset=utf-8", status=404, kept=False)
    found = audit(reader.connection, day, organisation)
    times = time_to_learn(reader.connection, day, organisation)
    return Data(
        json.dumps(to_json(found, times, ask.addresses.absolute("")), ensure_ascii=False),
        "application/json; charset=utf-8",
    )

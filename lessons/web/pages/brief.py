"""A plan in, the lessons that apply out: as a page and as JSON. A worker process reads the plan; nothing keeps it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lessons.learning.brief import TIME_LIMIT
from lessons.learning.output import to_json
from lessons.learning.plan import LONGEST
from lessons.problems import LessonsError
from lessons.web.answers import Answer, Data, Page, Work
from lessons.web.presenters.brief import brief_shown
from lessons.web.presenters.links import Link
from lessons.web.presenters.numbers import thousands
from lessons.words import gettext
from lessons.workers.limits import Limits, Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from lessons.forms import FileDraft
    from lessons.learning.brief import Brief
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask

    Outcome = Brief | LessonsError | Refused

FIELD, FILE = "plan", "document"
OF_TEXT, OF_FILE = "lessons.learning.brief:brief_of_version", "lessons.proposing.plans:brief_of_file"
# The brief stops itself in time; this is for what it cannot foresee.
TIME_LIMIT_SECONDS = TIME_LIMIT
LIMITS = Limits(seconds=6.0, memory=700_000_000)
JSON = "application/json; charset=utf-8"


def brief_page(reader: SiteReader, ask: Ask) -> Answer:
    """Return the page with the empty box."""
    return shown(reader, ask, "", None)


def brief_answer(reader: SiteReader, ask: Ask) -> Answer | Work:
    """Return the work of making the brief for the plan that was sent, as a page; a file goes before what is in the box."""
    plan = sent(ask)
    file = ask.posted.file(FILE) if ask.posted else None
    if file is None:
        return asked(plan, lambda outcome: shown(reader, ask, plan, outcome))

    def then(outcome: tuple[FileDraft, Brief] | LessonsError | Refused) -> Answer:
        if isinstance(outcome, tuple):
            read, found = outcome
            return shown(reader, ask, read.text, found, notes=read.messages)
        return shown(reader, ask, plan, outcome, of_file=True)

    return Work(OF_FILE, (file.content, TIME_LIMIT_SECONDS), then, limits=LIMITS, on_version=True)


def only_posted(reader: SiteReader, ask: Ask) -> Answer:
    """Return how a brief is asked for as JSON: a plan has no place in an address."""
    del reader
    path = ask.addresses.path("/brief.json")
    said = gettext("brief.json.how", path=path)
    return Data(
        json.dumps({"ok": False, "status": 405, "error": said}, ensure_ascii=False), JSON, status=405, kept=False
    )


def json_answer(reader: SiteReader, ask: Ask) -> Answer | Work:
    """Return the work of making the brief for the plan that was sent, as JSON."""
    del reader

    def then(outcome: Outcome) -> Answer:
        status, error = fault(outcome)
        if error:
            body: dict[str, object] = {"ok": False, "status": status, "error": error}
        else:
            body = to_json(outcome, ask.addresses.site)  # type: ignore[arg-type]  # neither refused nor an error
        return Data(json.dumps(body, ensure_ascii=False), JSON, status=status, kept=False)

    if ask.posted and all(name != FIELD for name, _ in ask.posted.pairs):
        return then(LessonsError(gettext("brief.json.no_plan", field=repr(FIELD))))
    return asked(sent(ask), then)


def sent(ask: Ask) -> str:
    """Return the plan that was sent."""
    return ask.posted.first(FIELD) if ask.posted else ""


def asked(plan: str, then: Callable[[Outcome], Answer]) -> Work:
    """Return the work of making the brief for a plan."""
    return Work(OF_TEXT, (plan, TIME_LIMIT_SECONDS), then, limits=LIMITS, on_version=True)


def fault(outcome: Outcome) -> tuple[int, str | None]:
    """Return the status of the answer, and why there is no brief, or None where there is one."""
    if isinstance(outcome, LessonsError):
        said = str(outcome)
        return 400, f"{said[:1].upper()}{said[1:]}."
    return (503, str(outcome)) if isinstance(outcome, Refused) else (200, None)


def shown(
    reader: SiteReader,
    ask: Ask,
    plan: str,
    outcome: Outcome | None,
    *,
    notes: tuple[str, ...] = (),
    of_file: bool = False,
) -> Page:
    """Return the page of a plan and of the brief that was made for it; None is shown before there is a plan.

    ``notes`` say what was left out of a file, ``of_file`` that one was sent.
    """
    status, error = fault(outcome) if outcome is not None else (200, None)
    brief = None if outcome is None or error else outcome
    path = ask.addresses.path
    view = brief_shown(brief, reader.vocabulary, ask.addresses) if brief else None  # type: ignore[arg-type]  # as above
    return Page(
        "brief.html",
        gettext("brief.title.count", count=view.count)
        if view
        else gettext("brief.title.error" if error else "frame.link.brief"),
        {
            "plan": plan,
            "action": path("/brief"),
            "longest": thousands(LONGEST),
            "error": error,
            "at_fault": FILE if of_file else FIELD,
            "notes": tuple(f"{note[:1].upper()}{note[1:]}." for note in notes),
            "brief": view,
            "crumbs": (Link(gettext("frame.link.home"), path("/")),),
            "search": path("/search"),
            "help": path("/help/brief"),
        },
        status=status,
        description=gettext("brief.description"),
        canonical="/brief",
        section="/brief",
        kept=False,
        indexed=outcome is None,
    )

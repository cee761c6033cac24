"""Lessons that were repeated, their reviews side by side, and those that may have been."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.learning import recurrence
from lessons.learning.recurrence_suggested import newest_suggested
from lessons.schema import NOT_STATED
from lessons.web.answers import Answer, Page, Redirect
from lessons.web.pages.reviews import PAGE_SIZE
from lessons.web.presenters.dates import date
from lessons.web.presenters.links import Link
from lessons.web.presenters.numbers import counted
from lessons.web.presenters.paging import page_number, paging, titled
from lessons.web.presenters.recurrence import suggestions_shown
from lessons.web.presenters.review import lesson_href
from lessons.web.presenters.uses import times
from lessons.words import gettext

if TYPE_CHECKING:
    from typing import Any

    from lessons.learning.recurrence import RecurrenceCase, RecurringLesson
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask

# What is shown of each section: enough to see whether the cases are alike.
EXCERPT_WORDS = 90
# Suggestions shown, those for the latest reviews: each lesson's own page has its own.
SUGGESTED = 100


def recurring_page(reader: SiteReader, ask: Ask) -> Answer:
    """Return the lessons that later reviews repeat, most often first, and on the first page what nobody linked; one beyond the end leads there."""
    count = recurrence.recurring_count(reader.connection)
    number, pages = page_number(ask), max(1, -(-count // PAGE_SIZE))
    if number > pages:
        return Redirect("/recurring")
    path = ask.addresses.path
    lessons = recurrence.recurring(reader.connection, PAGE_SIZE, (number - 1) * PAGE_SIZE)
    suggested = newest_suggested(reader.connection, SUGGESTED) if number == 1 else []
    return Page(
        "recurring.html",
        titled(gettext("frame.link.recurring"), number, pages),
        {
            "count": counted(count, "lesson"),
            "lessons": [lesson_shown(lesson, reader, ask) for lesson in lessons],
            "suggested": suggestions_shown(suggested, ask.addresses),
            "most_suggested": SUGGESTED if len(suggested) == SUGGESTED else None,
            "paging": paging(number, pages, lambda n: path("/recurring", [("page", str(n))] if n > 1 else [])),
            "crumbs": (
                Link(gettext("frame.link.home"), path("/")),
                Link(gettext("frame.link.reviews"), path("/reviews")),
            ),
        },
        description=gettext("learning.recurring.description"),
        canonical="/recurring" if number == 1 else None,
        section="/reviews",
    )


def lesson_shown(lesson: RecurringLesson, reader: SiteReader, ask: Ask) -> dict[str, Any]:
    """Return a repeated lesson as shown."""
    return {
        "link": Link(lesson.statement, lesson_href(lesson.id, ask.addresses) or ""),
        "times": times(lesson.times),
        "status": lesson.status,
        "recommendation": lesson.recommendation,
        "cases": [case_shown(case, first, reader, ask) for first, case in enumerate(lesson.cases)],
    }


def case_shown(case: RecurrenceCase, place: int, reader: SiteReader, ask: Ask) -> dict[str, Any]:
    """Return one of the reviews as shown: the first is that of the lesson."""
    path = ask.addresses.path
    return {
        "role": gettext("learning.recurring.first") if place == 0 else gettext("learning.recurring.again"),
        "review": Link(case.title, path(f"/reviews/{case.review}")),
        "organisation": Link(case.organisation, path(f"/organisations/{case.organisation_id}"))
        if case.organisation
        else None,
        "date": date(case.date),
        "result": reader.vocabulary.label("result", case.result or NOT_STATED),
        "happened": beginning(case.happened),
        "why": beginning(case.why),
    }


def beginning(text: str | None) -> str | None:
    """Return the first words of a text, with a sign where there are more."""
    if not text:
        return None
    words = text.split()
    return " ".join(words[:EXCERPT_WORDS]) + (" …" if len(words) > EXCERPT_WORDS else "")

"""Writing a review, or saying how a lesson was used, without git: a form, what is to be said of it, its page, and the ways out.

What is sent is checked by a worker process and comes back with the answer; nothing keeps it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons import forms
from lessons.forms import Contribution, Filled, FormShape
from lessons.library import lessons
from lessons.library import vocabulary as words
from lessons.web.answers import Answer, Page, Redirect, Work
from lessons.web.pages.finished import CHANGE, Sent, finished
from lessons.web.presenters.forms import form_shown
from lessons.web.presenters.links import Link
from lessons.words import gettext
from lessons.workers.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable

    from lessons.forms import FormMessage
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask

LIMITS = Limits(seconds=8.0, memory=700_000_000)
SHAPE, CONTRIBUTED = "lessons.proposing.checking:shape_in", "lessons.proposing.checking:contributed"
# What buttons of a form ask for: to these the name of a group is added, a group with the number of what stands there, or a form.
ADD, OPEN, FORM = "add.", "open.", "form."
# More names than this are no help to somebody who types one.
MOST_NAMES = 300
# Beside the fields, a form sends what it is about.
_OWN = frozenset({"form", "do", "what", "id", "seen", "base"})
ADDRESS = {forms.RAPID: "/contribute", forms.FULL: "/contribute", forms.USE: "/use"}
TITLE = {forms.RAPID: "frame.link.contribute", forms.FULL: "frame.link.contribute", forms.USE: "frame.link.use"}
SUBJECT = {
    forms.RAPID: "contribute.subject.review",
    forms.FULL: "contribute.subject.review",
    forms.USE: "contribute.subject.use",
}


def contribute_page(reader: SiteReader, ask: Ask) -> Answer | Work:
    """Return the empty form of a review, by default of a rapid one."""
    return _empty(reader, ask, forms.FULL if ask.first("form") == forms.FULL else forms.RAPID, Filled())


def use_form_page(reader: SiteReader, ask: Ask) -> Answer | Work:
    """Return the form of a use, with the lesson that the address names."""
    lesson = ask.first("lesson")
    return _empty(reader, ask, forms.USE, Filled({"lesson": [lesson]} if lesson else {}))


def use_of_lesson(reader: SiteReader, ask: Ask) -> Answer:
    """Return where the former page about the use of a lesson leads."""
    del reader
    return Redirect("/use", (("lesson", f"{ask.variables['review']}#{ask.variables['lesson']}"),), status=301)


def contribute_answer(reader: SiteReader, ask: Ask) -> Answer | Work:
    """Return what the button that was pressed asks for, of the form of a review."""
    kind = forms.FULL if ask.posted and ask.posted.first("form") == forms.FULL else forms.RAPID
    return _answer(reader, ask, kind)


def use_form_answer(reader: SiteReader, ask: Ask) -> Answer | Work:
    """Return what the button that was pressed asks for, of the form of a use."""
    return _answer(reader, ask, forms.USE)


def _purpose(ask: Ask, kind: str) -> Purpose:
    home = (Link(gettext("frame.link.home"), ask.addresses.path("/")),)
    return Purpose(gettext(TITLE[kind]), ADDRESS[kind], home, (("form", kind),), canonical=ADDRESS[kind])


def _empty(reader: SiteReader, ask: Ask, kind: str, filled: Filled) -> Answer | Work:
    known, purpose = known_for(reader, ask, filled), _purpose(ask, kind)
    return _with_shape(reader, ask, kind, filled, lambda shape: form_page(ask, purpose, shape, filled, known))


def _answer(reader: SiteReader, ask: Ask, kind: str) -> Answer | Work:
    filled, do = posted_form(ask)
    if do.startswith(FORM) and kind != forms.USE:
        kind = forms.FULL if do == FORM + forms.FULL else forms.RAPID
    known, purpose = known_for(reader, ask, filled), _purpose(ask, kind)
    if do == CHANGE or do.startswith((ADD, FORM)):
        added = do.removeprefix(ADD)
        return _with_shape(
            reader, ask, kind, filled, lambda shape: form_page(ask, purpose, shape, filled, known, added=added)
        )

    def then(outcome: tuple[FormShape, Contribution] | Exception) -> Answer:
        if isinstance(outcome, Exception):
            return refused_page(ask, purpose, filled, outcome)
        shape, contribution = outcome
        if contribution.errors:
            return form_page(ask, purpose, shape, filled, known, contribution.errors)
        subject = gettext(SUBJECT[kind], about=filled.first("title") or filled.first("lesson"))
        sent = Sent(ADDRESS[kind], subject, do, purpose.sent_again(filled), gettext(TITLE[kind]))
        return finished(reader, ask, contribution, sent)

    return Work(CONTRIBUTED, (kind, filled.pairs()), then, limits=LIMITS, on_version=True)


def posted_form(ask: Ask) -> tuple[Filled, str]:
    """Return what was filled in, and what the button that was pressed asks for."""
    if ask.posted is None:
        return Filled(), ""
    pairs = tuple((name, text) for name, text in ask.posted.pairs if name not in _OWN)
    return Filled.of(pairs), ask.posted.first("do")


def _with_shape(
    reader: SiteReader, ask: Ask, kind: str, filled: Filled, then: Callable[[FormShape], Answer]
) -> Answer | Work:
    """Return the answer that needs to know what a form asks for, which is worked out once for each version of the database."""
    key = f"form {kind}"
    if key in reader.kept:
        return then(reader.kept[key])

    def known(outcome: FormShape | Exception) -> Answer:
        if isinstance(outcome, Exception):
            return refused_page(ask, _purpose(ask, kind), filled, outcome)
        return then(reader.kept.setdefault(key, outcome))

    return Work(SHAPE, (kind,), known, limits=LIMITS, on_version=True)


@dataclass(frozen=True)
class Known:
    """What the library knows that helps to fill in a form: names of organisations, and the lesson that was used."""

    names: tuple[str, ...] = ()
    lesson: Link | None = None


def known_for(reader: SiteReader, ask: Ask, filled: Filled) -> Known:
    """Return what is known for a form: no names where there are too many, no lesson where none of the library is named."""
    if "organisation names" not in reader.kept:
        names = tuple(one.name for one in words.organisations(reader.connection))
        reader.kept["organisation names"] = names if len(names) <= MOST_NAMES else ()
    review_id, _, local_id = filled.first("lesson").partition("#")
    lesson = lessons.lesson(reader.connection, review_id, local_id)
    own = Link(lesson.statement, ask.addresses.path(f"/reviews/{review_id}/{local_id}")) if lesson else None
    return Known(reader.kept["organisation names"], own)


@dataclass(frozen=True)
class Purpose:
    """What a form is for: its title and address, what leads to it, and what it sends beside its fields.

    ``about`` is the page of what is corrected; ``notes`` are on what a file has that did not come along.
    """

    title: str
    address: str
    crumbs: tuple[Link, ...]
    hidden: tuple[tuple[str, str], ...]
    about: Link | None = None
    notes: tuple[str, ...] = ()
    canonical: str | None = None

    def sent_again(self, filled: Filled) -> tuple[tuple[str, str], ...]:
        """Return all that the form sends, with what was filled in."""
        return (*self.hidden, *filled.pairs())


def form_page(
    ask: Ask,
    purpose: Purpose,
    shape: FormShape,
    filled: Filled,
    known: Known,
    errors: tuple[FormMessage, ...] | None = None,
    added: str = "",
    *,
    opened: str = "",
) -> Page:
    """Return a form with what was filled in and, where it was sent to be checked, with the ``errors`` that there are.

    ``added`` is the group that is to have room for one more; ``opened`` the group whose last thing has just been opened.
    """
    path, wrong = ask.addresses.path, errors is not None
    return Page(
        "contribute.html",
        gettext("contribute.title.error", title=purpose.title) if wrong else purpose.title,
        {
            "heading": purpose.title,
            "form": form_shown(shape, filled, errors or (), added, opened=opened),
            "action": path(purpose.address),
            "hidden": purpose.hidden,
            "about": purpose.about,
            "notes": purpose.notes,
            "names": known.names,
            "lesson": known.lesson,
            "crumbs": purpose.crumbs,
            "help": path("/help/contributing"),
            "from_file": path("/contribute/file"),
        },
        status=400 if wrong else 200,
        description=gettext("contribute.description") if purpose.canonical else None,
        canonical=purpose.canonical,
        section=purpose.address if purpose.canonical else purpose.crumbs[-1].href,
        search_box=False,
        kept=False,
        indexed=shape.kind != forms.USE and purpose.canonical is not None,
    )


def refused_page(ask: Ask, purpose: Purpose, filled: Filled, error: Exception) -> Page:
    """Return why a form could not be dealt with, with everything that was filled in kept on the page."""
    return Page(
        "not-checked.html",
        gettext("contribute.not_checked.title"),
        {"error": str(error), "action": ask.addresses.path(purpose.address), "hidden": purpose.sent_again(filled)},
        status=503,
        search_box=False,
        kept=False,
        indexed=False,
    )

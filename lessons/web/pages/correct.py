"""Suggesting a correction: the form of a review or a use, filled in as it stands. Only what was changed is changed in its file."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from lessons.forms import Contribution, FormMessage, FormShape, OpenedForm
from lessons.library import reviews, uses
from lessons.web.answers import Answer, Missing, Work
from lessons.web.pages.contribute import ADD, LIMITS, OPEN, Purpose, form_page, known_for, posted_form, refused_page
from lessons.web.pages.finished import CHANGE, Sent, finished
from lessons.web.pages.review import elsewhere
from lessons.web.presenters.links import Link
from lessons.words import gettext

if TYPE_CHECKING:
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask

OPENED, CORRECTED = "lessons.proposing.correcting:opened", "lessons.proposing.correcting:corrected"
# What may be corrected, each with the address of its page and how its text is read.
WHAT = {"review": ("/reviews/", reviews.markdown), "use": ("/uses/", uses.markdown)}
ADDRESS = "/correct"
# What links to the page call it, and what stands above the form.
PAGES = {
    "review": ("contribute.about.review", "contribute.crumb.review"),
    "use": ("contribute.about.use", "contribute.crumb.use"),
}


def correct_page(reader: SiteReader, ask: Ask) -> Answer | Work:
    """Return the form of the review or use that the address names."""
    what = "use" if ask.first("use") else "review"
    found = _found(reader, what, ask.first(what))
    if found is None:
        return elsewhere(reader, f"{WHAT[what][0]}{ask.first(what)}") if ask.first(what) else Missing()
    return opened_form(reader, ask, _purpose(ask, what, ask.first(what), found[1]), found)


def correct_answer(reader: SiteReader, ask: Ask) -> Answer | Work:
    """Return what became of what was changed, or the form again."""
    posted = ask.posted
    what = "use" if posted and posted.first("what") == "use" else "review"
    id_, seen = (posted.first(name) if posted else "" for name in ("id", "seen"))
    found = _found(reader, what, id_)
    if found is None:
        return Missing()
    purpose = _purpose(ask, what, id_, found[1])
    if seen != _digest(found[1]):
        return opened_form(reader, ask, purpose, found, gettext("contribute.changed_since"))
    return checked_form(reader, ask, purpose, found, gettext("contribute.subject.correction", id=id_))


def opened_form(
    reader: SiteReader, ask: Ask, purpose: Purpose, entry: tuple[str, str], *errors: str, added: str = ""
) -> Work:
    """Return the form of an entry (its path in the folder of entries, and its text): as it stands or, after a POST, as it was filled in."""

    posted, do = posted_form(ask)
    asked_for, group = ask.first("lesson"), "lessons" if ask.first("lesson") else ""
    if ask.posted is not None:
        asked_for = do.removeprefix(OPEN) if do.startswith(OPEN) else ""
        group = asked_for.rpartition(".")[0]

    def then(outcome: OpenedForm | Exception) -> Answer:
        if isinstance(outcome, Exception):
            return refused_page(ask, purpose, posted, outcome)
        said = tuple(FormMessage("", text) for text in errors) or None
        known = known_for(reader, ask, outcome.filled)
        return form_page(ask, purpose, outcome.shape, outcome.filled, known, said, added, opened=group)

    pairs = None if ask.posted is None else posted.pairs()
    return Work(OPENED, (*entry, pairs, asked_for), then, limits=LIMITS, on_version=True)


def checked_form(reader: SiteReader, ask: Ask, purpose: Purpose, entry: tuple[str, str], subject: str) -> Work:
    """Return what the button that was pressed asks for, of the form of an entry."""
    filled, do = posted_form(ask)
    if do == CHANGE or do.startswith((ADD, OPEN)):
        return opened_form(reader, ask, purpose, entry, added=do.removeprefix(ADD))

    def then(outcome: tuple[FormShape, Contribution] | Exception) -> Answer:
        if isinstance(outcome, Exception):
            return refused_page(ask, purpose, filled, outcome)
        shape, contribution = outcome
        if contribution.errors:
            return form_page(ask, purpose, shape, filled, known_for(reader, ask, filled), contribution.errors)
        edited = purpose.about is not None
        words = subject or gettext("contribute.subject.review", about=contribution.id)
        sent = Sent(purpose.address, words, do, purpose.sent_again(filled), purpose.title, edited=edited)
        return finished(reader, ask, contribution, sent)

    return Work(CORRECTED, (*entry, filled.pairs()), then, limits=LIMITS, on_version=True)


def _found(reader: SiteReader, what: str, id_: str) -> tuple[str, str] | None:
    """Return the path in the folder of entries, and the text, of a review or use, or None."""
    text = WHAT[what][1](reader.connection, id_)
    if text is None:
        return None
    known = reviews.review(reader.connection, id_) if what == "review" else uses.use(reader.connection, id_)
    return (known.path, text) if known else None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _purpose(ask: Ask, what: str, id_: str, text: str) -> Purpose:
    path = ask.addresses.path
    inside, crumb = map(gettext, PAGES[what])
    about = Link(inside, path(f"{WHAT[what][0]}{id_}"))
    crumbs = (Link(gettext("frame.link.home"), path("/")), Link(crumb, about.href))
    return Purpose(
        gettext("shared.correct"), ADDRESS, crumbs, (("what", what), ("id", id_), ("seen", _digest(text))), about
    )

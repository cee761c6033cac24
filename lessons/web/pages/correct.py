"""Suggesting a correction: the text of a review or a use as it was written, to be changed, checked, looked at and sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.library import reviews, uses
from lessons.web.answers import Answer, Missing, Page, Work
from lessons.web.pages.contribute import LIMITS
from lessons.web.pages.finished import CHANGE, Sent, finished
from lessons.web.pages.review import elsewhere
from lessons.web.presenters.links import Link

if TYPE_CHECKING:
    from lessons.forms import Contribution
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask

CORRECTED = "lessons.proposing.checking:corrected"
# What may be corrected, each with the address of its page and how its text is read.
WHAT = {"review": ("/reviews/", reviews.markdown), "use": ("/uses/", uses.markdown)}
TITLE = "Suggest a correction"


def correct_page(reader: SiteReader, ask: Ask) -> Answer:
    """Return the text of the review or use that the address names, in a box."""
    what = "use" if ask.first("use") else "review"
    found = _found(reader, what, ask.first(what))
    if found is None:
        return elsewhere(reader, f"{WHAT[what][0]}{ask.first(what)}") if ask.first(what) else Missing()
    return _page(ask, what, ask.first(what), found[1])


def correct_answer(reader: SiteReader, ask: Ask) -> Answer | Work:
    """Return what became of the text that was sent, or the box with it again."""
    posted = ask.posted
    what = "use" if posted and posted.first("what") == "use" else "review"
    id_, text, do = (posted.first(name) if posted else "" for name in ("id", "text", "do"))
    found = _found(reader, what, id_)
    if found is None:
        return Missing()
    path, stored = found
    if do == CHANGE:
        return _page(ask, what, id_, text)
    if text.strip() == stored.strip():
        return _page(ask, what, id_, text, "Nothing has been changed yet.")

    def then(outcome: Contribution | Exception) -> Answer:
        if isinstance(outcome, Exception):
            return _page(ask, what, id_, text, str(outcome), status=503)
        if outcome.errors:
            lines = [f"Line {one.line}: {one.text}" if one.line else one.text for one in outcome.errors]
            return _page(ask, what, id_, text, *lines)
        hidden = (("what", what), ("id", id_), ("text", text))
        sent = Sent("/correct", f"Correction of {id_}", do, hidden, TITLE, edited=True)
        return finished(reader, ask, outcome, sent)

    return Work(CORRECTED, (path, text), then, limits=LIMITS, on_version=True)


def _found(reader: SiteReader, what: str, id_: str) -> tuple[str, str] | None:
    """Return the path in the folder of entries, and the text, of a review or use, or None."""
    text = WHAT[what][1](reader.connection, id_)
    if text is None:
        return None
    known = reviews.review(reader.connection, id_) if what == "review" else uses.use(reader.connection, id_)
    return (known.path, text) if known else None


def _page(ask: Ask, what: str, id_: str, text: str, *faults: str, status: int = 400) -> Page:
    path = ask.addresses.path
    page = f"{WHAT[what][0]}{id_}"
    return Page(
        "correct.html",
        f"Error: {TITLE}" if faults else TITLE,
        {
            "heading": TITLE,
            "faults": faults,
            "what": what,
            "id": id_,
            "text": text,
            "page": path(page),
            "action": path("/correct"),
            "rows": min(40, max(16, text.count("\n") + 2)),
            "crumbs": (Link("Home", path("/")), Link(f"The {what}", path(page))),
            "help": path("/help/contributing"),
        },
        status=status if faults else 200,
        section="/reviews",
        search_box=False,
        kept=False,
        indexed=False,
    )

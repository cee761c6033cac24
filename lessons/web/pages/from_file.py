"""A review that somebody wrote in Word or Excel: the file is read by a worker process, and its text checked, looked at and sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.forms import Contribution, FileDraft
from lessons.web.answers import Answer, Page, Work
from lessons.web.pages.contribute import LIMITS
from lessons.web.pages.finished import CHANGE, Sent, finished
from lessons.web.presenters.links import Link
from lessons.workers.limits import Refused

if TYPE_CHECKING:
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask

DRAFTED, PROPOSED = "lessons.proposing.drafts:drafted", "lessons.proposing.drafts:proposed"
ADDRESS, TITLE = "/contribute/file", "Add a review from a file"


def from_file_page(reader: SiteReader, ask: Ask) -> Answer:
    """Return the page on which a file is chosen."""
    del reader
    return _page(ask)


def from_file_answer(reader: SiteReader, ask: Ask) -> Answer | Work:
    """Return the text of the file that was sent, or what became of the text."""
    posted = ask.posted
    file, text = (posted.file("document"), posted.first("text")) if posted else (None, "")
    if file is not None:

        def read(outcome: FileDraft | Exception) -> Answer:
            if isinstance(outcome, Exception):
                return _page(ask, "", _sentence(outcome), status=_status(outcome))
            return _page(ask, outcome.text, notes=outcome.messages)

        return Work(DRAFTED, (file.filename, file.content), read, limits=LIMITS, on_version=True)
    if not text.strip():
        return _page(ask, "", "Choose a file.")
    do = posted.first("do") if posted else ""
    if do == CHANGE:
        return _page(ask, text)

    def then(outcome: Contribution | Exception) -> Answer:
        if isinstance(outcome, Exception):
            return _page(ask, text, _sentence(outcome), status=_status(outcome))
        if outcome.errors:
            lines = [f"Line {one.line}: {one.text}" if one.line else one.text for one in outcome.errors]
            return _page(ask, text, *lines)
        return finished(reader, ask, outcome, Sent(ADDRESS, f"New review: {outcome.id}", do, (("text", text),), TITLE))

    return Work(PROPOSED, (text,), then, limits=LIMITS, on_version=True)


def _sentence(error: Exception) -> str:
    said = str(error)
    return f"{said[:1].upper()}{said[1:].rstrip('.')}."


def _status(error: Exception) -> int:
    return 503 if isinstance(error, Refused) else 400


def _page(ask: Ask, text: str = "", *faults: str, notes: tuple[str, ...] = (), status: int = 400) -> Page:
    path = ask.addresses.path
    return Page(
        "from-file.html",
        f"Error: {TITLE}" if faults else TITLE,
        {
            "heading": TITLE,
            "faults": faults,
            "notes": notes,
            "text": text,
            "action": path(ADDRESS),
            "rows": min(40, max(16, text.count("\n") + 2)),
            "crumbs": (Link("Home", path("/")), Link("Add a review", path("/contribute"))),
            "help": path("/help/contributing"),
        },
        status=status if faults else 200,
        section="/contribute",
        search_box=False,
        kept=False,
        indexed=False,
    )

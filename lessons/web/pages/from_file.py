"""A review that somebody wrote in Word or Excel: the file is read by a worker process, and fills in the form."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from lessons.forms import OpenedForm
from lessons.web.answers import Answer, Data, Missing, Page, Work
from lessons.web.pages.contribute import LIMITS, Purpose, form_page, known_for
from lessons.web.pages.correct import checked_form
from lessons.web.presenters.links import Link
from lessons.words import gettext
from lessons.workers.limits import Refused

if TYPE_CHECKING:
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask

DRAFTED, TEMPLATE = "lessons.proposing.office_files:drafted", "lessons.proposing.office_files:template"
ADDRESS = "/contribute/file"
# Where a review stands that has no id yet.
NEW = "new-review.md"
# Each kind of file with what it is called, the library that reads it, and its media type.
KINDS = {
    "docx": ("Word", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": ("Excel", "openpyxl", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def from_file_page(reader: SiteReader, ask: Ask) -> Answer:
    """Return the page on which a file is chosen."""
    del reader
    return _page(ask)


def template_page(reader: SiteReader, ask: Ask) -> Answer | Work:
    """Return a Word or Excel file to fill in."""
    ending = ask.variables["ending"]
    if not _can_read():
        return Missing()

    def then(outcome: bytes | Exception) -> Answer:
        if isinstance(outcome, Exception):
            return _page(ask, _sentence(outcome), status=_status(outcome))
        return Data(outcome, KINDS[ending][2], f"review.{ending}", kept=False)

    del reader
    return Work(TEMPLATE, (ending,), then, limits=LIMITS, on_version=True)


def from_file_answer(reader: SiteReader, ask: Ask) -> Answer | Work:
    """Return the form filled in with the file that was sent, or what became of the form."""
    posted = ask.posted
    file, base = (posted.file("document"), posted.first("base")) if posted else (None, "")
    if file is not None:

        def read(outcome: OpenedForm | Exception) -> Answer:
            if isinstance(outcome, Exception):
                return _page(ask, _sentence(outcome), status=_status(outcome))
            purpose = _purpose(ask, outcome.text, outcome.messages)
            return form_page(ask, purpose, outcome.shape, outcome.filled, known_for(reader, ask, outcome.filled))

        return Work(DRAFTED, (file.filename, file.content), read, limits=LIMITS, on_version=True)
    if not base.strip():
        return _page(ask, gettext("contribute.file.none"))
    return checked_form(reader, ask, _purpose(ask, base), (NEW, base), "")


def _purpose(ask: Ask, base: str, notes: tuple[str, ...] = ()) -> Purpose:
    path = ask.addresses.path
    crumbs = (Link(gettext("frame.link.home"), path("/")), Link(gettext("frame.link.contribute"), path("/contribute")))
    return Purpose(gettext("contribute.file.title"), ADDRESS, crumbs, (("base", base),), notes=notes)


def _sentence(error: Exception) -> str:
    said = str(error)
    return f"{said[:1].upper()}{said[1:].rstrip('.')}."


def _status(error: Exception) -> int:
    return 503 if isinstance(error, Refused) else 400


def _can_read() -> bool:
    """Return whether the libraries are there that read and write such files."""
    return all(find_spec(library) is not None for _, library, _ in KINDS.values())


def _page(ask: Ask, *faults: str, status: int = 400) -> Page:
    path, title = ask.addresses.path, gettext("contribute.file.title")
    templates = [
        Link(gettext("contribute.file.template", kind=name), path(f"/contribute/review.{ending}"))
        for ending, (name, *_) in KINDS.items()
    ]
    return Page(
        "from-file.html",
        gettext("contribute.title.error", title=title) if faults else title,
        {
            "heading": title,
            "faults": faults,
            "action": path(ADDRESS),
            "templates": templates if _can_read() else (),
            "form": path("/contribute"),
            "crumbs": (
                Link(gettext("frame.link.home"), path("/")),
                Link(gettext("frame.link.contribute"), path("/contribute")),
            ),
        },
        status=status if faults else 200,
        section="/contribute",
        search_box=False,
        kept=False,
        indexed=False,
    )

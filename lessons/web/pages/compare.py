"""Lessons that a reader has chosen, side by side: as a page, as Markdown, as CSV and as a Word file."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from lessons.library import redirects
from lessons.library.compared import compared
from lessons.library.formats import MEDIA_TYPE
from lessons.web.answers import Answer, Data, Missing, Page, Work
from lessons.web.pages.from_file import KINDS
from lessons.web.pages.reviews import page_number
from lessons.web.presenters.compare import as_csv, as_markdown, compared_shown, listed
from lessons.web.presenters.numbers import counted
from lessons.web.shortlist import ids_of
from lessons.workers.limits import Limits

if TYPE_CHECKING:
    from lessons.library.compared import ComparedLesson
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask

MOST = 500
PAGE_SIZE = 40
SHORTLIST = "lessons.proposing.office_files:shortlist"
# Of processor time; five hundred lessons take a tenth of it.
SECONDS = 20.0
_ADDRESSES = {"action": "compare", "search": "search", "markdown": "compare.md", "csv": "compare.csv"}


def chosen(reader: SiteReader, ask: Ask) -> tuple[list[ComparedLesson], list[str]]:
    """Return the lessons that the address asks for, at most :data:`MOST`, and in words what of it is not here."""
    asked = ids_of(ask.pairs)
    said = [f"Only the first {MOST} lessons are shown."] if len(asked) > MOST else []
    if ask.pairs_cut:
        said.append(
            "The address holds more than is read of one; write the ids in one parameter, with commas between them."
        )
    present = [_present(reader, id_) for id_ in asked[:MOST]]
    lessons = compared(reader.connection, [id_ for id_ in dict.fromkeys(present) if id_])
    here = {lesson.id for lesson in lessons}
    missing = sum(id_ not in here for id_ in present)
    if missing:
        said.append(f"{counted(missing, 'lesson')} of this list {'is' if missing == 1 else 'are'} not here.")
    return lessons, said


def _present(reader: SiteReader, id_: str) -> str | None:
    """Return the id that a lesson has now, None where it was withdrawn."""
    moved = redirects.redirect(reader.connection, "/reviews/" + id_.replace("#", "/", 1))
    if moved is None:
        return id_
    return moved.new.removeprefix("/reviews/").replace("/", "#", 1) if moved.new else None


def compare_page(reader: SiteReader, ask: Ask) -> Answer:
    """Return the chosen lessons side by side."""
    lessons, said = chosen(reader, ask)
    path = ask.addresses.path
    pages = max(1, -(-len(lessons) // PAGE_SIZE))
    number = min(page_number(ask), pages)
    shown = lessons[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    count = counted(len(lessons), "lesson")
    return Page(
        "compare.html",
        f"Shortlist: {count}" + (f" (page {number} of {pages})" if pages > 1 else ""),
        {
            "heading": f"{count} side by side" if lessons else "Your shortlist is empty",
            "said": said,
            "lessons": [compared_shown(lesson, reader.vocabulary, ask.addresses) for lesson in shown],
            "others": [lesson.id for lesson in lessons if lesson not in shown],
            "numbers": range(1, pages + 1) if pages > 1 else (),
            "current": number,
            **{name: path(f"/{address}") for name, address in _ADDRESSES.items()},
            "word": path("/compare.docx") if can_write_word() else None,
        },
        indexed=False,
    )


def compare_markdown(reader: SiteReader, ask: Ask) -> Answer:
    """Return the chosen lessons as Markdown."""
    lessons, _ = chosen(reader, ask)
    return Data(as_markdown(lessons, reader.vocabulary, ask.addresses), "text/markdown; charset=utf-8", "shortlist.md")


def compare_csv(reader: SiteReader, ask: Ask) -> Answer:
    """Return the chosen lessons as CSV."""
    lessons, _ = chosen(reader, ask)
    return Data(as_csv(lessons, reader.vocabulary, ask.addresses), MEDIA_TYPE, "shortlist.csv")


def can_write_word() -> bool:
    """Return whether the library is there that writes Word files."""
    return find_spec(KINDS["docx"][1]) is not None


def compare_word(reader: SiteReader, ask: Ask) -> Answer | Work:
    """Return the chosen lessons as a Word file, made by a worker process; there is none without the extra that writes it."""
    if not can_write_word():
        return Missing()
    lessons, _ = chosen(reader, ask)

    def then(outcome: bytes | Exception) -> Answer:
        if isinstance(outcome, Exception):
            return Data(f"{outcome}\n", "text/plain; charset=utf-8", status=503, kept=False)
        return Data(outcome, KINDS["docx"][2], "shortlist.docx", kept=False)

    told = tuple((one.statement, listed(one, reader.vocabulary, ask.addresses)) for one in lessons)
    title = f"Shortlist: {counted(len(lessons), 'lesson')} from {reader.build.name}"
    return Work(SHORTLIST, (title, told), then, limits=Limits(seconds=SECONDS))

"""Lessons and reviews that a reader has chosen, side by side: as a page, as Markdown, as CSV and as a Word file."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from lessons.library import redirects
from lessons.library.compared import compared, compared_reviews
from lessons.library.formats import MEDIA_TYPE
from lessons.web.answers import Answer, Data, Missing, Page, Work
from lessons.web.pages.from_file import KINDS
from lessons.web.presenters.compare import as_csv, as_markdown, counted_kinds, listed, not_complete, shown, title_of
from lessons.web.presenters.paging import left_out, not_a_page, page_number, titled
from lessons.web.shortlist import ids_of, not_ids_of, review_of
from lessons.words import gettext, ngettext
from lessons.workers.limits import Limits

if TYPE_CHECKING:
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask
    from lessons.web.presenters.compare import Compared

MOST = 500
PAGE_SIZE = 40
SHORTLIST = "lessons.proposing.office_files:shortlist"
# Of processor time; five hundred lessons take a fiftieth of it.
SECONDS = 20.0
_ADDRESSES = {"action": "compare", "search": "search", "markdown": "compare.md", "csv": "compare.csv"}


def chosen(reader: SiteReader, ask: Ask) -> tuple[list[Compared], list[str]]:
    """Return the lessons and reviews that the address asks for, at most :data:`MOST`, and in words what of it is not here.

    With ``by=review``, the reviews of the lessons stand in their place.
    """
    asked, never = ids_of(ask.pairs), not_ids_of(ask.pairs)
    if ask.first("by") == "review":
        asked, never = (tuple(dict.fromkeys(map(review_of, ids))) for ids in (asked, never))
    said = [gettext("compare.first", number=MOST)] if len(asked) > MOST else []
    if ask.pairs_cut:
        said.append(gettext("compare.address_cut"))
    present = {id_: _present(reader, id_) for id_ in asked[:MOST]}
    ids = [id_ for id_ in dict.fromkeys(present.values()) if id_]
    here: dict[str | None, Compared] = {}
    here |= {one.id: one for one in compared(reader.connection, [id_ for id_ in ids if "#" in id_])}
    here |= {one.id: one for one in compared_reviews(reader.connection, [id_ for id_ in ids if "#" not in id_])}
    missing = [*(id_ for id_, new in present.items() if new not in here), *never]
    if missing:
        said.append(ngettext("compare.missing", len(missing), count=counted_kinds(missing)))
    return [here[id_] for id_ in ids if id_ in here], said


def _present(reader: SiteReader, id_: str) -> str | None:
    """Return the id that a lesson or review has now, None where it was withdrawn."""
    moved = redirects.redirect(reader.connection, "/reviews/" + id_.replace("#", "/", 1))
    if moved is None:
        return id_
    return moved.new.removeprefix("/reviews/").replace("/", "#", 1) if moved.new else None


def compare_page(reader: SiteReader, ask: Ask) -> Answer:
    """Return the chosen lessons and reviews side by side."""
    found, said = chosen(reader, ask)
    path = ask.addresses.path
    pages = max(1, -(-len(found) // PAGE_SIZE))
    number = min(page_number(ask), pages)
    here = found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    count = counted_kinds([one.id for one in found])
    return Page(
        "compare.html",
        titled(gettext("compare.title", count=count), number, pages),
        {
            "heading": gettext("compare.heading", count=count) if found else gettext("compare.heading.empty"),
            "said": said,
            "chosen": [shown(one, reader.vocabulary, ask.addresses) for one in here],
            "others": [one.id for one in found if one not in here],
            "by_review": any("#" in one.id for one in found),
            "numbers": range(1, pages + 1) if pages > 1 else (),
            "current": number,
            **{name: path(f"/{address}") for name, address in _ADDRESSES.items()},
            "reviews": path("/search", [("in", "reviews")]),
            "word": path("/compare.docx") if can_write_word() else None,
        },
        faults=(left_out("page", wrong),) if (wrong := not_a_page(ask)) else (),
        indexed=False,
    )


def compare_markdown(reader: SiteReader, ask: Ask) -> Answer:
    """Return the shortlist as Markdown."""
    found, said = chosen(reader, ask)
    text = as_markdown(found, said, reader.vocabulary, ask.addresses)
    return Data(text, "text/markdown; charset=utf-8", "shortlist.md")


def compare_csv(reader: SiteReader, ask: Ask) -> Answer:
    """Return the shortlist as CSV; of one that is not complete, the file's name says so."""
    found, said = chosen(reader, ask)
    name = "shortlist-not-complete.csv" if said else "shortlist.csv"
    return Data(as_csv(found, reader.vocabulary, ask.addresses), MEDIA_TYPE, name)


def can_write_word() -> bool:
    """Return whether the library is there that writes Word files."""
    return find_spec(KINDS["docx"][1]) is not None


def compare_word(reader: SiteReader, ask: Ask) -> Answer | Work:
    """Return the shortlist as a Word file, made by a worker process; there is none without the extra that writes it."""
    if not can_write_word():
        return Missing()
    found, said = chosen(reader, ask)

    def then(outcome: bytes | Exception) -> Answer:
        if isinstance(outcome, Exception):
            return Data(f"{outcome}\n", "text/plain; charset=utf-8", status=503, kept=False)
        return Data(outcome, KINDS["docx"][2], "shortlist.docx", kept=False)

    told = [(title_of(one), listed(one, reader.vocabulary, ask.addresses)) for one in found]
    told += [(not_complete(), tuple((gettext("compare.left_out"), words) for words in said))] if said else []
    title = gettext("compare.title.file", count=counted_kinds([one.id for one in found]), name=reader.build.name)
    return Work(SHORTLIST, (title, tuple(told)), then, limits=Limits(seconds=SECONDS))

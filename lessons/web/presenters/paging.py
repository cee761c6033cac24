"""Links to other pages of a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.words import gettext

if TYPE_CHECKING:
    from collections.abc import Callable

    from lessons.web.ask import Ask

LAST_PAGE = 9_999_999
# Pages on each side of the current one that get a link of their own.
AROUND = 2


@dataclass(frozen=True)
class PageLink:
    """A link to one page; a gap has no address."""

    text: str
    href: str | None
    current: bool = False


@dataclass(frozen=True)
class Paging:
    """The links of a list: absent at the ends, and altogether when there is one page."""

    previous: str | None
    next: str | None
    pages: tuple[PageLink, ...]
    words: str


def page_number(ask: Ask) -> int:
    """Return the page asked for; what is no page is the first."""
    return int(ask.first("page") or 1) if not not_a_page(ask) else 1


def not_a_page(ask: Ask) -> str:
    """Return what is wrong with the page that is asked for; nothing where it is a number, or none is asked for."""
    text = ask.first("page")
    number = text.isascii() and text.isdecimal() and len(text) <= len(str(LAST_PAGE)) and int(text) >= 1
    if number or not text:
        return ""
    return gettext("search.problem.not_a_number", value=text[:40], most=f"{LAST_PAGE:,}")


def left_out(name: str, wrong: str) -> str:
    """Say to a reader that a parameter was left out, and what is wrong with it."""
    return gettext("shared.parameters.left_out", name=name, wrong=wrong)


def titled(title: str, page: int, pages: int) -> str:
    """Return the title of a page of a list: with its number, where there are several."""
    return gettext("shared.title.page", title=title, page=page, pages=pages) if pages > 1 else title


def paging(page: int, pages: int, href: Callable[[int], str]) -> Paging | None:
    """Return the links from ``page`` of ``pages``, or None when there is only one page."""
    if pages < 2:
        return None
    shown = sorted({1, pages, *range(max(1, page - AROUND), min(pages, page + AROUND) + 1)})
    links: list[PageLink] = []
    for number in shown:
        if links and number - int(links[-1].text) > 1:
            links.append(PageLink("…", None))
        links.append(PageLink(str(number), href(number), number == page))
    return Paging(
        previous=href(page - 1) if page > 1 else None,
        next=href(page + 1) if page < pages else None,
        pages=tuple(links),
        words=gettext("shared.paging.words", page=page, pages=pages),
    )

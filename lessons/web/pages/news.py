"""What is new: month by month what came and what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lessons.library import news as library
from lessons.web.answers import Answer, Page, Redirect
from lessons.web.presenters.news import months
from lessons.web.presenters.numbers import counted
from lessons.web.presenters.paging import page_number, paging, titled
from lessons.words import gettext

if TYPE_CHECKING:
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask

PAGE_SIZE = 50


def news_page(reader: SiteReader, ask: Ask) -> Answer:
    """Return the news, the newest month first; a page beyond the end leads to the first."""
    total = library.news_count(reader.connection)
    number, pages = page_number(ask), max(1, -(-total // PAGE_SIZE))
    if number > pages:
        return Redirect("/new")
    path = ask.addresses.path
    unknown = library.without_day(reader.connection)
    found = library.news(reader.connection, PAGE_SIZE, (number - 1) * PAGE_SIZE)
    return Page(
        "new.html",
        titled(gettext("frame.link.new"), number, pages),
        {
            "months": months(found, ask.addresses),
            "unknown": counted(unknown, "review") if unknown else None,
            "reviews": path("/reviews"),
            "feed": path("/reviews.atom"),
            "feed_of_uses": path("/uses.atom"),
            "paging": paging(number, pages, lambda n: path("/new", [("page", str(n))] if n > 1 else [])),
        },
        description=gettext("browse.new.description"),
        canonical="/new" if number == 1 else None,
        feeds=(
            (gettext("shared.feed.reviews"), path("/reviews.atom")),
            (gettext("uses.feed.title"), path("/uses.atom")),
        ),
    )

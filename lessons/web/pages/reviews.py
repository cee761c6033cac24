"""All reviews, newest first: as a page, JSON and feed."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from lessons.library import reviews as library
from lessons.web import feeds
from lessons.web.answers import Answer, Data, Page, Redirect
from lessons.web.presenters.numbers import counted
from lessons.web.presenters.paging import paging
from lessons.web.presenters.review import card

if TYPE_CHECKING:
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask

PAGE_SIZE = 20
JSON_PAGE_SIZE = 100
FEED_ENTRIES = 50


def page_number(ask: Ask) -> int:
    """Return the page asked for; what is no page is the first."""
    text = ask.first("page", "1")
    return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) < 8 and int(text) else 1


def list_page(reader: SiteReader, ask: Ask) -> Answer:
    """Return the page of all reviews, newest first; a page beyond the end leads to the first."""
    number, pages = page_number(ask), max(1, -(-reader.build.review_count // PAGE_SIZE))
    if number > pages:
        return Redirect("/reviews")
    cards = library.newest(reader.connection, PAGE_SIZE, (number - 1) * PAGE_SIZE)
    path = ask.addresses.path
    count = counted(reader.build.review_count, "review")
    return Page(
        "reviews.html",
        f"Reviews: {count}, newest first" + (f" (page {number} of {pages})" if pages > 1 else ""),
        {
            "count": count,
            "cards": [
                card(item, reader.vocabulary, ask.addresses, counted(item.lesson_count, "lesson")) for item in cards
            ],
            "first": (number - 1) * PAGE_SIZE + 1,
            "paging": paging(number, pages, lambda n: path("/reviews", [("page", str(n))] if n > 1 else [])),
            "feed": path("/reviews.atom"),
            "json": path("/reviews.json"),
        },
        canonical="/reviews" if number == 1 else None,
        section="/reviews",
        feeds=(("New reviews", path("/reviews.atom")),),
    )


def list_json(reader: SiteReader, ask: Ask) -> Answer:
    """Return the reviews as JSON, a hundred at a time, newest first."""
    number = page_number(ask)
    cards = library.newest(reader.connection, JSON_PAGE_SIZE, (number - 1) * JSON_PAGE_SIZE)
    more = number * JSON_PAGE_SIZE < reader.build.review_count
    absolute = ask.addresses.absolute
    body = {
        "count": reader.build.review_count,
        "page": number,
        "size": JSON_PAGE_SIZE,
        "reviews": [{**asdict(item), "url": absolute(f"/reviews/{item.id}")} for item in cards],
        "next": absolute("/reviews.json", [("page", str(number + 1))]) if more else None,
    }
    return Data(json.dumps(body, ensure_ascii=False), "application/json; charset=utf-8")


def list_feed(reader: SiteReader, ask: Ask) -> Answer:
    """Return the newest reviews as an Atom feed."""
    absolute, unit = ask.addresses.absolute, reader.build.unit
    entries = [
        feeds.FeedEntry(
            feeds.identifier(unit, item.id),
            item.title,
            absolute(f"/reviews/{item.id}"),
            item.date,
            item.summary,
            item.organisation,
        )
        for item in library.newest(reader.connection, FEED_ENTRIES)
    ]
    own = feeds.identifier(unit, "/reviews.atom")
    title = f"{reader.build.name}: reviews"
    text = feeds.feed(own, title, absolute("/reviews.atom"), absolute("/reviews"), entries, reader.build.name)
    return Data(text, feeds.MEDIA_TYPE)

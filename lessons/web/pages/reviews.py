"""All reviews, newest first or by the date of what was reviewed: as a page, JSON and feed."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from lessons.library import reviews as library
from lessons.search.days import as_days, days_of, in_words
from lessons.web import feeds
from lessons.web.answers import Answer, Data, Page, Redirect
from lessons.web.pages.parameters import not_taken
from lessons.web.presenters.numbers import counted
from lessons.web.presenters.paging import left_out, not_a_page, page_number, paging, titled
from lessons.web.presenters.review import cards
from lessons.words import either, gettext

if TYPE_CHECKING:
    from lessons.web.answers import SiteReader
    from lessons.web.ask import Ask

PAGE_SIZE = 20
JSON_PAGE_SIZE = 100
FEED_ENTRIES = 50
ORDERS = {"newest": "search.sort.newest", "event": "search.sort.event"}
PUBLISHED_CHARACTERS = 40


@dataclass(frozen=True)
class ChosenReviews:
    """Which reviews are asked for and in which order; ``problem`` says what could not be understood, and was left out."""

    listing: library.Listing
    published: str = ""
    problem: str | None = None

    @classmethod
    def of(cls, ask: Ask) -> ChosenReviews:
        """Return what the parameters ``sort`` and ``published`` of an address ask for."""
        order = ask.first("sort") if ask.first("sort") in ORDERS else "newest"
        text = ask.first("published").strip()[:PUBLISHED_CHARACTERS]
        days = days_of(text)
        if not text or days:
            return cls(library.Listing(order == "newest", as_days(days) if days else None), text)
        said = gettext("browse.reviews.no_date", asked=text)
        return cls(library.Listing(order == "newest"), text, said)

    def pairs(self, page: int = 1) -> list[tuple[str, str]]:
        """Return the parameters that ask for this, without those that are the default."""
        found = [("published", self.published)] if self.listing.published else []
        found += [] if self.listing.newest else [("sort", self.order)]
        return found + ([("page", str(page))] if page > 1 else [])

    @property
    def order(self) -> str:
        """The name of the order."""
        return "newest" if self.listing.newest else "event"

    @property
    def words(self) -> str:
        """The choice and the order in words."""
        order = gettext(ORDERS[self.order]).lower()
        if not self.listing.published:
            return order
        return gettext("shared.reviews.published", when=in_words(self.published), order=order)


def list_page(reader: SiteReader, ask: Ask) -> Answer:
    """Return the page of reviews; a page beyond the end leads to the first."""
    chosen = ChosenReviews.of(ask)
    total = library.count(reader.connection, chosen.listing)
    number, pages = page_number(ask), max(1, -(-total // PAGE_SIZE))
    if number > pages:
        return Redirect("/reviews", tuple(chosen.pairs()))
    listed = library.listed(reader.connection, chosen.listing, PAGE_SIZE, (number - 1) * PAGE_SIZE)
    path = ask.addresses.path
    count = counted(total, "review")
    return Page(
        "reviews.html",
        titled(gettext("shared.reviews.title", count=count, words=chosen.words), number, pages),
        {
            "count": count,
            "words": chosen.words,
            "action": path("/reviews"),
            "orders": [
                ("" if order == "newest" else order, gettext(label), order == chosen.order)
                for order, label in ORDERS.items()
            ],
            "published": chosen.published,
            "problem": chosen.problem,
            "all": path("/reviews") if chosen.listing.published else None,
            "cards": cards(listed, reader.vocabulary, ask.addresses),
            "first": (number - 1) * PAGE_SIZE + 1,
            "paging": paging(number, pages, lambda n: path("/reviews", chosen.pairs(n))),
            "feed": path("/reviews.atom"),
            "json": path("/reviews.json", chosen.pairs()),
            "new": path("/new") if "news" in reader.kinds else None,
        },
        description=gettext("browse.reviews.description"),
        canonical="/reviews" if not chosen.pairs(number) else None,
        section="/reviews",
        feeds=((gettext("shared.feed.reviews"), path("/reviews.atom")),),
        faults=(left_out("sort", wrong),) if (wrong := not_an_order(ask)) else (),
        indexed=not chosen.pairs(),
    )


def list_json(reader: SiteReader, ask: Ask) -> Answer:
    """Return the reviews as JSON, a hundred at a time, chosen and in order as on the page."""
    chosen, number = ChosenReviews.of(ask), page_number(ask)
    if refused := not_taken(ask, "published", "sort", "page", problems=unreadable(ask, chosen)):
        return refused
    total = library.count(reader.connection, chosen.listing)
    listed = library.listed(reader.connection, chosen.listing, JSON_PAGE_SIZE, (number - 1) * JSON_PAGE_SIZE)
    absolute = ask.addresses.absolute
    more = number * JSON_PAGE_SIZE < total
    body = {
        "count": total,
        "page": number,
        "size": JSON_PAGE_SIZE,
        "sort": chosen.order,
        "reviews": [{**asdict(item), "url": absolute(f"/reviews/{item.id}")} for item in listed],
        "next": absolute("/reviews.json", chosen.pairs(number + 1)) if more else None,
    }
    return Data(json.dumps(body, ensure_ascii=False), "application/json; charset=utf-8")


def not_an_order(ask: Ask) -> str:
    """Return what is wrong with the order that is asked for; nothing where there is such an order, or none is asked for."""
    asked = ask.first("sort")
    return (
        gettext("search.problem.not_one_of", value=asked[:40], names=either(tuple(ORDERS)))
        if asked and asked not in ORDERS
        else ""
    )


def unreadable(ask: Ask, chosen: ChosenReviews) -> dict[str, str]:
    """Return what is wrong with the values of the parameters, by their names."""
    found = {"published": chosen.problem, "sort": not_an_order(ask), "page": not_a_page(ask)}
    return {name: problem for name, problem in found.items() if problem}


def list_feed(reader: SiteReader, ask: Ask) -> Answer:
    """Return the reviews that were published last as a feed; of those without a known day there is no news."""
    if refused := not_taken(ask):
        return refused
    absolute, unit = ask.addresses.absolute, reader.build.unit
    entries = [
        feeds.FeedEntry(
            feeds.identifier(unit, item.id),
            item.title,
            absolute(f"/reviews/{item.id}"),
            item.published,
            item.last_changed,
            item.summary,
            item.author,
        )
        for item in library.listed(reader.connection, library.Listing(), FEED_ENTRIES)
        if item.published
    ]
    return feeds.answer(
        ask, feeds.about(reader.build, "/reviews", gettext("browse.reviews.feed_about"), absolute), entries
    )

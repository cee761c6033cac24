"""Feeds of what is new: Atom (RFC 4287), built as a tree so that no text can break it, and JSON Feed (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from calendar import monthrange
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from lessons.library.formats import xml_text
from lessons.schema import APPLICATION
from lessons.web.answers import Data
from lessons.words import gettext

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lessons.library.connection import Build
    from lessons.web.ask import Ask

NAMESPACE = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml; charset=utf-8"
JSON_MEDIA_TYPE = "application/feed+json; charset=utf-8"
JSON_VERSION = "https://jsonfeed.org/version/1.1"
# The endings of a page's two feeds.
ATOM, JSON = ".atom", ".feed.json"
# Atom demands a moment also of a feed that holds nothing, in a library of which no day is known.
BEFORE_ALL = "0001-01-01T00:00:00Z"

IDS = uuid5(NAMESPACE_URL, APPLICATION)


@dataclass(frozen=True)
class FeedEntry:
    """One entry of a feed. ``id`` comes from :func:`identifier`.

    ``published`` is YYYY, YYYY-MM or YYYY-MM-DD, ``changed`` the day of the last change, or None.
    """

    id: str
    title: str
    address: str
    published: str
    changed: str | None
    summary: str
    author: str

    @property
    def updated(self) -> str:
        """The moment of the last change, which is never before the publication."""
        return max(moment(self.published), moment(self.changed or self.published))


def identifier(unit: str, name: str) -> str:
    """Return the permanent id of what a unit calls ``name``: the same whatever host the feed is read from."""
    return uuid5(IDS, f"{unit}:{name}").urn


@dataclass(frozen=True)
class About:
    """What a feed says of itself: ``own`` is its id, ``address`` and ``json_address`` its own, ``page`` that of the page that it is a feed of.

    ``since`` is the day of the newest that the library has, for a feed that holds nothing.
    """

    own: str
    title: str
    address: str
    json_address: str
    page: str
    author: str
    since: str | None = None


def about(build: Build, page: str, what: str, absolute: Callable[[str], str]) -> About:
    """Return what the feed of a whole page says of itself; ``what`` names in a few words what it brings, ``absolute`` writes an address."""
    return About(
        identifier(build.unit, page + ATOM),
        gettext("shared.feed.title", name=build.name, about=what),
        absolute(page + ATOM),
        absolute(page + JSON),
        absolute(page),
        build.name,
        build.newest_published,
    )


def answer(ask: Ask, about: About, entries: Sequence[FeedEntry]) -> Data:
    """Return a feed in the form that its address asks for."""
    if ask.path.endswith(JSON):
        return Data(json_feed(about, entries), JSON_MEDIA_TYPE)
    return Data(feed(about, entries), MEDIA_TYPE)


def json_feed(about: About, entries: Sequence[FeedEntry]) -> str:
    """Return a feed as JSON."""
    body = {
        "version": JSON_VERSION,
        "title": about.title,
        "home_page_url": about.page,
        "feed_url": about.json_address,
        "authors": [{"name": about.author}],
        "items": [_item(entry) for entry in entries],
    }
    return json.dumps(body, ensure_ascii=False)


def _item(entry: FeedEntry) -> dict[str, object]:
    published = {"date_published": moment(entry.published)} if len(entry.published) == len("YYYY-MM-DD") else {}
    return {
        "id": entry.id,
        "url": entry.address,
        "title": entry.title,
        "content_text": entry.summary,
        **published,
        "date_modified": entry.updated,
        "authors": [{"name": entry.author}],
    }


def feed(about: About, entries: Sequence[FeedEntry]) -> str:
    """Return a feed."""
    root = Element("feed", {"xmlns": NAMESPACE})
    SubElement(root, "title").text = xml_text(about.title)
    SubElement(root, "id").text = about.own
    SubElement(root, "updated").text = max(
        (entry.updated for entry in entries), default=moment(about.since) if about.since else BEFORE_ALL
    )
    SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": about.address})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": about.page})
    name(root, about.author)
    for entry in entries:
        add(root, entry)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode")


def add(root: Element, entry: FeedEntry) -> None:
    """Add one entry to the feed."""
    element = SubElement(root, "entry")
    SubElement(element, "title").text = xml_text(entry.title)
    SubElement(element, "id").text = entry.id
    SubElement(element, "link", {"rel": "alternate", "type": "text/html", "href": entry.address})
    if len(entry.published) == len("YYYY-MM-DD"):
        SubElement(element, "published").text = moment(entry.published)
    SubElement(element, "updated").text = entry.updated
    name(element, entry.author)
    SubElement(element, "summary").text = xml_text(entry.summary)


def name(parent: Element, author: str) -> None:
    """Add who a feed or an entry is by."""
    SubElement(SubElement(parent, "author"), "name").text = xml_text(author)


def moment(date: str) -> str:
    """Return a date as Atom wants it; a month, or a year, by its last day: it had certainly come by then."""
    year, month, day = date[:4], date[5:7] or "12", date[8:10]
    return f"{year}-{month}-{day or monthrange(int(year), int(month))[1]}T00:00:00Z"

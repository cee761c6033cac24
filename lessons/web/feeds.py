"""Atom feeds (RFC 4287), built as a tree so that no text can break them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

if TYPE_CHECKING:
    from collections.abc import Sequence

from lessons.library.formats import xml_text
from lessons.schema import APPLICATION

NAMESPACE = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml; charset=utf-8"
# Atom demands a date; a review whose date is not stated gets the epoch, which sorts it last.
EPOCH = "1970-01-01T00:00:00Z"

IDS = uuid5(NAMESPACE_URL, APPLICATION)


@dataclass(frozen=True)
class FeedEntry:
    """One entry of a feed. ``id`` comes from :func:`identifier`; ``date`` is YYYY, YYYY-MM, YYYY-MM-DD or None."""

    id: str
    title: str
    address: str
    date: str | None
    summary: str
    author: str | None


def identifier(unit: str, name: str) -> str:
    """Return the permanent id of what a unit calls ``name``: the same whatever host the feed is read from."""
    return uuid5(IDS, f"{unit}:{name}").urn


def feed(own: str, title: str, address: str, page: str, entries: Sequence[FeedEntry], author: str) -> str:
    """Return a feed with ``own``, its id, its own ``address`` and the ``page`` that it is a feed of."""
    root = Element("feed", {"xmlns": NAMESPACE})
    SubElement(root, "title").text = xml_text(title)
    SubElement(root, "id").text = own
    SubElement(root, "updated").text = max((timestamp(entry.date) for entry in entries), default=EPOCH)
    SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": address})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": page})
    name(root, author)
    for entry in entries:
        add(root, entry)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode")


def add(root: Element, entry: FeedEntry) -> None:
    """Add one entry to the feed."""
    element = SubElement(root, "entry")
    SubElement(element, "title").text = xml_text(entry.title)
    SubElement(element, "id").text = entry.id
    SubElement(element, "link", {"rel": "alternate", "type": "text/html", "href": entry.address})
    SubElement(element, "updated").text = timestamp(entry.date)
    if entry.author:
        name(element, entry.author)
    SubElement(element, "summary").text = xml_text(entry.summary)


def name(parent: Element, author: str) -> None:
    """Add who a feed or an entry is by."""
    SubElement(SubElement(parent, "author"), "name").text = xml_text(author)


def timestamp(date: str | None) -> str:
    """Return a date as Atom wants it, at its first moment: ``1998-04`` gives 1998-04-01T00:00:00Z."""
    if not date:
        return EPOCH
    year, month, day = (*date[:10].split("-"), "01", "01")[:3]
    return f"{year}-{month}-{day}T00:00:00Z"

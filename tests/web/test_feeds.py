from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from lessons.library.formats import xml_text
from lessons.web.feeds import EPOCH, FeedEntry, feed, timestamp
from tests.web.visitor import Visitor

ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_feed_has_what_atom_demands(site: Visitor) -> None:
    response = site.get("/search.atom?q=crews")
    assert response.headers["content-type"] == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(response.text)
    for name in ("title", "id", "updated"):
        assert root.findtext(f"{ATOM}{name}")
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {"self": "/search.atom?q=crews", "alternate": "/search?q=crews"}
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == site.json("/search.json?q=crews")["count"]
    for entry in entries:
        assert entry.findtext(f"{ATOM}id", "").startswith("urn:uuid:")
        assert "<" not in entry.findtext(f"{ATOM}summary", "")


def test_ids_stay_whatever_the_host_and_the_path(founding: Path, visit: Callable[..., Visitor]) -> None:
    def ids(**options: Any) -> list[str | None]:
        site = visit(founding, **options)
        return [one.text for one in ElementTree.fromstring(site.get("/search.atom?q=crews").text).iter(f"{ATOM}id")]

    plain = ids()
    assert len(set(plain)) == len(plain) > 2
    assert ids(plugin={"address": "https://lessons.example.org"}) == plain
    assert ids(settings={"base_url": "/below/"}) == plain


def test_no_text_can_break_a_feed() -> None:
    hostile = "a\x00b\x0b <x> & ]]> \ud800 \ufffe"
    root = ElementTree.fromstring(
        feed(
            "urn:a",
            hostile,
            "http://x/a",
            "http://x/",
            [FeedEntry("urn:b", hostile, "http://x/1", None, hostile, None)],
            "me",
        )
    )
    assert root.findtext(f"{ATOM}entry/{ATOM}title") == "a�b� <x> & ]]> � �"


def test_dates_are_moments() -> None:
    assert timestamp("1998-04") == "1998-04-01T00:00:00Z"
    assert timestamp("1998") == "1998-01-01T00:00:00Z"
    assert timestamp("1998-04-07") == "1998-04-07T00:00:00Z"
    assert timestamp(None) == EPOCH


def test_printable_keeps_every_script() -> None:
    assert xml_text("日本語 العربية 🙂\n") == "日本語 العربية 🙂\n"

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from lessons.library.formats import xml_text
from lessons.web.feeds import About, FeedEntry, feed
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


def about(title: str = "Title", since: str | None = None) -> About:
    return About("urn:a", title, "http://x/a", "http://x/a.json", "http://x/", "me", since)


def test_no_text_can_break_a_feed() -> None:
    hostile = "a\x00b\x0b <x> & ]]> \ud800 \ufffe"
    entry = FeedEntry("urn:b", hostile, "http://x/1", "2026-11-26", None, hostile, hostile)
    root = ElementTree.fromstring(feed(about(hostile), [entry]))
    assert root.findtext(f"{ATOM}entry/{ATOM}title") == "a�b� <x> & ]]> � �"
    assert root.findtext(f"{ATOM}entry/{ATOM}author/{ATOM}name") == "a�b� <x> & ]]> � �"


@pytest.mark.parametrize(
    ("published", "changed", "moments"),
    [
        ("2026-05-07", None, ("2026-05-07T00:00:00Z", "2026-05-07T00:00:00Z")),
        ("2026-05-07", "2026-06-01", ("2026-05-07T00:00:00Z", "2026-06-01T00:00:00Z")),
        ("2026-05-07", "2026-03-01", ("2026-05-07T00:00:00Z", "2026-05-07T00:00:00Z")),
        ("2024-02", None, (None, "2024-02-29T00:00:00Z")),
        ("2024", "2024-07-01", (None, "2024-12-31T00:00:00Z")),
    ],
)
def test_an_entry_is_of_its_publication_and_its_last_change_and_a_month_is_never_its_first_day(
    published: str, changed: str | None, moments: tuple[str | None, str]
) -> None:
    entry = FeedEntry("urn:b", "Title", "http://x/1", published, changed, "Summary", "Author")
    root = ElementTree.fromstring(feed(about(), [entry]))
    element = root.find(f"{ATOM}entry")
    assert element is not None
    assert (element.findtext(f"{ATOM}published"), element.findtext(f"{ATOM}updated")) == moments
    assert root.findtext(f"{ATOM}updated") == moments[1]


def test_an_empty_feed_is_as_new_as_its_library_and_never_of_1970() -> None:
    updated = [
        ElementTree.fromstring(feed(about(since=day), [])).findtext(f"{ATOM}updated") for day in ("2026-05-07", None)
    ]
    assert updated == ["2026-05-07T00:00:00Z", "0001-01-01T00:00:00Z"]


def test_printable_keeps_every_script() -> None:
    assert xml_text("日本語 العربية 🙂\n") == "日本語 العربية 🙂\n"


@pytest.mark.parametrize("page", ["/reviews", "/uses", "/search", "/search?q=crews&sector=environment"])
def test_the_json_feed_has_what_the_atom_feed_has(site: Visitor, page: str) -> None:
    path, _, query = page.partition("?")
    asked = f"?{query}" if query else ""
    atom = ElementTree.fromstring(site.get(f"{path}.atom{asked}").text)
    response = site.get(f"{path}.feed.json{asked}")
    assert response.headers["content-type"] == "application/feed+json; charset=utf-8"
    found = response.json()
    assert (found["version"], found["title"]) == ("https://jsonfeed.org/version/1.1", atom.findtext(f"{ATOM}title"))
    links = {link.get("rel"): link.get("href") for link in atom.findall(f"{ATOM}link")}
    assert (found["feed_url"], found["home_page_url"]) == (f"{path}.feed.json{asked}", links["alternate"])
    names = {"id": "id", "title": "title", "summary": "content_text", "updated": "date_modified"}
    assert [{name: item[key] for name, key in names.items()} for item in found["items"]] == [
        {name: entry.findtext(f"{ATOM}{name}") for name in names} for entry in atom.iter(f"{ATOM}entry")
    ]


def test_pages_name_both_forms_of_their_feeds(site: Visitor) -> None:
    links = site.page("/search?q=crews").iter("link")
    named = {link.get("type"): link.get("href") for link in links if link.get("rel") == "alternate"}
    assert named == {
        "application/atom+xml": "/search.atom?q=crews",
        "application/feed+json": "/search.feed.json?q=crews",
    }

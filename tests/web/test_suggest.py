"""Suggestions for what is being typed, as the list below a search box asks for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web.page import one
from tests.web.visitor import Visitor


def test_each_suggestion_says_what_it_is_and_leads_there(site: Visitor) -> None:
    kinds = set()
    for text in ("recyc", "kirk", "use commis", "police and"):
        answer = site.json(f"/suggest.json?q={text.replace(' ', '+')}")
        assert answer["query"] == text
        for suggestion in answer["suggestions"]:
            assert set(suggestion) == {"type", "label", "text", "url"}
            page = site.page(suggestion["url"])
            if suggestion["type"] in ("lesson", "review"):
                assert suggestion["text"] == "".join(one(page, ".//h1").itertext())
            kinds.add((suggestion["type"], suggestion["label"]))
    assert {("query", "Search"), ("value", "Sector"), ("value", "Organisation"), ("value", "Tag")} < kinds
    assert {("lesson", "Lesson"), ("review", "Review")} < kinds


def test_a_suggested_search_finds_something(site: Visitor) -> None:
    for text in ("procu", "young off", "kirk"):
        for suggestion in site.json(f"/suggest.json?q={text}")["suggestions"]:
            if suggestion["type"] == "query":
                assert site.json(suggestion["url"].replace("/search?", "/search.json?"))["count"]


@pytest.mark.parametrize("query", ["", "?q=", "?q=%00", "?q=%22%2A", "?other=x"])
def test_without_anything_to_go_by_there_are_none(site: Visitor, query: str) -> None:
    assert site.json(f"/suggest.json{query}")["suggestions"] == []


def test_suggestions_keep_the_base_path(founding: Path) -> None:
    visitor = Visitor(founding, settings={"base_url": "/lib/"})
    try:
        found = visitor.json("/suggest.json?q=recyc")["suggestions"]
        assert found
        assert all(each["url"].startswith("/lib/") for each in found)
    finally:
        visitor.close()


def test_every_search_box_knows_where_to_ask(site: Visitor) -> None:
    for path in ("/", "/search", "/reviews"):
        scripts = [script.get("data-source") for script in site.page(path).iter("script")]
        assert "/suggest.json" in scripts

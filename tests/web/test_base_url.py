from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.page import parse
from tests.web.visitor import Visitor


@pytest.fixture(scope="module")
def below(odd: Path) -> Iterator[Visitor]:
    """A site that is served below a path."""
    visitor = Visitor(odd, settings={"base_url": "/library/"})
    yield visitor
    visitor.close()


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/search?q=title", "/reviews", "/reviews/renamed", "/reviews/renamed/keep", "/browse", "/browse/tag"),
        *("/outcomes", "/charts?q=council", "/data", "/data/sql", "/help", "/nope", "/lessons", "/lessons/reviews"),
    ],
)
def test_every_address_of_a_page_stands_below_the_base_path(below: Visitor, path: str) -> None:
    page = below.get(path)
    if path.startswith("/lessons"):
        assert '<a class="lessons-home" href="/library/">' in page.text
        return
    for element in parse(page.text).iter():
        for name in ("href", "src", "action", "data-source"):
            address = element.get(name, "#")
            if address.startswith("/"):
                assert address.startswith("/library/"), address
            else:
                assert address.startswith(("#", "https://", "http://")), address


def test_every_link_of_the_first_page_leads_somewhere(below: Visitor) -> None:
    for link in parse(below.get("/").text).iter("a"):
        address = link.get("href", "")
        if address.startswith("/"):
            assert below.get(address.removeprefix("/library"), follow_redirects=True).status_code == 200, address


def test_redirects_and_json_addresses_keep_it(below: Visitor) -> None:
    assert below.get("/reviews/old-name").headers["location"] == "/library/reviews/renamed"
    assert below.json("/search.json?size=1")["results"][0]["url"].startswith("/library/reviews/")
    assert below.get("/lessons.db").content == below.get("/data/lessons.db").content

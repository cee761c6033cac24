"""What programs look for at fixed places."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest

from lessons.web.pages import machines
from tests.support.sample import Folder
from tests.web.browser.kinds import FOUNDING
from tests.web.visitor import Visitor

ADDRESS = "https://lessons.example.org"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


@pytest.fixture
def public(founding: Path, visit: Callable[..., Visitor]) -> Visitor:
    return visit(founding, plugin={"address": ADDRESS})


def addresses(site: Visitor, path: str) -> list[str]:
    response = site.get(path)
    assert response.headers["content-type"] == "application/xml; charset=utf-8"
    return [one.text or "" for one in ElementTree.fromstring(response.text).iter(f"{MAP}loc")]


def test_the_sitemap_has_every_review_and_lesson_and_each_address_answers(public: Visitor) -> None:
    found = addresses(public, "/sitemap.xml")
    assert len(found) == len(set(found))
    reviews = public.json("/reviews.json")["reviews"]
    assert {f"{ADDRESS}/reviews/{review['id']}" for review in reviews} <= set(found)
    lessons = public.json("/search.json?size=100")
    assert {ADDRESS + one["url"].removeprefix(ADDRESS) for one in lessons["results"]} <= set(found)
    for address in [*found[:15], *found[-5:]]:
        assert public.get(address.removeprefix(ADDRESS)).status_code in (200, 302), address


@pytest.mark.parametrize("path", sorted(set(FOUNDING.values()) - {FOUNDING["not found"]}))
def test_a_page_that_is_to_be_found_elsewhere_says_what_it_is_about(public: Visitor, path: str) -> None:
    page = public.page(path)
    said = {meta.get("name"): meta.get("content") or "" for meta in page.iter("meta")}
    if "noindex" not in said.get("robots", ""):
        assert len(said["description"]) > 20


def test_a_large_library_has_its_sitemap_in_parts_that_miss_nothing(
    public: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = addresses(public, "/sitemap.xml")
    monkeypatch.setattr(machines, "LARGEST", 50)
    parts = addresses(public, "/sitemap.xml")
    assert parts[:2] == [f"{ADDRESS}/sitemap/1.xml", f"{ADDRESS}/sitemap/2.xml"]
    assert [one for part in parts for one in addresses(public, part.removeprefix(ADDRESS))] == whole
    assert public.get(f"/sitemap/{len(parts) + 1}.xml").status_code == 404
    assert public.get("/sitemap/0.xml").status_code == 404


def test_without_a_known_address_there_is_no_sitemap_since_it_needs_full_ones(site: Visitor) -> None:
    assert site.get("/sitemap.xml").status_code == 404
    assert site.get("/opensearch.xml").status_code == 404
    assert "Sitemap" not in site.get("/robots.txt").text


def test_robots_may_read_reviews_and_lessons_and_not_run_searches_or_sql(public: Visitor) -> None:
    response = public.get("/robots.txt")
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    rules = RobotFileParser()
    rules.parse(response.text.splitlines())
    may = [
        "/",
        "/reviews",
        "/reviews/kirklees-recycling",
        "/reviews/kirklees-recycling/prepare-crews",
        "/browse",
        "/uses",
    ]
    may_not = [
        "/search?q=x",
        "/search.csv",
        "/data/sql",
        "/data/sql?sql=select+1",
        "/lessons/reviews",
        "/correct?review=x",
        "/contribute",
    ]
    assert [path for path in may if not rules.can_fetch("any", path)] == []
    assert [path for path in may_not if rules.can_fetch("any", path)] == []
    assert rules.site_maps() == [f"{ADDRESS}/sitemap.xml"]


def test_robots_may_read_the_charts_of_the_library_and_not_run_those_of_a_search(public: Visitor) -> None:
    # By hand: the standard library's parser drops the question mark at the end of a rule. Rules are compared with addresses byte by byte.
    rules = [
        line.partition(": ")[2] for line in public.get("/robots.txt").text.splitlines() if line.startswith("Disallow")
    ]
    assert [rule for rule in rules if "/charts".startswith(rule)] == []
    assert [rule for rule in rules if "/charts?q=crews".startswith(rule)] == ["/charts?"]


def test_a_library_that_is_not_public_is_in_no_list(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    folder = Folder(tmp_path / "entries")
    folder.write("night-buses", handling="internal")
    folder.build(tmp_path / "internal.db", audience="internal")
    internal = visit(tmp_path / "internal.db", plugin={"address": ADDRESS})
    assert internal.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"
    assert internal.get("/sitemap.xml").status_code == 404


def test_a_browser_learns_how_to_search_here(public: Visitor) -> None:
    head = public.page("/")
    link = next(one for one in head.iter("link") if one.get("rel") == "search")
    assert link.get("type") == "application/opensearchdescription+xml"
    response = public.get(str(link.get("href")))
    assert response.headers["content-type"] == "application/opensearchdescription+xml; charset=utf-8"
    root = ElementTree.fromstring(response.text)
    templates = {one.get("type"): one.get("template", "") for one in root.iter(f"{SEARCH}Url")}
    assert len(root.findtext(f"{SEARCH}ShortName", "")) <= 16
    for media_type, template in templates.items():
        answer = public.get(template.removeprefix(ADDRESS).replace("{searchTerms}", "crews"))
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(media_type)


def test_a_site_below_a_path_writes_it_everywhere(founding: Path, visit: Callable[..., Visitor]) -> None:
    below = visit(founding, plugin={"address": ADDRESS}, settings={"base_url": "/below/"})
    assert "Disallow: /below/search" in below.get("/robots.txt").text
    assert all(one.startswith(f"{ADDRESS}/below/") for one in addresses(below, "/sitemap.xml"))

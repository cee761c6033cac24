"""No review, however odd, breaks a page."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.web.page import marked, one, text
from tests.web.visitor import Visitor

REVIEWS = ("bare", "long-title", "right-to-left", "japanese", "renamed", "wide")


@pytest.mark.parametrize("review", REVIEWS)
def test_each_odd_review_and_each_of_its_lessons_has_a_sound_page(odd_site: Visitor, review: str) -> None:
    for lesson in odd_site.json(f"/reviews/{review}.json")["lessons"]:
        page = odd_site.page(f"/reviews/{review}/{lesson['local_id']}")
        assert text(one(page, ".//h1")) == lesson["statement"]
    check_structure(odd_site, f"/reviews/{review}")


PAGES = (
    "/",
    "/search",
    "/search?q=nothing+at+all+qqq",
    "/reviews",
    "/browse",
    "/browse/sector",
    "/browse/sector/roads",
)
MORE_PAGES = (
    "/outcomes",
    "/charts",
    "/data",
    "/data/sql",
    "/help",
    "/organisations/somebody",
    "/reviews/bare/write-down",
    "/uses",
    "/uses/right-to-left-use",
)


@pytest.mark.parametrize("path", PAGES + MORE_PAGES)
def test_each_kind_of_page_has_a_sound_structure(odd_site: Visitor, path: str) -> None:
    check_structure(odd_site, path)


def check_structure(site: Visitor, path: str) -> None:
    """Check language, one h1, no skipped level, one main, unique ids, labelled fields, live anchors."""
    page = site.page(path)
    assert page.get("lang") == "en"
    levels = [int(element.tag[1]) for element in page.iter() if element.tag in ("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
    assert len(page.findall(".//main")) == 1
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    labels = {label.get("for") for label in page.iter("label")}
    for field in page.iter():
        if field.tag in ("select", "textarea") or (
            field.tag == "input" and field.get("type") not in ("hidden", "checkbox")
        ):
            assert field.get("id") in labels
    for element in page.iter():
        for name in ("aria-labelledby", "aria-describedby"):
            assert all(part in ids for part in element.get(name, "").split())
        if element.tag == "a" and element.get("href", "").startswith("#"):
            assert element.get("href", "")[1:] in ids
    assert text(one(page, "./head/title"))


def test_titles_are_unique(odd_site: Visitor) -> None:
    titles = [text(one(odd_site.page(path), "./head/title")) for path in PAGES + MORE_PAGES]
    assert len(titles) == len(set(titles))


def test_text_in_other_scripts_finds_its_own_direction(odd_site: Visitor) -> None:
    heading = one(odd_site.page("/reviews/right-to-left"), ".//h1")
    assert heading.get("dir") == "auto"
    assert heading.get("lang") == "ar"
    assert one(odd_site.page("/reviews/japanese/tell-early"), ".//h1").get("lang") == "ja"


def test_a_wide_table_scrolls_inside_itself(odd_site: Visitor) -> None:
    assert one(odd_site.page("/reviews/wide"), ".//div[@class='prose']//table") is not None


def test_sixty_lessons_come_with_a_list_to_find_one_s_way(odd_site: Visitor) -> None:
    page = odd_site.page("/reviews/wide")
    assert len(one(page, ".//ol[@class='contents']").findall("./li")) == 60


def test_a_search_in_other_scripts_finds(odd_site: Visitor) -> None:
    assert marked(odd_site.page("/search?q=الأهل"), "result-link")

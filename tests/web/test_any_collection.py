"""Any collection feels native: no link to a page about what is not there, and records of one title told from each other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.sample import Folder, body, front, review
from tests.web.page import one, text
from tests.web.visitor import Visitor

ABOUT_KINDS = ("/outcomes", "/missions", "/uses", "/recurring", "/new")
PAGES = (
    "/",
    "/browse",
    "/help",
    "/reviews",
    "/search",
    "/reviews/night-buses",
    "/organisations/kirklees",
)


def links(site: Visitor, path: str) -> set[str]:
    return {link.get("href", "").partition("?")[0] for link in site.page(path).findall(".//a")}


@pytest.fixture
def bare(shelf: Folder, tmp_path: Path, visit: Callable[..., Visitor]) -> Visitor:
    """A library without figures, missions, uses, recurrences, barriers or days of publication."""
    shelf.write("night-buses")
    assert shelf.build(tmp_path / "bare.db").written
    return visit(tmp_path / "bare.db", plugin={"address": "https://lessons.example.org"})


def test_what_a_library_has_nothing_of_is_linked_from_nowhere(bare: Visitor) -> None:
    for path in PAGES:
        assert links(bare, path) & set(ABOUT_KINDS) == set(), path
    mapped = bare.get("/sitemap.xml").text
    assert [kind for kind in ABOUT_KINDS if f"{kind}</loc>" in mapped] == []


def test_the_pages_about_what_there_is_none_of_say_so_in_a_sentence(bare: Visitor) -> None:
    for path in ABOUT_KINDS:
        words = text(one(bare.page(path), ".//main"))
        assert "No lessons that" not in words
        assert "yet" in words or "No " in words, path


def test_what_a_library_has_is_linked_from_every_page(site: Visitor) -> None:
    assert set(ABOUT_KINDS) <= links(site, "/help")
    assert "/outcomes" in links(site, "/browse")


@pytest.fixture
def alike(shelf: Folder, tmp_path: Path, visit: Callable[..., Visitor]) -> Visitor:
    """Four records whose review and only lesson have one title, as imports make them, and one other."""
    titled = "### Spares support\n\n{0}\n\n- Id: one\n- Recommendation: {0}"
    for place, words in enumerate(("Keep valves.", "Keep pumps.", "Keep seals.", "Keep wires."), 1):
        shelf.write(f"spares-{place}", review(title="Spares support", lessons=titled.format(words)))
    shelf.write("night-buses")
    assert shelf.build(tmp_path / "alike.db").written
    return visit(tmp_path / "alike.db")


@pytest.mark.parametrize("query", ["q=spares", "q=spares&in=reviews", "q=spares&in=all", ""])
def test_results_of_one_title_stand_together_and_are_told_apart(alike: Visitor, query: str) -> None:
    page = alike.page(f"/search?{query}")
    listed = one(page, ".//ol[@class='results']")
    titled = [item for item in listed.findall("./li") if "Spares support" in text(item.find("./h3"))]
    assert len(titled) == 1
    links = [text(link) for link in titled[0].iter("a") if link.get("data-ux") == "result-link"]
    assert len(links) >= 4
    if "in=all" not in query:
        assert sorted(links) == [f"Spares support spares-{place}" for place in (1, 2, 3, 4)]
        assert text(one(titled[0], "./details/summary")).startswith("3 more with this title")


def test_reviews_of_one_title_are_told_apart_in_lists(alike: Visitor) -> None:
    titles = [text(card.find("./h2")) for card in alike.page("/reviews").iter("article")]
    assert sorted(titles)[-4:] == [f"Spares support spares-{place}" for place in (1, 2, 3, 4)]
    assert len(set(titles)) == len(titles) == 5


def test_a_section_that_holds_nothing_is_left_out_of_the_page_but_not_of_the_file(
    shelf: Folder, tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    source = "source_system:\n  name: Archive\n  id: 7\n  imported: 2024-05-17\n"
    shelf.write(
        "bare", front(source, type="rapid-lesson") + body(Summary=None, What_happened="Not stated in the source.")
    )
    shelf.write(
        "told",
        front(source, type="rapid-lesson") + body(Summary=None, What_happened="Not stated in the source. It rained."),
    )
    assert shelf.build(tmp_path / "empty.db").written
    site = visit(tmp_path / "empty.db")
    page = site.page("/reviews/bare")
    assert "What happened" not in text(page)
    assert "Not stated in the source" not in text(page)
    assert "What was intended" in text(page)
    assert "Not stated in the source." in site.get("/reviews/bare.md").text
    assert "Not stated in the source. It rained." in text(site.page("/reviews/told"))
    found = {hit["id"]: hit["snippet"] for hit in site.json("/search.json?in=reviews")["results"]}
    assert "Not stated" not in found["bare"]
    assert "It rained." in found["told"]

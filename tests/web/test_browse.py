from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, unquote
from xml.etree.ElementTree import Element

import pytest

from tests.support.sample import Folder, review
from tests.web.page import marked, one, text
from tests.web.visitor import Visitor


def test_every_facet_is_there_with_its_definition(site: Visitor) -> None:
    facets = [facet["label"] for facet in site.json("/search.json")["facets"]]
    page = site.page("/browse")
    assert [text(one(section, "./h2")) for section in page.findall(".//section[@class='route']")] == facets


def test_a_facet_s_page_counts_what_its_links_find(site: Visitor) -> None:
    for facet in ("sector", "organisation", "barriers", "year", "lesson_status", "tag"):
        page = site.page(f"/browse/{facet}")
        entries = page.findall(".//ul[@class='terms']//li")
        counted = [entry for entry in entries if entry.find("./span[@class='count']") is not None]
        assert counted, facet
        for entry in counted[:12]:
            said = int(text(entry.find("./span[@class='count']")).split()[0].replace(",", ""))
            href = one(entry, "./a").get("href", "")
            if facet == "organisation":
                found = site.json(f"/search.json?organisation={href.rsplit('/', 1)[1]}")["count"]
            else:
                found = int(text(one(site.page(href), ".//h2[@id='lessons']")).split()[0].replace(",", ""))
            assert found == said, href


def test_a_broader_term_counts_the_narrower_ones_inside_it_once(site: Visitor) -> None:
    page = site.page("/browse/sector")
    inside = page.findall(".//ul[@class='terms']/li/ul/li")
    assert inside
    parents = [entry for entry in page.findall(".//ul[@class='terms']/li") if entry.find("./ul") is not None]
    for parent in parents:
        count = int(text(parent.find("./span[@class='count']")).split()[0])
        assert count >= max(
            int(text(child.find("./span[@class='count']")).split()[0]) for child in parent.findall("./ul/li")
        )


def test_synonyms_lead_to_the_preferred_term(site: Visitor) -> None:
    see = [text(entry) for entry in site.page("/browse/sector").findall(".//li[@class='see']")]
    assert "Police and criminal justice: see Policing and justice" in see
    response = site.get("/browse/sector/police-and-criminal-justice")
    assert (response.status_code, response.headers["location"]) == (302, "/browse/sector/policing-and-justice")


def test_a_long_list_has_letters_to_jump_to(site: Visitor) -> None:
    page = site.page("/browse/words")
    letters = page.findall(".//nav[@class='letters']//a")
    assert len(letters) > 5
    for link in letters:
        assert one(page, f".//h2[@id='{link.get('href', '#').removeprefix('#')}']").text == link.text


def test_a_term_s_page_defines_it_and_lists_its_lessons(site: Visitor) -> None:
    page = site.page("/browse/sector/policing-and-justice")
    assert text(one(page, ".//h1")) == "Policing and justice"
    assert "Police, courts" in text(one(page, ".//p[@class='lead']"))
    assert "law and order" in text(one(page, ".//dl"))
    assert marked(page, "result-link")


def test_a_word_of_the_glossary_finds_texts_with_it(site: Visitor) -> None:
    page = site.page("/browse/words/reoffending")
    assert "recidivism" in text(one(page, ".//dl"))
    assert marked(page, "result-link")


def test_within_a_search_the_list_keeps_the_search(site: Visitor) -> None:
    page = site.page("/browse/organisation?q=council&result=success")
    facet = next(f for f in site.json("/search.json?q=council&result=success")["facets"] if f["name"] == "organisation")
    shown = {
        text(one(entry, "./a")): int(text(one(entry, "./span")).split()[0])
        for entry in page.findall(".//ul[@class='terms']/li")
    }
    assert shown == {value["label"]: value["count"] for value in facet["values"]}
    link = one(page.findall(".//ul[@class='terms']/li")[0], "./a").get("href", "")
    assert "q=council" in link
    assert "result=success" in link


def test_values_with_odd_characters_have_pages(odd_site: Visitor) -> None:
    for entry in odd_site.page("/browse/tag").findall(".//ul[@class='terms']/li/a")[:5]:
        assert odd_site.get(entry.get("href", "")).status_code == 200


def test_an_organisation_s_page_lists_its_reviews(site: Visitor) -> None:
    page = site.page("/organisations/kirklees-metropolitan-council")
    assert text(one(page, ".//h1")) == "Kirklees Metropolitan Council"
    assert "Kirklees Council" in text(page)
    listed = [link.get("href") for link in page.findall(".//article/h2/a")]
    assert "/reviews/kirklees-recycling" in listed
    assert text(one(page, ".//p[@class='lead']")).startswith(f"{len(listed)} reviews")


def test_the_list_of_organisations_has_a_short_address(site: Visitor) -> None:
    assert site.get("/organisations").headers["location"] == "/browse/organisation"
    assert site.get("/browse/organisation/kirklees-metropolitan-council").status_code == 301


def test_what_has_no_organisation_is_found_by_a_search(site: Visitor) -> None:
    """Reviews whose organisation is not stated are those of no organisation."""
    assert site.get("/browse/organisation/not-stated").headers["location"] == "/search?organisation=not-stated"
    assert site.json("/search.json?organisation=not-stated")["count"] > 0


@pytest.fixture(scope="module")
def tagged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """A library with 900 tags and an organisation that goes by its abbreviation."""
    folder = Folder(tmp_path_factory.mktemp("tagged") / "entries")
    folder.path.mkdir()
    folder.write(
        "vocabulary.yml",
        "unit: {slug: here, name: Here}\norganisations:\n  jpl: {name: JPL, variants: Jet Propulsion Laboratory}\n"
        "  plain: {name: Plain Council, variants: The Council of Plain}\n",
    )
    for place in range(9):
        tags = "\n".join(f"  - {'äbcdefghi'[place]} tag {number}" for number in range(100))
        folder.write(f"review-{place}", review(f"tags:\n{tags}\n", title=f"Review {place}", organisation="JPL"))
    folder.write("other", review(title="Other", organisation="The Council of Plain"))
    output = folder.path.parent / "lessons.db"
    assert folder.build(output).written
    visitor = Visitor(output)
    yield visitor
    visitor.close()


def names(page: Element) -> list[str]:
    return [text(link) for link in page.findall(".//ul[@class='terms']/li/a")]


def test_a_list_of_many_names_comes_in_pages_and_its_letters_lead_to_the_right_one(tagged: Visitor) -> None:
    page = tagged.page("/browse/tag")
    assert "900 values" in text(one(page, ".//main"))
    jumps = {text(link): link.get("href", "") for link in one(page, ".//nav[@class='letters']").iter("a")}
    assert list(jumps) == list("ABCDEFGHI")
    seen = []
    for number in (1, 2, 3):
        response = tagged.get(f"/browse/tag?page={number}")
        assert len(response.content) < 100_000
        seen += names(tagged.page(f"/browse/tag?page={number}"))
    assert len(seen) == len(set(seen)) == 900
    assert seen[:12] == [f"ä tag {number}" for number in range(12)]
    assert jumps["A"].startswith("#")
    for letter, href in jumps.items():
        address, _, anchor = href.rpartition("#")
        heading = one(tagged.page(address or "/browse/tag"), f".//h2[@id='{anchor}']")
        assert text(heading) == letter
    assert names(tagged.page("/browse/tag?page=99")) == names(tagged.page("/browse/tag?page=3"))


def test_a_name_is_found_in_a_long_list_without_a_script(tagged: Visitor) -> None:
    page = tagged.page("/browse/tag?find=A+TAG+7")
    assert names(page) == ["ä tag 7", *(f"ä tag {number}" for number in range(70, 80))]
    assert text(one(page, ".//form[@id='names']//span[@role='status']")) == "11 names"
    assert "No name here has “zzz” in it." in text(one(tagged.page("/browse/tag?find=zzz"), ".//main"))
    within = tagged.page("/browse/tag?q=Review+3&find=tag+7")
    kept = {box.get("name"): box.get("value") for box in one(within, ".//form[@id='names']").iter("input")}
    assert kept == {"q": "Review 3", "find": "tag 7"}


def test_an_abbreviated_organisation_is_written_out_where_the_vocabulary_knows_it(tagged: Visitor) -> None:
    full = "JPL (Jet Propulsion Laboratory)"
    assert full in names(tagged.page("/browse/organisation"))
    assert "Plain Council" in names(tagged.page("/browse/organisation"))
    for path in ("/", "/browse", "/search", "/reviews/review-1", "/compare?id=review-1%23ask-users"):
        assert full in text(one(tagged.page(path), ".//main")), path
    for path in ("/search", "/reviews"):
        found = tagged.page(path).find(".//abbr")
        assert found is not None
        assert (text(found), found.get("title")) == ("JPL", "Jet Propulsion Laboratory")


SIGNS = ("..", ".", "~..", "~~.", "...", "++", "~", "/", "%2E%2E", "..;", "a.b")


def test_a_tag_of_signs_has_a_page_that_a_browser_can_ask_for(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    folder = Folder(tmp_path / "entries")
    listed = "".join(f"  - {tag!r}\n" for tag in SIGNS)
    folder.write("night-buses", review(f"tags:\n{listed}"))
    assert folder.build(tmp_path / "lessons.db").written
    site = visit(tmp_path / "lessons.db")
    links = {text(link): link.get("href", "") for link in site.page("/browse/tag").findall(".//ul[@class='terms']//a")}
    assert set(links) == set(SIGNS)
    assert len(set(links.values())) == len(SIGNS)
    for tag, href in links.items():
        # Browsers take these for a folder, escaped or not.
        assert not any(unquote(part) in (".", "..") for part in href.split("/")), href
        assert text(one(site.page(href), ".//h1")).endswith(tag)
        typed = quote(f'tag:"{tag}"', safe="")
        answer = site.json(f"/search.json?q={typed}&in=reviews")
        assert (answer["count"], answer["query"]["understood"]) == (1, f"Tag: {tag}.")

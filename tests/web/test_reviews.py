from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest

from tests.web.page import marked, one, text
from tests.web.visitor import Visitor

REVIEW = "/reviews/kirklees-recycling"


def facts(page: object, path: str) -> dict[str, str]:
    return {
        text(entry.find("./dt")): ", ".join(text(value) for value in entry.findall("./dd"))
        for entry in page.findall(f"{path}//dl[@class='facts']/div")  # type: ignore[attr-defined]
    }


def test_the_list_holds_every_review_newest_first(site: Visitor) -> None:
    first, second = site.page("/reviews"), site.page("/reviews?page=2")
    links = [link.get("href") for page in (first, second) for link in page.findall(".//article/h2/a")]
    assert len(links) == len(set(links)) == site.json("/reviews.json")["count"]
    assert text(one(first, ".//p[@class='lead']")) == f"{len(links)} reviews, newest first."
    assert [entry["id"] for entry in site.json("/reviews.json")["reviews"]] == [
        str(link).removeprefix("/reviews/") for link in links
    ]


def test_a_page_beyond_the_end_leads_to_the_first(site: Visitor) -> None:
    assert site.get("/reviews?page=99").headers["location"] == "/reviews"
    assert site.get("/reviews?page=zero").status_code == 200


def test_a_review_begins_with_its_title_and_its_facts(site: Visitor) -> None:
    page = site.page(REVIEW)
    review = site.json(f"{REVIEW}.json")
    assert text(one(page, ".//h1")) == review["title"]
    key = facts(page, ".//aside")
    assert key["Organisation"] == "Kirklees Metropolitan Council"
    assert key["Date of review"] == "April 1998"
    assert key["Result"] == "Failure"
    assert [text(step) for step in one(page, ".//nav[@class='crumbs']").findall(".//a")] == ["Home", "Reviews"]


def test_every_term_leads_to_the_results_that_have_it(site: Visitor) -> None:
    for fact in site.page(REVIEW).findall(".//dl[@class='facts']//dd/a"):
        href = fact.get("href", "")
        if href.startswith("/search"):
            found = site.json(href.replace("/search", "/search.json") + "&size=100")
            assert "kirklees-recycling" in [result["review"] for result in found["results"]], href


def test_lessons_come_in_the_review_s_own_order_each_with_its_address(site: Visitor) -> None:
    page, review = site.page(REVIEW), site.json(f"{REVIEW}.json")
    assert text(one(page, ".//h2[@id='lessons']")) == f"Lessons from this review ({len(review['lessons'])})"
    shown = page.findall(".//section[@class='lesson']/h3/a")
    assert [(text(link), link.get("href")) for link in shown] == [
        (lesson["statement"], f"{REVIEW}/{lesson['local_id']}") for lesson in review["lessons"]
    ]


def test_sections_outcomes_and_sources_are_all_there(site: Visitor) -> None:
    page, review = site.page(REVIEW), site.json(f"{REVIEW}.json")
    headings = [text(heading) for heading in page.findall(".//h2")]
    assert all(section["heading"] in headings for section in review["sections"] if section["section"] != "summary")
    rows = one(page, ".//section[@aria-labelledby='outcomes']//tbody").findall("./tr/th")
    assert len(rows) == len(review["outcomes"]) > 0
    said = page.findall(".//section[@aria-labelledby='outcomes']//tr[@class='remarks']")
    for outcome, remarks in zip(review["outcomes"], said, strict=True):
        assert (outcome["note"] or "").rstrip(".")[1:] in text(remarks)
        assert not remarks.findall(".//a")
    assert len(page.findall(".//section[@class='sources']//li")) == len(review["sources"]) > 0


def test_who_used_a_lesson_is_shown_with_what_came_of_it(site: Visitor) -> None:
    page = site.page("/reviews/aylesbury-restorative-cautions")
    used = [text(use) for use in page.findall(".//ul[@class='uses']/li")]
    assert used
    assert all("Result: " in use for use in used)
    later = site.json("/reviews/thames-valley-restorative-cautions.json")["builds_on_and_repeats"]
    assert later
    assert text(one(site.page("/reviews/thames-valley-restorative-cautions"), ".//h2[@id='builds-on']"))


def test_a_review_can_be_cited_by_its_permanent_address(site: Visitor) -> None:
    page = site.page(REVIEW)
    assert one(page, "./head/link[@rel='canonical']").get("href") == REVIEW
    assert text(one(page, ".//p[@class='cite']")).endswith(REVIEW)


def test_the_configured_address_goes_before_the_request_s(founding: object, visit: object) -> None:
    own = visit(founding, plugin={"address": "https://lessons.example.org"})  # type: ignore[operator]
    page = own.page(REVIEW)
    assert one(page, "./head/link[@rel='canonical']").get("href") == f"https://lessons.example.org{REVIEW}"
    assert text(one(page, ".//p[@class='cite']")).endswith(f"https://lessons.example.org{REVIEW}")


def test_markdown_is_the_file_as_it_was_written(site: Visitor) -> None:
    response = site.get(f"{REVIEW}.md")
    assert response.headers["content-type"] == "text/markdown; charset=utf-8"
    assert response.text.startswith("---\n")


def test_a_review_without_optional_fields_shows_no_empty_row(odd_site: Visitor) -> None:
    page = odd_site.page("/reviews/bare")
    key = facts(page, ".//aside")
    assert key == {
        "Organisation": "Not stated",
        "Date of review": "Not stated",
        "Sector": "Not stated",
        "Result": "Not stated",
        "Type": key["Type"],
    }
    for entry in page.findall(".//dl/div"):
        assert text(entry.find("./dt"))
        assert all(text(value) for value in entry.findall("./dd"))


def contributing(page: Element) -> dict[str, str]:
    return {
        text(link): link.get("href", "") for link in page.findall(".//div[@class='actions']/a[@class='contribute']")
    }


def test_a_review_leads_to_its_file_only_where_a_repository_is_configured(founding, visit, site) -> None:  # type: ignore[no-untyped-def]
    own = visit(founding, plugin={"repository": "https://code.example.org/unit/lessons/"})
    assert contributing(own.page(REVIEW)) == {
        "Suggest a correction": "/correct?review=kirklees-recycling",
        "Edit this review": "https://code.example.org/unit/lessons/edit/main/entries/kirklees-recycling.md",
    }
    assert list(contributing(site.page(REVIEW))) == ["Suggest a correction"]
    gitlab = visit(founding, plugin={"repository": "https://gitlab.example.org/unit/lessons"})
    edit = contributing(gitlab.page(REVIEW))["Edit this review"]
    assert edit == "https://gitlab.example.org/unit/lessons/-/edit/main/entries/kirklees-recycling.md"


@pytest.mark.parametrize("unsafe", ["javascript:alert(1)", "//example.org", "ftp://example.org"])
def test_an_unsafe_repository_address_is_no_link(founding, visit, unsafe: str) -> None:  # type: ignore[no-untyped-def]
    own = visit(founding, plugin={"repository": unsafe})
    assert list(contributing(own.page(REVIEW))) == ["Suggest a correction"]


def test_history_provenance_and_reviewers_are_stated(odd_site: Visitor) -> None:
    about = facts(odd_site.page("/reviews/renamed"), ".//section[@aria-labelledby='history']")
    assert about["Contributors"] == "headteacher"
    assert about["Reviewed"] == "January 2013 by a peer: Sound."
    imported = odd_site.page("/reviews/long-title")
    about = facts(imported, ".//section[@aria-labelledby='history']")
    assert about["Source record"] == "Old system, record 17"
    assert about["Imported"] == "May 2024"
    assert about["Licence"] == "CC-BY-4.0"
    assert "as it was recorded" in text(imported)


def test_figures_are_written_for_people(odd_site: Visitor) -> None:
    more = facts(odd_site.page("/reviews/renamed"), ".//section[@aria-labelledby='more-facts']")
    assert more["People affected"] == "12,000"
    assert more["Cost"] == "GBP 2,500,000 (2012 prices; about)"
    assert more["Partners"] == "A partner"


def test_links_between_reviews_give_their_reason_both_ways(odd_site: Visitor) -> None:
    assert "Listed as related by this review" in text(one(odd_site.page("/reviews/renamed"), ".//ul[@class='related']"))
    assert "Lists this review as related" in text(odd_site.page("/reviews/bare"))


def test_a_review_lists_another_once(site: Visitor) -> None:
    each_other = False
    for review in site.json("/reviews.json")["reviews"]:
        page = site.page(f"/reviews/{review['id']}")
        for section in page.findall(".//section[@aria-labelledby='related']"):
            found = [(link.get("href") or "").split("/")[2] for link in section.findall(".//li/a")]
            assert len(found) == len(set(found)), review["id"]
            each_other = each_other or "Each lists the other as related" in text(section)
    assert each_other


def test_the_page_of_reviews_leads_to_search(site: Visitor) -> None:
    assert marked(site.page("/reviews"), "search")


def test_a_long_review_has_a_list_of_its_parts_and_each_leads_there(site: Visitor, odd_site: Visitor) -> None:
    page = site.page(REVIEW)
    links = one(page, ".//nav[@class='side on-page']").findall(".//a")
    headings = {heading.get("id"): text(heading) for heading in page.iter() if heading.tag in ("h2", "h3")}
    parts = {part.get("id"): part for part in page.iter() if part.get("id")}
    for link in links:
        anchor = (link.get("href") or "").removeprefix("#")
        assert text(link) in (headings.get(anchor), headings.get(f"{anchor}-statement"))
        assert anchor in parts
    assert len(links) > 5
    assert not odd_site.page("/reviews/bare").findall(".//nav[@class='side on-page']")


def test_a_review_says_how_it_turned_out_and_each_lesson_how_to_tell_of_its_use(site: Visitor) -> None:
    page = site.page(REVIEW)
    assert text(one(page, ".//article/p/span[@class='result result-failure']")) == "Result: Failure"
    used = [link.get("href") for link in page.findall(".//section[@class='lesson']/p[@class='screen']/a")]
    assert used == [
        f"/use?lesson={lesson['id'].replace('#', '%23')}" for lesson in site.json(f"{REVIEW}.json")["lessons"]
    ]
    bar = one(page, ".//div[@class='actions']")
    assert [text(link) for link in bar.findall("./a")] == ["Cite", "We used a lesson", "Suggest a correction"]

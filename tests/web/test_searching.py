from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlsplit
from xml.etree.ElementTree import Element, tostring

import pytest

from tests.web.page import marked, one, text
from tests.web.visitor import Visitor

HOSTILE = (
    '"',
    "'",
    "*",
    "AND",
    "OR OR OR",
    "NOT",
    "title:",
    "sector:nowhere",
    "year:x..y",
    '"unbalanced',
    "(((((",
    "a\x00b",
    "x" * 2000,
    "<script>alert(1)</script>",
    "'; DROP TABLE reviews; --",
    "{{ 7 * 7 }}",
    "%s%n%x",
    "../../etc/passwd",
    "日本語 العربية 🙂",
    "\ud7ff\ufffd",
    "-",
    "--",
    "^",
    "NEAR(a b)",
)


def options(page: Element) -> list[tuple[str, str, str, int, bool]]:
    """Return every box of the page: facet, value, label, count, whether it is ticked."""
    found = []
    for option in page.findall(".//label[@class='option']"):
        (box,) = marked(option, "facet-option")
        found.append(
            (
                box.get("name", ""),
                box.get("value", ""),
                text(one(option, "./span[@class='name']")),
                int(text(one(option, "./span[@class='count']")).replace(",", "")),
                "checked" in box.attrib,
            )
        )
    return found


def count_of(page: Element) -> int:
    words = text(one(page, ".//*[@data-ux='result-count']"))
    number = re.match(r"([\d,]+|No) ", words)
    assert number, words
    return 0 if number[1] == "No" else int(number[1].replace(",", ""))


def test_an_empty_search_lists_everything_newest_first(site: Visitor) -> None:
    page = site.page("/search")
    assert count_of(page) == site.json("/search.json")["count"] > 0
    assert marked(page, "facet-option")
    published = [result["published"] or "" for result in site.json("/search.json?size=100")["results"]]
    assert published == sorted(published, reverse=True)


def test_the_title_holds_query_count_and_page(site: Visitor) -> None:
    assert text(one(site.page("/search?q=crews"), "./head/title")).startswith("crews: ")
    many = text(one(site.page("/search?page=2"), "./head/title"))
    assert re.match(r"\d+ lessons \(page 2 of \d+\)", many)


def test_the_count_is_a_status(site: Visitor) -> None:
    assert one(site.page("/search?q=crews"), ".//*[@data-ux='result-count']").get("role") == "status"


def test_the_number_beside_a_value_is_what_choosing_it_gives(site: Visitor) -> None:
    for name, value, _, count, _ in options(site.page("/search?q=council")):
        found = site.json(f"/search.json?q=council&{name}={quote(value)}")
        assert found["count"] == count, (name, value)


def test_a_chosen_value_is_ticked_in_place_and_its_siblings_stay(site: Visitor) -> None:
    before = [option for option in options(site.page("/search")) if option[0] == "sector"]
    after = [option for option in options(site.page("/search?sector=schools")) if option[0] == "sector"]
    assert [option[:4] for option in after] == [option[:4] for option in before]
    assert [option[1] for option in after if option[4]] == ["schools"]


def test_a_chip_says_facet_and_value_and_removes_only_itself(site: Visitor) -> None:
    page = site.page("/search?q=council&sector=schools&sector=local-government&result=success&sort=oldest")
    chips = marked(page, "chip")
    assert [text(chip) for chip in chips] == [
        "Remove filter Sector: Schools ×",
        "Remove filter Sector: Local government ×",
        "Remove filter Result: Success ×",
    ]
    assert parse_qsl(urlsplit(chips[0].get("href")).query) == [
        ("q", "council"),
        ("sector", "local-government"),
        ("result", "success"),
        ("sort", "oldest"),
    ]
    clear = one(page, ".//p[@class='clear']/a")
    assert parse_qsl(urlsplit(clear.get("href")).query) == [("q", "council"), ("sort", "oldest")]


def test_without_filters_there_is_nothing_to_clear(site: Visitor) -> None:
    assert not site.page("/search?q=council").findall(".//p[@class='clear']")


def test_relevance_is_offered_only_with_a_query(site: Visitor) -> None:
    def sorts(path: str) -> list[str]:
        return [text(option) for option in one(site.page(path), ".//select[@name='sort']")]

    assert sorts("/search") == ["Newest first", "Latest event first", "Oldest event first"]
    assert sorts("/search?q=crews") == ["Relevance", "Newest first", "Latest event first", "Oldest event first"]


def test_a_result_is_sentence_then_excerpt_then_where_it_comes_from(site: Visitor) -> None:
    first = one(site.page("/search?q=recycling"), ".//ol[@class='results']").find("./li")
    assert first is not None
    heading, excerpt, meta = list(first)[:3]
    assert one(heading, "./a").get("data-ux") == "result-link"
    assert excerpt.find("./mark") is not None
    assert "Kirklees Metropolitan Council" in text(meta)
    assert meta.find("./time") is not None


def test_a_result_says_first_how_it_turned_out_in_words_beside_a_shape(site: Visitor) -> None:
    for result, words in (("success", "Success"), ("mixed", "Mixed"), ("failure", "Failure")):
        page = site.page(f"/search?result={result}")
        metas = page.findall(".//ol[@class='results']//p[@class='meta']")
        assert len(metas) == len(marked(page, "result-link"))
        for meta in metas:
            mark = meta[0]
            assert mark.get("class") == f"result result-{result}"
            assert text(mark) == f"Result: {words}"
            assert one(mark, "./svg").get("aria-hidden") == "true"
    shapes = {
        tostring(one(site.page(f"/search?result={result}"), ".//ol[@class='results']/li[1]/p[2]/span[1]/svg"))
        for result in ("success", "mixed", "failure", "too-early")
    }
    assert len(shapes) == 4


def test_results_of_one_review_stand_together_and_none_is_lost(site: Visitor) -> None:
    page = site.page("/search?q=recycling")
    listed = one(page, ".//ol[@class='results']").findall("./li")
    assert count_of(page) == len(marked(page, "result-link")) > len(listed)
    reviews = [(one(item, "./h3/a").get("href") or "").split("/")[2] for item in listed]
    assert len(reviews) == len(set(reviews))
    for review, item in zip(reviews, listed, strict=True):
        folded = [one(more, "./h3/a").get("href") or "" for more in item.findall("./details/ol/li")]
        assert all(href.split("/")[2] == review for href in folded)
        if folded:
            assert text(one(item, "./details/summary")).startswith(f"{len(folded)} more from this review")


def test_no_two_results_of_a_page_show_one_excerpt(site: Visitor) -> None:
    for query in ("recycling", "police", "council", "what failed"):
        excerpts = [text(found) for found in site.page(f"/search?q={quote(query)}").findall(".//p[@class='excerpt']")]
        assert len(excerpts) == len(set(excerpts)) > 1


def test_results_are_numbered_through_pages(site: Visitor) -> None:
    assert one(site.page("/search?page=2"), ".//ol[@class='results']").get("start") == "21"


def test_paging_stops_at_the_ends_and_marks_the_current_page(site: Visitor) -> None:
    first, second = site.page("/search"), site.page("/search?page=2")
    assert not first.findall(".//a[@rel='prev']")
    assert len(first.findall(".//a[@rel='next']")) == 1
    assert [text(link) for link in second.findall(".//nav[@class='paging']//a[@aria-current='page']")] == ["2"]
    assert not site.page("/search?q=crews").findall(".//nav[@class='paging']")


def test_a_page_beyond_the_end_leads_to_the_first(site: Visitor) -> None:
    response = site.get("/search?q=crews&page=99")
    assert (response.status_code, response.headers["location"]) == (302, "/search?q=crews")


def test_the_order_of_parameters_does_not_matter(site: Visitor) -> None:
    one_way = site.get("/search?q=council&sector=schools&result=success").text
    other = site.get("/search?result=success&sector=schools&q=council").text
    assert one_way == other


def test_nothing_found_says_so_and_shows_ways_on(site: Visitor) -> None:
    page = site.page("/search?q=recycling&sector=schools&organisation=thames-valley-police")
    assert count_of(page) == 0
    assert one(page, ".//input[@id='q']").get("value") == "recycling"
    words = text(one(page, ".//div[@class='nothing']"))
    assert re.search(r"\d+ lessons? without filters", words)
    without = one(page, ".//div[@class='nothing']/p/a")
    said = int(text(without).split()[0])
    assert site.json(without.get("href", "").replace("/search", "/search.json"))["count"] == said


def test_each_removal_offered_finds_what_it_says(site: Visitor) -> None:
    page = site.page("/search?q=recycling&sector=schools&result=failure")
    removals = [link for link in page.findall(".//div[@class='nothing']/ul/li/a") if text(link).startswith("Without")]
    assert removals
    for link in removals:
        said = int(text(link).rsplit(": ", 1)[1])
        assert site.json(link.get("href", "").replace("/search", "/search.json"))["count"] == said > 0


def test_a_suggestion_finds_something_and_keeps_the_filters(site: Visitor) -> None:
    page = site.page("/search?q=recyclng&result=failure")
    links = page.findall(".//p[@class='suggestion']/a")
    assert [text(link) for link in links] == ["recycling"]
    pairs = parse_qsl(urlsplit(links[0].get("href")).query)
    assert pairs == [("q", "recycling"), ("result", "failure")]
    assert one(page, ".//input[@id='q']").get("value") == "recyclng"


def test_a_synonym_is_shown_and_can_be_left_out(site: Visitor) -> None:
    page = site.page("/search?q=recidivism")
    links = page.findall(".//p[@class='synonyms']//a")
    assert links
    fewer = site.page(links[0].get("href", ""))
    assert len(fewer.findall(".//p[@class='synonyms']//a")) == len(links) - 1


def test_downloads_and_feed_are_named_with_the_count(site: Visitor) -> None:
    page = site.page("/search?q=crews&result=failure")
    count = count_of(page)
    links = {text(link).split()[0]: link.get("href", "") for link in page.findall(".//p[@class='downloads']/a")}
    assert set(links) == {"CSV", "JSON", "Feed"}
    assert f"{count} lessons" in text(one(page, ".//p[@class='downloads']"))
    assert len(site.get(links["CSV"]).text.strip().splitlines()) == count + 1
    assert site.json(links["JSON"])["count"] == count
    assert site.get(links["Feed"]).text.count("<entry>") == count


def test_what_is_not_understood_is_said_at_the_top_and_beside_the_field(site: Visitor) -> None:
    page = site.page("/search?q=crews&sector=nowhere&page=minus")
    assert text(one(page, "./head/title")).startswith("Error: ")
    alert = one(page, ".//*[@role='alert']")
    assert "autofocus" in alert.attrib
    assert "nowhere" in text(alert)
    fieldset = one(page, ".//fieldset[@id='facet-sector']")
    assert "nowhere" in text(one(fieldset, f"./p[@id='{fieldset.get('aria-describedby')}']"))
    assert count_of(page) == count_of(site.page("/search?q=crews"))


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("kind", ["", ".json", ".csv", ".atom"])
def test_no_query_brings_an_error_or_an_engine_message(site: Visitor, query: str, kind: str) -> None:
    alone = site.ask("GET", f"/search{kind}", params={"q": query})
    assert alone.status_code == 200
    others = {"sector": query, "sort": query, query: query} if kind == ".atom" else {"sector": query, "page": query}
    everywhere = site.ask("GET", f"/search{kind}", params={"q": query, **others})
    # A program is told what was not understood; a person sees the results without it.
    assert everywhere.status_code in ((200, 400) if kind else (200,))
    for response in (alone, everywhere):
        for message in ("fts5", "syntax error", "sqlite", "Traceback", "no such column"):
            assert message not in response.text
        assert response.headers["content-type"].startswith(("application/json", "text/plain")) or (
            "<script>alert" not in response.text
        )


def test_results_remember_the_search_and_the_way_back_leads_only_there(site: Visitor) -> None:
    link = marked(site.page("/search?q=crews&result=failure"), "result-link")[0]
    lesson = site.page(link.get("href", ""))
    back = one(lesson, ".//p[@class='back']/a")
    assert back.get("href") == "/search?q=crews&result=failure"
    forged = site.page("/reviews/kirklees-recycling?results=https%3A%2F%2Fexample.org%2F%3Fq%3Dx")
    assert one(forged, ".//p[@class='back']/a").get("href", "").startswith("/search")


def test_long_lists_of_values_are_folded_or_lead_to_their_own_page(odd_site: Visitor) -> None:
    page = odd_site.page("/search")
    tags = one(page, ".//fieldset[@id='facet-tag']")
    assert len(marked(tags, "facet-option")) <= 9
    link = one(tags, "./p[@class='all']/a")
    assert text(link).startswith("All 62 from A to Z")
    assert len(odd_site.page(link.get("href", "")).findall(".//ul[@class='terms']/li")) >= 61


def test_reviews_can_be_searched_too_each_with_its_best_lesson(site: Visitor) -> None:
    first = one(site.page("/search?q=prepare+crews&in=reviews"), ".//ol[@class='results']").find("./li")
    assert first is not None
    assert one(first, "./h3/a").get("href", "").startswith("/reviews/kirklees-recycling")
    assert "Prepare front-line crews" in text(first)


SEARCHES = (
    "q=how+do+we+get+residents+to+take+part",
    "q=volunteers&in=all&result=failure&result=mixed",
    "q=%22opt+out%22+-school&in=reviews",
    "q=year:1990s+sector:housing",
    "q=%3Cscript%3E+O%27Brien+%22x%22%22y%22",
    "q=",
)


@pytest.mark.parametrize("query", SEARCHES)
def test_the_search_is_shown_as_sql_and_its_link_runs_it(site: Visitor, query: str) -> None:
    page, found = site.page(f"/search?{query}"), site.json(f"/search.json?{query}")
    shown = one(page, ".//details[@data-ux='statement']")
    assert text(one(shown, "./summary")) == "This search as SQL"
    assert "".join(one(shown, ".//code").itertext()) == found["query"]["sql"]
    link = one(shown, ".//a").get("href", "")
    assert dict(parse_qsl(urlsplit(link).query))["sql"] == found["query"]["sql"]
    rows = site.json(link.replace("/data/sql?", "/data/sql.json?"))["rows"]
    assert len(rows) == min(found["count"] - found["by_meaning_count"], 1000)


def test_how_many_came_by_meaning_is_said_beside_the_count(site: Visitor) -> None:
    found = site.json("/search.json?q=how+do+we+get+residents+to+take+part")
    page = site.page("/search?q=how+do+we+get+residents+to+take+part")
    assert found["by_meaning_count"] > 0
    assert text(one(page, ".//*[@data-ux='by-meaning']")) == (
        f"{found['by_meaning_count']} of these were found by meaning, not by words."
    )
    assert marked(site.page("/search?q=school"), "by-meaning") == []


def test_readers_who_may_not_query_see_the_statement_without_a_link(
    founding: Path, visit: Callable[..., Visitor]
) -> None:
    closed = visit(founding, plugin={"sql": "off"})
    shown = one(closed.page("/search?q=school"), ".//details[@data-ux='statement']")
    assert shown.findall(".//a") == []
    assert "school" in "".join(one(shown, ".//code").itertext())


def test_where_there_are_no_pages_for_analysts_there_is_no_statement(
    founding: Path, visit: Callable[..., Visitor]
) -> None:
    closed = visit(founding, plugin={"analyst": False})
    assert marked(closed.page("/search?q=school"), "statement") == []


@pytest.mark.parametrize(
    "query", ["", "q=council", "in=reviews", "result=failure", "q=recycling+Kirklees", "q=zzzzqqqq"]
)
def test_filters_that_all_results_share_are_not_offered_and_those_chosen_stay(site: Visitor, query: str) -> None:
    found = site.json(f"/search.json?{query}")
    counted = {
        facet["name"]: [value for value in facet["values"] if value["count"] or value["selected"]]
        for facet in found["facets"]
    }
    expected = [
        name for name, values in counted.items() if len(values) > 1 or any(value["selected"] for value in values)
    ]
    page = site.page(f"/search?{query}")
    assert [group.get("data-facet") for group in page.findall(".//*[@data-facet]")] == expected


def test_one_result_has_no_filters_but_a_fault_beside_one_keeps_its_place(site: Visitor) -> None:
    lesson = site.json("/search.json?size=1")["results"][0]
    alone = "/search?" + "q=" + quote(f'"{lesson["statement"]}"')
    assert count_of(site.page(alone)) == 1
    offered = {group.get("data-facet") for group in site.page(alone).findall(".//details[@data-facet]")}
    assert "year" not in offered
    wrong = site.page(f"{alone}&year=never")
    assert wrong.find(".//*[@id='facet-year']") is not None
    assert any(link.get("href") == "#facet-year" for link in wrong.iter("a"))


LARGEST_PAGE = 250_000


@pytest.mark.parametrize(
    "text_",
    [
        "/" * 5000,
        "&" * 5000,
        "\u0301" * 3000,
        "🎉" * 1500,
        "水" * 1500,
        "<" * 5000,
        "flood water and residents " * 380,
        "x" * 9000,
    ],
)
@pytest.mark.parametrize("more", ["", "&in=reviews&sort=newest", "&" + "&".join(["exact=" + "%2F" * 900] * 5)])
def test_the_page_of_a_long_search_stays_small(text_: str, more: str, site: Visitor) -> None:
    response = site.get(f"/search?q={quote(text_, safe='')}{more}")
    assert response.status_code == 200
    assert len(response.content) < LARGEST_PAGE
    assert "The search is too long; only its first" in response.text


def test_results_lead_back_to_a_search_of_some_lines(site: Visitor) -> None:
    lines = "residents recycling households " * 20
    page = site.page(f"/search?q={quote(lines)}")
    assert any("results=" in link.get("href", "") for link in page.findall(".//h3/a"))
    page = site.page(f"/search?q={quote(lines * 4)}")
    assert not any("results=" in link.get("href", "") for link in page.findall(".//h3/a"))

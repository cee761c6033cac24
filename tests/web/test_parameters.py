"""What programs ask for is either answered or refused: no parameter is passed over, which would answer another question."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from tests.web.page import one, text
from tests.web.visitor import Visitor

ENDINGS = (".json", ".csv", ".atom")


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("sectr=housing", "no parameter “sectr”. Did you mean “sector”?"),
        ("sectr=", "no parameter “sectr”. Did you mean “sector”?"),
        ("Sector=housing", "no parameter “Sector”. Did you mean “sector”?"),
        ("organization=x", "no parameter “organization”. Did you mean “organisation”?"),
        ("status=learned", "no parameter “status”. Did you mean “lesson_status”?"),
        ("zzzzzz=1", "no parameter “zzzzzz”. There are sector, "),
        ("sector=huosing", "has no value “huosing”. Did you mean “housing”?"),
        ("sector=housing&sector=nowhere-at-all", "has no value “nowhere-at-all”."),
        ("kind=splendid&in=reviews", "no value “splendid”. There are improve, sustain and not-stated."),
        ("in=review", "“review” is not one of lessons, reviews or all."),
        ("q=crews&in=all&in=lessons", "It takes one value, not “all” and “lessons”"),
    ],
)
def test_a_search_with_a_parameter_that_it_does_not_use_is_refused(
    site: Visitor, ending: str, query: str, words: str
) -> None:
    answer = site.get(f"/search{ending}?{query}")
    assert answer.status_code == 400
    assert words in (answer.json()["error"] if ending == ".json" else answer.text)
    if ending == ".json":
        assert len(answer.json()["problems"]) == 1


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/search.json?sort=newst", "sort"),
        ("/search.json?page=x", "page"),
        ("/search.csv?page=2", "page"),
        ("/search.csv?size=10", "size"),
        ("/search.atom?sort=newst", "sort"),
        ("/search.atom?page=2", "page"),
        ("/reviews.json?publishd=2026", "publishd"),
        ("/reviews.json?published=soon", "published"),
        ("/reviews.json?sort=oldest", "sort"),
        ("/reviews.json?page=-1", "page"),
        ("/reviews.atom?published=2026", "published"),
        ("/uses.atom?sector=housing", "sector"),
        ("/outcomes.json?sectr=housing", "sectr"),
        ("/outcomes.csv?year=1998", "year"),
    ],
)
def test_so_is_every_address_of_lists_for_programs(site: Visitor, address: str, name: str) -> None:
    answer = site.get(address)
    assert answer.status_code == 400
    if ".json" in address:
        assert list(answer.json()["problems"]) == [name]
    else:
        assert answer.text.startswith(f"{name}: ")


@pytest.mark.parametrize(
    "address", ["/search.json?", "/search.csv?", "/reviews.json?", "/outcomes.csv?", "/data/sql.json?sql=select+1&"]
)
def test_more_parameters_than_are_read_are_refused(site: Visitor, address: str) -> None:
    answer = site.get(address + "&".join(["sector=housing"] * 201))
    assert answer.status_code == 400
    assert "more parameters than are read" in answer.text


def test_what_is_asked_for_rightly_is_answered(site: Visitor) -> None:
    pairs = [("q", "crews"), ("in", "all"), ("sector", "sport"), ("sector", "housing"), ("exact", "x"), ("tag", "")]
    query = urlencode(pairs)
    found = site.json(f"/search.json?{query}&sort=newest&size=5&page=1")
    assert found["problems"] == {}
    assert set(found["query"]["filters"]) == {"sector"}
    for ending in (".csv", ".atom"):
        assert site.get(f"/search{ending}?{query}").status_code == 200


def test_every_link_of_the_results_page_to_its_results_in_other_forms_works(site: Visitor) -> None:
    for query in ("q=crews&sort=oldest&size=50&page=1", "sector=housing&in=reviews", ""):
        page = site.page(f"/search?{query}")
        links = [link.get("href", "") for link in page.findall(".//a")]
        others = [href for href in links if href.startswith(("/search.json", "/search.csv", "/search.atom"))]
        assert len(others) >= 3
        for href in others:
            assert site.get(href).status_code == 200, href


def test_the_page_says_what_it_left_out_and_passes_over_what_other_sites_add(site: Visitor) -> None:
    alert = text(one(site.page("/search?sectr=housing&utm_source=mail&fbclid=x"), ".//*[@role='alert']"))
    assert "left out of the search" in alert
    assert "Did you mean “sector”?" in alert
    assert "utm_source" not in alert
    page = site.page("/search?q=crews&utm_source=mail&fbclid=x&gclid=y&ref=z")
    assert page.findall(".//*[@role='alert']") == []


LISTS = (
    "/reviews",
    "/outcomes",
    "/new",
    "/recurring",
    "/uses",
    "/missions",
    "/open?kind=open",
    "/browse/organisation",
    "/organisations/audit-commission",
    "/compare",
)


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("asked", ["abc", "0", "-1", "1.5", "٣", "1" * 5000, "<b>"])
def test_every_list_says_that_it_left_out_a_page_that_is_none(site: Visitor, address: str, asked: str) -> None:
    page = site.page(f"{address}{'&' if '?' in address else '?'}{urlencode({'page': asked})}")
    alert = text(one(page, ".//*[@role='alert']"))
    assert f"“page” was left out. “{asked[:40]}” is not a whole number from 1 to" in alert
    assert len(alert) < 200


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("asked", ["", "page=1", "page=01", "page=", "utm_source=mail"])
def test_a_list_says_nothing_of_a_page_that_there_is(site: Visitor, address: str, asked: str) -> None:
    assert site.page(f"{address}{'&' if '?' in address else '?'}{asked}").findall(".//*[@role='alert']") == []


@pytest.mark.parametrize("address", ["/reviews.json?page=&sort=", "/reviews.json?page=01"])
def test_an_empty_value_counts_as_none_for_programs_as_well(site: Visitor, address: str) -> None:
    assert site.json(address)["page"] == 1


def test_an_order_that_there_is_not_is_left_out_and_said(site: Visitor) -> None:
    page = site.page("/reviews?sort=oldest&page=x")
    alert = text(one(page, ".//*[@role='alert']"))
    assert "“sort” was left out. “oldest” is not one of newest or event." in alert
    assert "“page” was left out." in alert
    for asked in ("newest", "event", ""):
        assert site.page(f"/reviews?sort={asked}").findall(".//*[@role='alert']") == []


def test_the_feed_of_a_term_that_nothing_has_yet_is_empty(site: Visitor) -> None:
    answer = site.get("/search.atom?phase=close")
    assert answer.status_code == 200
    assert "<entry>" not in answer.text
    assert site.get("/search.atom?phase=operate").text.count("<entry>") > 0

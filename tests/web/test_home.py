from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.web.libraries import built
from tests.web.page import marked, one, text
from tests.web.visitor import Visitor


def test_home_says_whose_reviews_how_many_and_how_new(site: Visitor) -> None:
    page = site.page("/")
    assert text(one(page, ".//h1")) == "Public Service Lessons"
    lead = text(one(page, ".//p[@class='lead']"))
    counts = site.json("/lessons/build_info.json?_shape=object")
    assert f"{counts['review_count']['value']} reviews and {counts['lesson_count']['value']} lessons" in lead
    assert "reforms" in lead
    times = [time.get("datetime") for time in page.findall(".//p[@class='lead']//time")]
    assert times == ([counts["newest_published"]["value"]] if counts["newest_published"]["value"] else [])


def test_an_empty_library_is_told_in_a_sentence(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    (tmp_path / "entries").mkdir()
    (tmp_path / "entries" / "vocabulary.yml").write_text("unit: {slug: here, name: Here}\n", "utf-8")
    site = visit(built(tmp_path / "entries", tmp_path / "lessons.db"))
    assert text(one(site.page("/"), ".//p[@class='lead']")) == "No reviews and no lessons."
    assert "All lessons as CSV (no rows)" in text(site.page("/data"))


def test_home_has_one_search_box_labelled_in_words(site: Visitor) -> None:
    page = site.page("/")
    (box,) = marked(page, "search")
    assert box.get("type") == "search"
    label = one(page, f".//label[@for='{box.get('id')}']")
    assert text(label)
    form = one(page, ".//form[@role='search']")
    assert (form.get("method"), form.get("action")) == ("get", "/search")


def test_each_way_in_gives_as_many_results_as_it_says(site: Visitor) -> None:
    page = site.page("/")
    links = page.findall(".//section[@class='routes']//li/a")
    assert len(links) >= 12
    for link in links[:8]:
        said = text(one(link, ".//span[@class='count']")).removesuffix(" lessons")
        assert site.json(link.get("href", "").replace("/search", "/search.json"))["count"] == int(said.replace(",", ""))


def test_what_came_of_it_is_a_way_in_with_as_much_behind_it_as_it_says(site: Visitor) -> None:
    doors = one(site.page("/"), ".//nav[@class='doors']").findall(".//li")
    said = {text(one(door, "./a")): (one(door, "./a").get("href") or "", text(door[1])) for door in doors}
    assert list(said) == ["What failed", "What worked and was measured", "What was used", "What is new"]
    failed, number = said["What failed"]
    assert f"{site.json(failed.replace('/search', '/search.json'))['count']} lessons" == number
    measured, number = said["What worked and was measured"]
    assert f"{site.json(measured.replace('/outcomes', '/outcomes.json'))['count']} figures" == number
    used, number = said["What was used"]
    assert number.removesuffix(" lessons") in text(one(site.page(used), ".//main"))
    assert said["What is new"][0] == "/new"


def test_a_way_in_with_nothing_behind_it_is_not_there(odd_site: Visitor) -> None:
    doors = [text(door) for door in odd_site.page("/").findall(".//nav[@class='doors']//a")]
    failed = odd_site.get("/search.json?result=failure").json()
    assert ("What failed" in doors) == bool(failed.get("count"))


def test_examples_are_words_of_the_library_and_find_something(site: Visitor, odd_site: Visitor) -> None:
    for library in (site, odd_site):
        links = [link.get("href") or "" for link in one(library.page("/"), ".//p[@id='q-hint']").findall("./a")]
        *examples, help_ = links
        assert help_ == "/help#searching"
        assert examples
        assert all(library.json(href.replace("/search", "/search.json"))["count"] for href in examples)


def test_newest_reviews_come_first(site: Visitor) -> None:
    titles = [text(link) for link in site.page("/").findall(".//article/h3/a")]
    assert titles
    assert titles == [review["title"] for review in site.json("/reviews.json")["reviews"]][: len(titles)]


def test_no_table_or_column_is_named_to_a_practitioner(site: Visitor) -> None:
    for path in ("/", "/search?q=crews", "/reviews", "/browse", "/help", "/reviews/kirklees-recycling"):
        page = site.page(path)
        for folded in marked(page, "statement"):
            # Whoever unfolds "This search as SQL" asks for them.
            folded.clear()
        words = text(page)
        assert "_" not in words.replace("_blank", ""), path
        assert "SELECT" not in words

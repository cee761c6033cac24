"""What readers of a library of schema 1.0 had kept leads on after the upgrade: addresses, saved searches, feeds, JSON."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from lessons.building import build
from lessons.entries.folder import read_folder
from tests.web.visitor import Visitor

OLD = Path(__file__).parents[1] / "data" / "entries-1.0"
# Every kind of address that the site had, each as somebody may have kept it.
PAGES = (
    "/", "/reviews", "/reviews?page=2", "/browse", "/browse/sector", "/browse/barriers/users-not-involved", "/browse/organisation",
    "/organisations/thames-valley-police", "/outcomes", "/outcomes?sector=schools", "/data", "/data/sql", "/help",
)  # fmt: skip
SEARCHES = (
    "q=crews", "q=crews&sort=newest", "q=crews&sort=oldest", "q=crews&sort=relevance&in=reviews", "sector=schools&sort=newest",
    "q=crews&organisation=kirklees-metropolitan-council&exact=crews", "year=1998&type=case-study&kind=improve&lesson_status=identified",
    "barriers=users-not-involved&barriers=stillborn-strategy&tag=recycling",
)  # fmt: skip
FILES = ("/reviews.json", "/outcomes.csv", "/outcomes.json", "/data.json", "/schema.json", "/vocabulary.yml")
# The names in the JSON of a search, version 1.0.
ANSWER = (
    "version", "query", "count", "all_words_count", "unfiltered_count", "page", "size", "partial", "results", "facets", "suggestions", "problems",
    "next",
)  # fmt: skip
QUERY = ("text", "understood", "synonyms", "filters", "in", "sort")
RESULT = ("type", "id", "review", "title", "statement", "url", "organisation", "date", "result", "snippet", "score")
FACETS = (
    "sector", "organisation", "result", "year", "type", "event", "phase", "delivery_model", "level", "enablers", "barriers", "change", "tag", "kind",
    "priority", "lesson_status",
)  # fmt: skip


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    root = tmp_path_factory.mktemp("upgraded")
    shutil.copytree(OLD, root / "entries")
    # The one decision without which nothing is built.
    path = root / "entries" / "west-walker-school-renewal.md"
    path.write_text(path.read_text("utf-8").replace("- Status: learned", "- Status: identified"), "utf-8")
    assert build.build(root / "entries", root / "lessons.db", build.Options()).written
    visitor = Visitor(root / "lessons.db")
    yield visitor
    visitor.close()


def test_every_review_and_lesson_stands_where_it_stood(upgraded: Visitor) -> None:
    for entry in read_folder(OLD).entries:
        for suffix in ("", ".md", ".json"):
            assert upgraded.get(f"/reviews/{entry.id}{suffix}").status_code == 200
        for lesson in entry.body.lessons:
            assert upgraded.get(f"/reviews/{entry.id}/{lesson.get('id')}").status_code == 200


@pytest.mark.parametrize(
    "path", [*PAGES, *FILES, *(f"/search{form}?{one}" for one in SEARCHES for form in ("", ".csv"))]
)
def test_pages_files_and_saved_searches_answer(upgraded: Visitor, path: str) -> None:
    response = upgraded.get(path, follow_redirects=True)
    assert response.status_code == 200


@pytest.mark.parametrize("path", ["/reviews.atom", *(f"/search.atom?{one}" for one in SEARCHES)])
def test_feeds_answer_also_where_their_address_has_a_sort(upgraded: Visitor, path: str) -> None:
    assert ElementTree.fromstring(upgraded.get(path).text).tag == "{http://www.w3.org/2005/Atom}feed"


@pytest.mark.parametrize("search", SEARCHES)
def test_the_json_of_a_search_has_every_name_that_it_had_and_takes_every_parameter(
    upgraded: Visitor, search: str
) -> None:
    answer = upgraded.json(f"/search.json?{search}")
    assert set(answer) >= set(ANSWER)
    assert set(answer["query"]) >= set(QUERY)
    of_lessons = () if answer["query"]["in"] == "lessons" else ("kind", "priority", "lesson_status")
    assert {facet["name"] for facet in answer["facets"]} >= set(FACETS) - set(of_lessons)
    assert answer["problems"] == {}
    assert all(set(result) >= set(RESULT) for result in answer["results"])
    assert answer["count"]

"""The JSON and CSV that others build upon."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from lessons.search import (
    CSV_COLUMNS,
    JSON_VERSION,
    Facet,
    FacetValue,
    Request,
    SearchPage,
    csv_rows,
    to_json,
    to_json_text,
)
from tests.search.small import Collection

Ask = Callable[..., SearchPage]
BASE = "https://example.org/unit"
DOCUMENTATION = Path(__file__).parents[2] / "lessons" / "docs" / "search.md"


def test_a_page_as_json_has_every_documented_part(ask: Ask) -> None:
    found = to_json(ask("residents recyclng", in_="all", sector="waste"), BASE)
    assert json.loads(json.dumps(found)) == found
    assert found["version"] == JSON_VERSION
    sql = found["query"].pop("sql")
    assert sql.startswith("SELECT")
    assert sql.endswith(";")
    assert found["query"] == {
        "text": "residents recyclng",
        "understood": "Searched for residents and recyclng. Nothing contains “recyclng”, so the search used recycling instead.",
        "synonyms": [],
        "filters": {"sector": ["waste"]},
        "in": "all",
        "sort": "relevance",
    }
    assert found["suggestions"] == ["residents recycling"]
    (result,) = (one for one in found["results"] if one["type"] == "review")
    assert {**result, "snippet": "", "score": 0} == {
        "type": "review",
        "id": "recycling",
        "review": "recycling",
        "title": "Kerbside recycling that residents did not use",
        "statement": "Ask residents what would make them take part",
        "url": f"{BASE}/reviews/recycling",
        "organisation": "Kirklees Council",
        "date": "1997",
        "author": "Unit",
        "published": None,
        "last_changed": None,
        "result": "failure",
        "snippet": "",
        "score": 0,
        "lesson_url": f"{BASE}/reviews/recycling/consult",
    }
    (sector,) = (one for one in found["facets"] if one["name"] == "sector")
    assert sector["label"] == "Sector"
    assert {"value": "waste", "label": "Waste", "count": 3, "selected": True} in sector["values"]


@pytest.mark.parametrize(
    "asked",
    [
        {"in_": "all"},
        {"in_": "all", "sector": "waste"},
        {"in_": "lessons", "size": "2", "page": "2"},
        {"in_": "lessons", "sector": "waste", "result": "success"},
    ],
)
@pytest.mark.parametrize("text", ["residents recyclng", '"night buses" OR “naïve”', "zzzzqqqq", ""])
def test_json_text_is_the_same_object_written_as_json(ask: Ask, text: str, asked: dict[str, str]) -> None:
    page = ask(text, **asked)
    assert to_json_text(page, BASE) == json.dumps(to_json(page, BASE), ensure_ascii=False)


def test_json_text_writes_any_value_and_label(ask: Ask) -> None:
    odd = [('"; DROP', 'A "B" \\ C'), ("a\nb\u2028", "naïve ✓ \U0001f600"), ("}, {0", "0}"), ("", "")]
    values = tuple(FacetValue(value, label, place, place == 1) for place, (value, label) in enumerate(odd))
    page = replace(ask("residents"), facets=(Facet('a"b', "C\tD", values), Facet("none", "None", ())))
    assert to_json_text(page, BASE) == json.dumps(to_json(page, BASE), ensure_ascii=False)


def test_next_leads_to_the_next_page_of_the_same_search(ask: Ask) -> None:
    page = ask("night buses", size="10", result=["mixed", "failure"])
    url = to_json(page, BASE)["next"]
    assert url.startswith(f"{BASE}/search.json?")
    assert Request.from_params(parse_qsl(urlsplit(url).query)) == replace(page.request, page=2)
    assert to_json(ask("night buses", size="10", page="3"), BASE)["next"] is None


def test_every_part_of_the_json_is_documented(ask: Ask) -> None:
    text = DOCUMENTATION.read_text(encoding="utf-8")
    found = to_json(ask("residents", in_="all"), BASE)
    parts = [*found, *found["query"], *found["results"][0], *found["facets"][0], *found["facets"][0]["values"][0]]
    assert [part for part in parts if f"`{part}`" not in text] == []
    assert f"version {JSON_VERSION}" in text


def test_csv_has_a_row_for_each_result_under_its_headings(ask: Ask) -> None:
    page = ask("valves", in_="all")
    heading, *rows = csv_rows(page.hits, BASE)
    assert heading == CSV_COLUMNS
    assert [row[5] for row in rows] == [BASE + hit.url for hit in page.hits]


def test_csv_says_what_lessons_advise_how_far_they_have_come_and_the_sector(small: Collection, ask: Ask) -> None:
    lessons = {
        row[0]: tuple(value or "" for value in row[1:])
        for row in small.connection.execute("SELECT id, sector, status, recommendation FROM lesson_cards")
    }
    reviews = {row[0]: (row[1] or "", "", "") for row in small.connection.execute("SELECT id, sector FROM reviews")}
    _, *rows = csv_rows(ask("valves", in_="all").hits, BASE)
    assert {row[0] for row in rows} == {"lesson", "review"}
    assert [row[-3:] for row in rows] == [(lessons if row[0] == "lesson" else reviews)[row[1]] for row in rows]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_no_cell_is_a_formula(ask: Ask, start: str) -> None:
    (hit, *_) = ask("valves").hits
    _, row = csv_rows([hit._replace(title=f"{start}1+1", organisation=None)], BASE)
    assert row[3] == f"'{start}1+1"
    assert row[6] == ""

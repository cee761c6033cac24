from __future__ import annotations

from pathlib import Path

import pytest

from lessons.library.connection import connect
from lessons.library.examples import EXAMPLES
from lessons.library.query import Answer, run
from lessons.schema import dictionary
from tests.web.page import one, text
from tests.web.visitor import Visitor


def test_the_dictionary_describes_every_table_and_column(site: Visitor) -> None:
    page = site.page("/data")
    described = {
        (text(one(section, "./h3")), text(one(row, "./th")))
        for section in page.findall(".//section")
        for row in section.findall(".//tbody/tr")
    }
    expected = {(table, column) for table, column, _, _ in dictionary() if column}
    assert described == expected


def test_it_gives_type_meaning_example_values_and_what_is_missing(site: Visitor) -> None:
    tables = {table["name"]: table for table in site.json("/data.json")["tables"]}
    columns = {column["name"]: column for column in tables["reviews"]["columns"]}
    assert columns["result"]["allowed"] == ["success", "mixed", "no-effect", "failure", "too-early", "not-stated"]
    assert columns["organisation_id"]["refers_to"] == "organisations.id"
    assert 0 < columns["cost_amount"]["missing"] <= 1
    assert columns["id"]["missing"] == 0
    assert columns["title"]["example"]
    assert tables["reviews"]["rows"] == site.json("/reviews.json")["count"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_each_worked_query_runs_and_finds_something(founding: Path, example: object) -> None:
    connection = connect(founding)
    try:
        answer = run(connection, example.sql)  # type: ignore[attr-defined]
    finally:
        connection.close()
    assert isinstance(answer, Answer), answer
    assert answer.rows


def test_the_query_page_offers_them_and_says_its_limits_first(site: Visitor) -> None:
    page = site.page("/data/sql")
    assert [text(link) for link in page.findall(".//section[@aria-labelledby='examples']//a")] == [
        e.name for e in EXAMPLES
    ]
    words = text(page)
    assert words.index("can only read") < words.index("SQL query")
    assert "2 seconds" in words
    assert "1,000 rows" in words
    assert one(page, ".//label[@for='sql']") is not None


def test_a_query_shows_its_rows_and_their_number(site: Visitor) -> None:
    page = site.page("/data/sql?sql=SELECT+1+AS+one%2C+'two'+AS+two%2C+NULL+AS+none")
    assert text(one(page, ".//h2/span[@role='status']")) == "1 row"
    assert [text(cell) for cell in one(page, ".//thead").findall(".//th")] == ["one", "two", "none"]
    assert [text(cell) for cell in one(page, ".//tbody").findall(".//td")] == ["1", "two", ""]
    links = one(page, ".//p[@class='downloads']").findall("./a")
    assert site.get(links[0].get("href", "")).text == "one,two,none\r\n1,two,\r\n"
    assert site.json(links[1].get("href", ""))["rows"] == [{"one": 1, "two": "two", "none": None}]


def test_an_error_is_the_database_s_message_with_the_query_kept_and_the_line_shown(site: Visitor) -> None:
    page = site.page("/data/sql?sql=SELECT+title%0AFORM+reviews")
    alert = text(one(page, ".//*[@role='alert']"))
    assert 'near "reviews": syntax error' in alert or 'near "FORM": syntax error' in alert
    assert "Line 2: FORM reviews" in alert
    assert one(page, ".//textarea").text == "SELECT title\nFORM reviews"
    assert text(one(page, "./head/title")).startswith("Error: ")


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM reviews",
        "CREATE TABLE x (y)",
        "ATTACH '/etc/passwd' AS x",
        "PRAGMA query_only = 0",
        "VACUUM INTO '/tmp/x.db'",
        "SELECT 1; DROP TABLE reviews",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n",
        "SELECT zeroblob(1000000000)",
        "SELECT load_extension('x')",
        "\x00",
        "",
    ],
)
def test_what_does_not_read_or_never_ends_is_refused_in_words(site: Visitor, sql: str) -> None:
    response = site.ask("GET", "/data/sql.json", params={"sql": sql})
    assert response.status_code == 400
    assert response.json()["error"]
    assert site.page("/data/sql") is not None
    assert site.json("/search.json?q=crews")["count"] > 0


def test_more_rows_than_are_shown_are_said_to_be_more(site: Visitor) -> None:
    sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    response = site.ask("GET", "/data/sql", params={"sql": sql})
    assert "First 1,000 rows" in response.text
    assert "There are more rows" in response.text


def test_the_schema_the_vocabulary_and_the_database_can_be_had(site: Visitor, founding: Path) -> None:
    schema = site.get("/schema.json")
    assert schema.headers["content-type"] == "application/schema+json; charset=utf-8"
    assert schema.json()["$schema"].startswith("https://json-schema.org/")
    assert "schemes:" in site.get("/vocabulary.yml").text
    assert site.get("/data/lessons.db").content == founding.read_bytes()


def test_analyst_pages_can_be_switched_off(founding: Path, visit) -> None:  # type: ignore[no-untyped-def]
    own = visit(founding, plugin={"analyst": False})
    for path in (
        "/data/sql",
        "/data/sql.csv",
        "/data/lessons.db",
        "/lessons",
        "/lessons/reviews",
        "/lessons.db",
        "/lessons.json",
    ):
        assert own.get(path).status_code == 404, path
    links = [link.get("href") for link in own.page("/data").findall(".//main//a")]
    assert not {"/data/sql", "/data/lessons.db", "/lessons"} & set(links)
    assert own.get("/search?q=crews").status_code == 200

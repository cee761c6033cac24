from __future__ import annotations

import json
import re
import shlex
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from lessons.library import query
from lessons.library.canned_queries import CANNED_QUERIES
from lessons.library.connection import connect
from lessons.library.query import Answer, run, told_apart
from lessons.schema import FULL_TEXT, dictionary
from lessons.web.pages.sql import QUERY_CHARACTERS
from tests.web.libraries import PROJECT
from tests.web.page import one, text
from tests.web.visitor import Visitor


def test_the_dictionary_leads_to_a_page_for_each_table_that_describes_each_column(site: Visitor) -> None:
    pages = {}
    for section in site.page("/data").findall(".//dl"):
        for link in section.findall(".//a"):
            pages[text(link)] = site.page(link.get("href", ""))
    expected: dict[str, list[str]] = {}
    for row in dictionary():
        expected.setdefault(row.table_name, []).extend([row.column_name] if row.column_name else [])
    assert {name: [text(head) for head in page.findall(".//tbody/tr/th")] for name, page in pages.items()} == expected
    for name, page in pages.items():
        assert text(one(page, ".//h1")) == name
        assert text(one(page, ".//pre")).startswith("CREATE "), name


def test_what_search_keeps_and_former_names_stand_apart_and_folded(site: Visitor) -> None:
    page = site.page("/data")
    folded = {
        text(one(group, "./summary")): {text(name) for name in group.iter("code")} for group in page.iter("details")
    }
    assert list(folded) == ["What search keeps", "Version 1.0"]
    assert {"facets", "lsa_terms", "lsa_lessons", "review_search_text", "lessons_words"} <= folded["What search keeps"]
    assert "reviews" not in folded["What search keeps"]
    assert "lessons_fts" in text(page)


def test_a_table_s_page_says_type_key_values_and_what_refers_to_it(site: Visitor) -> None:
    page = site.page("/data/reviews")
    rows = {text(one(row, "./th")): row for row in page.findall(".//tbody/tr")}
    assert "Primary key" in text(rows["id"])
    assert "One of: success, mixed, no-effect, failure, too-early" in text(rows["result"])
    assert one(rows["organisation_id"], ".//a").get("href") == "/data/organisations"
    assert "sections.review_id" in [text(link) for link in page.findall(".//ul/li/a")]
    assert site.get("/data/reviews_text").status_code == 404


@pytest.mark.parametrize("name", [row.table_name for row in dictionary() if not row.column_name])
def test_the_query_that_each_page_offers_runs(site: Visitor, founding: Path, name: str) -> None:
    """Of a full-text index it is the one that its sentence shows, and finds something."""
    (link,) = (link for link in site.page(f"/data/{name}").findall(".//main//a") if text(link) == "query them")
    connection = connect(founding)
    try:
        answer = run(connection, parse_qs(urlsplit(link.get("href", "")).query)["sql"][0])
    finally:
        connection.close()
    assert isinstance(answer, Answer), answer
    if name in {index.name for index in FULL_TEXT}:
        assert answer.rows


def test_what_the_page_says_stands_in_the_file(site: Visitor, founding: Path) -> None:
    """Order, keys, values that are allowed, and types of the columns of views too."""
    with closing(sqlite3.connect(founding)) as connection:
        connection.row_factory = sqlite3.Row
        stored = [dict(row) for row in connection.execute("SELECT * FROM data_dictionary")]
    described = [(table["name"], column) for table in site.json("/data.json")["tables"] for column in table["columns"]]
    columns = [row for row in stored if row["column_name"]]
    assert [(row["table_name"], row["column_name"]) for row in columns] == [
        (name, column["name"]) for name, column in described
    ]
    for row, (_, column) in zip(columns, described, strict=True):
        assert row["data_type"] == column["type"] in ("TEXT", "INTEGER", "REAL", "BLOB")
        assert json.loads(row["allowed_values"] or "[]") == column["allowed"]
        assert (row["key_role"], row["refers_to"], row["meaning"], bool(row["may_be_empty"])) == (
            column["key"],
            column["refers_to"],
            column["meaning"],
            column["may_be_empty"],
        )


def test_it_gives_type_meaning_example_values_and_what_is_missing(site: Visitor) -> None:
    tables = {table["name"]: table for table in site.json("/data.json")["tables"]}
    columns = {column["name"]: column for column in tables["reviews"]["columns"]}
    assert columns["result"]["allowed"] == ["success", "mixed", "no-effect", "failure", "too-early"]
    assert columns["organisation_id"]["refers_to"] == "organisations.id"
    assert 0 < columns["cost_amount"]["missing"] <= 1
    assert columns["id"]["missing"] == 0
    assert columns["title"]["example"]
    assert tables["reviews"]["rows"] == site.json("/reviews.json")["count"]


def test_the_query_page_offers_worked_examples_and_says_its_limits_first(site: Visitor) -> None:
    page = site.page("/data/sql")
    examples = one(page, ".//section[@aria-labelledby='examples']/dl")
    assert [text(term) for term in examples.findall("./dt/a")] == [canned.title for canned in CANNED_QUERIES]
    assert [text(term) for term in examples.findall("./dd")] == [canned.described() for canned in CANNED_QUERIES]
    words = text(page)
    assert words.index("can only read") < words.index("SQL query")
    for limit in ("2 seconds", "200 columns", "20,000 characters", "1,000 rows", "100,000 rows", "10 MB"):
        assert limit in words[: words.index("SQL query")]
    assert one(page, ".//label[@for='sql']") is not None


def test_each_worked_example_runs_with_its_values_in_the_fields_and_as_csv(site: Visitor) -> None:
    links = one(site.page("/data/sql"), ".//section[@aria-labelledby='examples']/dl").findall("./dt/a")
    for link, canned in zip(links, CANNED_QUERIES, strict=True):
        page = site.page(link.get("href", ""))
        assert page.findall(".//*[@role='alert']") == [], canned.name
        fields = {field.get("name"): field.get("value") for field in page.findall(".//form[@class='query']/input")}
        assert fields == canned.values
        assert text(one(page, ".//section[@aria-labelledby='question']")) == f"{canned.title} {canned.described()}"
        csv = one(page, ".//p[@class='downloads']").findall("./a")[0].get("href", "")
        assert site.get(csv).status_code == 200, canned.name


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
        "UPDATE reviews SET title = ''",
        "INSERT INTO reviews (id) VALUES ('x')",
        "REPLACE INTO units (id) VALUES ('x')",
        "CREATE TEMP TABLE x AS SELECT 1",
        "CREATE VIRTUAL TABLE temp.x USING fts5(y)",
        "EXPLAIN DELETE FROM reviews",
        "PRAGMA user_version = 9",
        "PRAGMA writable_schema = 1",
        "SELECT * FROM pragma_database_list",
        "SELECT * FROM pragma_wal_checkpoint",
        "SELECT * FROM sqlite_stmt",
        "SELECT readfile('/etc/passwd')",
        "SELECT writefile('/tmp/x', 'y')",
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


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("SELECT value AS v FROM json_each('[1, \"two\", null]')", [{"v": 1}, {"v": "two"}, {"v": None}]),
        ("SELECT fullkey FROM json_tree('{\"a\": [7]}') WHERE atom = 7", [{"fullkey": "$.a[0]"}]),
        ("SELECT name FROM pragma_table_info('units') WHERE pk", [{"name": "id"}]),
        ("SELECT count(*) > 5 AS several FROM pragma_table_list WHERE type = 'table'", [{"several": 1}]),
        ("SELECT DISTINCT \"table\" AS t FROM pragma_foreign_key_list('lessons')", [{"t": "reviews"}]),
        ("SELECT count(*) > 0 AS some FROM pragma_function_list WHERE name = 'json_extract'", [{"some": 1}]),
    ],
)
def test_functions_that_read_are_run(site: Visitor, sql: str, rows: list[dict[str, object]]) -> None:
    for _ in range(3):  # in either worker, also when it has run one before
        assert site.ask("GET", "/data/sql.json", params={"sql": sql}).json()["rows"] == rows


def test_columns_of_one_name_are_kept_apart(site: Visitor) -> None:
    sql = "SELECT 1 AS id, 2 AS id, 3 AS id_2, 4 AS id, 5 AS ID"
    names = ["id", "id_3", "id_2", "id_4", "ID"]
    body = site.ask("GET", "/data/sql.json", params={"sql": sql}).json()
    assert body["columns"] == names
    assert body["rows"] == [dict(zip(names, range(1, 6), strict=True))]
    csv = site.ask("GET", "/data/sql.csv", params={"sql": sql}).text
    assert csv == "id,id_3,id_2,id_4,ID\r\n1,2,3,4,5\r\n"
    assert told_apart(("id", "status", "id", "id")) == ("id", "status", "id_2", "id_3")


def test_values_that_a_format_lacks_are_written_as_the_help_says(site: Visitor) -> None:
    sql = "SELECT 9e999 AS a, x'00ff' AS b, 9223372036854775807 AS c, CAST(x'66ff' AS TEXT) AS d, -1.5 AS e, '=1' AS f"
    answer = site.ask("GET", "/data/sql.json", params={"sql": sql})
    (row,) = json.loads(answer.text, parse_constant=lambda constant: pytest.fail(constant))["rows"]
    assert row == {"a": None, "b": "00ff", "c": 9223372036854775807, "d": "f\ufffd", "e": -1.5, "f": "=1"}
    csv = site.ask("GET", "/data/sql.csv", params={"sql": sql}).text
    assert csv.splitlines()[1] == "inf,00ff,9223372036854775807,f\ufffd,-1.5,'=1"


COUNTING = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT {}) SELECT i FROM n"


def test_a_csv_has_every_row_or_is_refused(site: Visitor) -> None:
    rows = query.DATA.rows
    whole = site.ask("GET", "/data/sql.csv", params={"sql": COUNTING.format(rows)})
    assert whole.text.splitlines() == ["i", *map(str, range(1, rows + 1))]
    body = site.ask("GET", "/data/sql.json", params={"sql": COUNTING.format(rows)}).json()
    assert (body["truncated"], len(body["rows"])) == (False, rows)

    refused = site.ask("GET", "/data/sql.csv", params={"sql": COUNTING.format(rows + 1)})
    assert (refused.status_code, refused.headers["content-type"]) == (400, "text/plain; charset=utf-8")
    assert "more than 100,000 rows" in refused.text
    assert "LIMIT and OFFSET" in refused.text
    body = site.ask("GET", "/data/sql.json", params={"sql": COUNTING.format(rows + 1)}).json()
    assert (body["truncated"], len(body["rows"])) == (True, rows)


PARAMETERS = "SELECT id FROM reviews WHERE id = :review AND title LIKE '%' || :word || '%' -- not :this, nor ':that'"


def test_parameters_become_fields_and_the_query_waits_for_their_values(site: Visitor) -> None:
    page = site.page("/data/sql?" + urlencode({"sql": PARAMETERS}))
    fields = {text(label): label.get("for") for label in one(page, ".//form[@class='query']").findall("./label")}
    assert list(fields) == ["SQL query", "review", "word"]
    assert [one(page, f".//input[@id='{fields[name]}']").get("name") for name in ("review", "word")] == [
        "review",
        "word",
    ]
    assert "needs a value for :review and :word" in text(page)
    assert page.findall(".//table") == []
    assert not page.findall(".//*[@role='alert']")


def test_values_are_bound_and_stay_in_their_fields(site: Visitor) -> None:
    values = {"sql": PARAMETERS, "review": "kirklees-recycling", "word": "recycling"}
    page = site.page("/data/sql?" + urlencode(values))
    assert [text(cell) for cell in one(page, ".//tbody").findall(".//td")] == ["kirklees-recycling"]
    assert [one(page, f".//input[@name='{name}']").get("value") for name in ("review", "word")] == [
        "kirklees-recycling",
        "recycling",
    ]
    for link in one(page, ".//p[@class='downloads']").findall("./a"):
        assert "kirklees-recycling" in site.get(link.get("href", "")).text


@pytest.mark.parametrize(
    "hostile", ["' OR 1=1 --", '"; DROP TABLE reviews; --', "<script>alert(1)</script>", '"><img src=x>', "%", "\0"]
)
def test_hostile_text_in_a_parameter_is_text(site: Visitor, hostile: str) -> None:
    params = {"sql": "SELECT :word AS word FROM reviews WHERE id = :word", "word": hostile}
    assert site.ask("GET", "/data/sql.json", params=params).json()["rows"] == []
    page = site.page("/data/sql?" + urlencode(params))
    assert one(page, ".//input[@name='word']").get("value") == hostile
    echo = site.ask("GET", "/data/sql.json", params={"sql": "SELECT :word AS word", "word": hostile})
    assert echo.json()["rows"] == [{"word": hostile}]


@pytest.mark.parametrize("ending", [".json", ".csv"])
@pytest.mark.parametrize(
    ("sql", "values", "words"),
    [
        ("SELECT :a, :b", {"a": "1"}, "needs a value for :b"),
        (
            "SELECT :a",
            {"a": "1", "aa": "2"},
            "no parameter :aa, for which the address gives a value. Did you mean “a”?",
        ),
        ("SELECT 1 AS one", {"limit": "5"}, "no parameter :limit"),
        ("SELECT ?", {}, "such as :year in place of ?"),
        ("SELECT :sql", {}, "cannot be called :sql"),
    ],
)
def test_values_that_do_not_fit_the_parameters_are_refused(
    site: Visitor, ending: str, sql: str, values: dict[str, str], words: str
) -> None:
    answer = site.ask("GET", f"/data/sql{ending}", params={"sql": sql, **values})
    assert answer.status_code == 400
    assert words in answer.text


def test_a_value_that_the_query_has_no_use_for_is_said_on_the_page(site: Visitor) -> None:
    page = site.page("/data/sql?sql=SELECT+1+AS+one&yaer=1998")
    assert "has no parameter :yaer" in text(page)
    assert text(one(page, ".//h2/span[@role='status']")) == "1 row"


@pytest.mark.parametrize(
    ("sql", "near"),
    [
        ("SELECT titel FROM reviews", "title"),
        ("SELECT r.organisation FROM reviews r", "organisation_id"),
        ("SELECT statment\nFROM lessons", "statement"),
        ("SELECT * FROM review", "reviews"),
        ("SELECT * FROM lesson_card", "lesson_cards"),
        ("SELECT cuont(*) FROM reviews", "count"),
        ("SELECT Title_ FROM reviews", "title"),
    ],
)
def test_a_wrong_name_is_answered_with_the_nearest_and_the_query_kept(site: Visitor, sql: str, near: str) -> None:
    page = site.page("/data/sql?" + urlencode({"sql": sql, "x": "1"}))
    assert f"Did you mean {near}?" in text(one(page, ".//*[@role='alert']"))
    assert one(page, ".//textarea").text == sql


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("SELECT Cofog FROM lessons", "no such column: Cofog. cofog is a column of terms."),
        ("SELECT r.cofog FROM reviews r JOIN terms", "no such column: r.cofog. cofog is a column of terms."),
        ("SELECT cofog FROM (SELECT id FROM terms)", "no such column: cofog. cofog is a column of terms."),
        ("SELECT target FROM reviews", "no such column: target. target is a column of outcomes and outcome_results."),
        ("SELECT lessons.id FROM lessons l", "no such column: lessons.id. id is a column of lessons."),
        ("SELECT meaning.review_id FROM data_dictionary", " and others."),
    ],
)
def test_a_column_that_stands_elsewhere_is_answered_with_what_has_it(site: Visitor, sql: str, words: str) -> None:
    page = site.page("/data/sql?" + urlencode({"sql": sql}))
    assert words in text(one(page, ".//*[@role='alert']"))
    assert one(page, ".//textarea").text == sql


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("", "The query is empty or breaks off"),
        ("-- a comment", "The query is empty or breaks off"),
        ("SELECT title FROM", "The query is empty or breaks off"),
        ("SELECT 1; SELECT 2", "one statement at a time"),
        ("SELECT * FROM dbstat", "Only queries that read this database"),
        ("DELETE FROM reviews", "Only queries that read this database"),
        ("SELECT rowid FROM lessons_fts WHERE lessons_fts MATCH 'a zz: c'", "into double quotation marks"),
        (
            "SELECT snippet(lessons_fts, 0, '', '', '', 9), count(*) OVER () FROM lessons_fts WHERE lessons_fts MATCH 'a'",
            "WITH found AS MATERIALIZED",
        ),
        ("SELECT max(bm25(lessons_fts)) FROM lessons_fts WHERE lessons_fts MATCH 'a'", "WITH found AS MATERIALIZED"),
        ("SELECT id FROM lessons WHERE statement MATCH 'a'", "It runs in a search alone"),
    ],
)
def test_a_refusal_says_what_is_wrong(site: Visitor, sql: str, words: str) -> None:
    assert words in site.ask("GET", "/data/sql.json", params={"sql": sql}).json()["error"]


@pytest.mark.parametrize("words", ["multi-agency AND", 'an "open phrase', "(", "@"])
def test_words_that_full_text_search_cannot_read_are_answered_with_what_it_reads(site: Visitor, words: str) -> None:
    sql = "SELECT rowid FROM lessons_fts WHERE lessons_fts MATCH :words"
    answer = site.ask("GET", "/data/sql.json", params={"sql": sql, "words": words})
    assert answer.status_code == 400
    assert "into double quotation marks" in answer.json()["error"]


@pytest.mark.parametrize(
    ("sql", "advice"),
    [
        ("SELECT id FROM reviews, lessons", "Write which table it is of, as in reviews.id;"),
        (
            "SELECT cofog FROM terms one, terms other",
            "Write which table it is of, as in terms.cofog; of one that has an alias",
        ),
        (
            "WITH one AS (SELECT 1 AS x), other AS (SELECT 2 AS x) SELECT x FROM one, other",
            "Write which table it is of; of",
        ),
    ],
)
def test_a_column_of_two_tables_is_to_be_written_with_its_table(site: Visitor, sql: str, advice: str) -> None:
    assert advice in site.ask("GET", "/data/sql.json", params={"sql": sql}).json()["error"]


def test_a_query_that_is_too_long_is_refused_whole_and_kept(site: Visitor) -> None:
    sql = "SELECT 1 -- " + "x" * QUERY_CHARACTERS
    page = site.page("/data/sql?" + urlencode({"sql": sql}))
    assert "longer than 20,000 characters" in text(one(page, ".//*[@role='alert']"))
    assert one(page, ".//textarea").text == sql
    assert site.ask("GET", "/data/sql.csv", params={"sql": sql}).status_code == 400


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


def test_the_query_of_the_page_on_the_database_runs_in_sqlite_utils(founding: Path) -> None:
    """`sqlite-utils search` does not, as the page says."""
    page = (PROJECT / "lessons" / "docs" / "data.md").read_text("utf-8")
    command = re.search(r"    sqlite-utils lessons\.db (\"SELECT .*?)\n\n", page, re.DOTALL)
    assert command
    arguments = shlex.split(command[1].replace("\n      ", " "))
    utils = [sys.executable, "-m", "sqlite_utils"]
    found = subprocess.run([*utils, str(founding), *arguments], capture_output=True, check=True, text=True)
    assert json.loads(found.stdout)[0].keys() == {"id", "statement"}
    refused = subprocess.run(
        [*utils, "search", str(founding), "lessons", "crews"], capture_output=True, check=False, text=True
    )
    assert "not configured for full-text search" in refused.stderr

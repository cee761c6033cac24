"""The database's schema as declared, and the JSON Schema of the front matter."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest

from lessons import schema
from lessons.record import json_schema
from lessons.record.fields import all_fields
from lessons.record.review import Review, required_fields
from lessons.schema import FULL_TEXT, TABLES, VIEWS
from lessons.schemes import FIXED, RECURRED
from tests.support.sample import WORDS


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA foreign_keys = ON")
    for statement in schema.statements():
        connection.execute(statement)
    yield connection
    connection.close()


def test_every_statement_makes_what_it_declares(database: sqlite3.Connection) -> None:
    for table in TABLES:
        columns = {row[1]: row[2] for row in database.execute(f'PRAGMA table_xinfo("{table.name}")')}
        assert columns == {column.name: column.type for column in table.columns}
        (strict,) = database.execute("SELECT strict FROM pragma_table_list WHERE name = ?", [table.name]).fetchone()
        assert strict == 1, table.name
    for view in VIEWS:
        columns = {row[1] for row in database.execute(f'PRAGMA table_info("{view.name}")')}
        assert columns == set(view.columns), view.name
    for index in FULL_TEXT:
        assert database.execute(f'SELECT count(*) FROM "{index.name}"').fetchone() == (0,)


def test_names_are_plain_and_references_lead_somewhere(database: sqlite3.Connection) -> None:
    names = {table.name: {column.name for column in table.columns} for table in TABLES}
    for table in TABLES:
        assert re.fullmatch("[a-z]+(_[a-z]+)*", table.name)
        for _, _, parent, _, to, *_ in database.execute(f'PRAGMA foreign_key_list("{table.name}")'):
            assert to in names[parent], f"{table.name} refers to {parent}.{to}"


def test_tables_stand_after_those_that_they_refer_to() -> None:
    order = [table.name for table in TABLES]
    for table in TABLES:
        for column in table.columns:
            if column.references:
                assert order.index(column.references[0]) <= order.index(table.name), table.name


def test_a_value_that_is_none_of_the_fixed_terms_is_refused(database: sqlite3.Connection) -> None:
    allowed = {
        (table.name, column.name): column.allowed for table in TABLES for column in table.columns if column.allowed
    }
    assert allowed["reviews", "result"] == FIXED["result"]
    assert allowed["lessons", "status"] == tuple(term for term in FIXED["lesson_status"] if term != RECURRED)
    with pytest.raises(sqlite3.IntegrityError, match="CHECK constraint failed"):
        database.execute("INSERT INTO redirects VALUES ('/a', NULL, 302)")


def test_datasette_will_find_the_full_text_indexes(database: sqlite3.Connection) -> None:
    """It looks for content="table" in the DDL, and ignores a search otherwise without a word."""
    for index in FULL_TEXT:
        (ddl,) = database.execute("SELECT sql FROM sqlite_master WHERE name = ?", [index.name]).fetchone()
        assert f'content="{index.content}"' in ddl


def json_object(**arguments: Any) -> dict[str, Any]:
    return json.loads(json_schema.text(**arguments))  # type: ignore[no-any-return]


def test_the_json_schema_holds_every_field_with_its_help() -> None:
    found = json_object()
    assert list(found["properties"]) == [path[0] for path, _ in all_fields(Review) if len(path) == 1]
    assert set(found["required"]) == set(required_fields())
    assert found["additionalProperties"] is False
    for name, field in found["properties"].items():
        assert field["description"] == Review.model_fields[name].description
        assert {"vocabulary", "facet", "advanced"}.isdisjoint(field)


def test_terms_of_the_vocabulary_are_what_the_fields_take() -> None:
    properties = json_object(vocabulary=WORDS)["properties"]
    assert properties["sector"]["enum"] == ["transport", "policing-and-justice", "not-stated"]
    assert properties["result"]["enum"] == list(FIXED["result"])
    single, several = sorted(properties["change"]["anyOf"], key=lambda choice: str(choice["type"]), reverse=True)
    assert single == {"type": "string", "enum": ["policy", "process"]}
    assert several["items"] == {"type": "string", "enum": ["policy", "process"]}
    assert "enum" not in json_object(vocabulary=WORDS)["properties"]["event"]


def test_an_editor_accepts_a_year_as_a_number_and_asks_for_no_null() -> None:
    found = json_object()
    kinds = found["properties"]["date"]["anyOf"]
    assert {"const": "not-stated"} in kinds
    assert [kind["type"] for kind in kinds if "type" in kind] == ["string", "integer"]
    assert "null" not in json.dumps(found)
    assert found["$defs"]["Outcome"]["properties"]["result"]["type"] == "number"
    assert found["$defs"]["Outcome"]["required"] == ["measure", "better"]


def test_an_editor_accepts_a_single_value_where_a_list_is_due() -> None:
    for name in ("tags", "outcomes", "related"):
        kinds = json_object()["properties"][name]["anyOf"]
        assert len(kinds) == 2
        assert kinds[0]["type"] == "array"
        assert kinds[0]["items"] == kinds[1]

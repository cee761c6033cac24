"""The database's schema as declared, and the JSON Schema of the front matter."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lessons import schema
from lessons.record import json_schema, vocabulary
from lessons.record.fields import all_fields
from lessons.record.parts import Record
from lessons.record.review import Review, required_fields, term_fields
from lessons.record.use import LessonUse
from lessons.schema import FULL_TEXT, TABLES, VIEWS
from lessons.schema.views.former import VIEWS as FORMER
from lessons.schemes import FIXED, NOT_STATED, RECURRED
from tests.support.sample import WORDS

ENTRIES = Path(__file__).parents[2] / "entries"


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
        columns = [row[1] for row in database.execute(f'PRAGMA table_info("{view.name}")')]
        assert columns == [column.name for column in view.columns], view.name
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
    assert allowed["reviews", "result"] == tuple(term for term in FIXED["result"] if term != NOT_STATED)
    assert allowed["lessons", "status"] == tuple(term for term in FIXED["lesson_status"] if term != RECURRED)
    with pytest.raises(sqlite3.IntegrityError, match="CHECK constraint failed"):
        database.execute("INSERT INTO redirects VALUES ('/a', NULL, 302)")


def test_ids_are_primary_keys_and_row_numbers_are_referred_to_by_nothing(database: sqlite3.Connection) -> None:
    keys = {}
    for table in TABLES:
        info = database.execute(f'PRAGMA table_info("{table.name}")').fetchall()
        keys[table.name] = [row[1] for row in sorted(info, key=lambda row: row[5]) if row[5]]
        assert keys[table.name], f"{table.name} has no primary key"
        if "id" in (row[1] for row in info):
            assert keys[table.name] == ["id"], table.name
    for table in TABLES:
        for _, _, parent, _, to, *_ in database.execute(f'PRAGMA foreign_key_list("{table.name}")'):
            # Datasette follows foreign keys to primary keys, and shows false counts for others.
            assert to == "id" or parent == "terms", f"{table.name} refers to {parent}.{to}"


def test_every_partial_date_has_the_days_that_it_can_mean(database: sqlite3.Connection) -> None:
    for name, kind in database.execute(
        "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')"
    ).fetchall():
        columns = {row[1] for row in database.execute(f'PRAGMA table_info("{name}")')}
        dates = {column for column in columns if column in PARTIAL_DATES}
        if not (name.startswith("schema1_") or name == "reviewed"):
            assert {f"{date}_{end}" for date in dates for end in ("earliest", "latest")} <= columns, f"{kind} {name}"


PARTIAL_DATES = {
    "date",
    "published",
    "due",
    "respond_by",
    "review_due",
    "period_from",
    "period_to",
    "source_system_imported",
}


def test_one_name_of_a_column_has_one_meaning() -> None:
    """The same name has the same type and takes the same values wherever it stands, in tables and in views."""
    found: dict[str, dict[tuple[str, tuple[str, ...]], str]] = {}
    former = {view.name for view in FORMER}
    for one in (*TABLES, *(view for view in VIEWS if view.name not in former)):
        for column in one.columns:
            # Reviews and lessons are linked in ways of their own.
            allowed = () if column.name == "link_type" else column.allowed
            found.setdefault(column.name, {}).setdefault((column.type, allowed), one.name)
    assert {name: uses for name, uses in found.items() if len(uses) > 1} == {}


def test_queries_for_version_1_find_their_tables_and_columns(database: sqlite3.Connection) -> None:
    """Each column of version 1.0 of which name or meaning changed stands in a view, in its place."""
    for name, columns in VERSION_1.items():
        found = [row[1] for row in database.execute(f'PRAGMA table_info("{name}")')]
        assert found == columns.split(), name


VERSION_1 = {
    "schema1_outcomes": "id review_id position measure unit baseline target result better period method note source",
    "reviewed": "review_id position date by note",
    "schema1_lesson_links": "id kind from_review_id position to_lesson_id target decision why independent",
    "schema1_review_links": "from_review_id kind to_review_id to_lesson_id target",
    "schema1_terms": "id scheme slug label definition broader cofog position",
    "schema1_schemes": "slug label definition facet ordered position",
    "schema1_redirects": "old new status",
    "schema1_data_dictionary": "table_name column_name type meaning",
    "schema1_lesson_cards": "lesson_id review_id path statement kind recommendation applies_when does_not_apply_when priority standing "
    "owner due review_title organisation date date_earliest sector result",
    "schema1_outcome_results": "id review_id review_title organisation sector measure unit baseline target result change change_per_cent "
    "direction target_met better method period note source",
    "schema1_reviews": "number id unit_id title date date_earliest date_precision year organisation_id sector result type event phase "
    "delivery_model level country place mission contact summary period_from period_to people_affected cost_amount cost_currency cost_year "
    "cost_note handling status review_due language licence source_system source_system_id source_system_url source_system_imported "
    "lesson_count first_published last_changed path",
}


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
    assert slugs(properties["sector"]) == ["transport", "policing-and-justice", "not-stated"]
    assert slugs(properties["result"]) == list(FIXED["result"])
    single, several = sorted(properties["change"]["anyOf"], key=lambda choice: str(choice["type"]), reverse=True)
    assert (single["type"], slugs(single)) == ("string", ["policy", "process"])
    assert several["items"] == single
    assert "oneOf" not in json_object(vocabulary=WORDS)["properties"]["event"]


def slugs(field: dict[str, Any]) -> list[str]:
    return [term["const"] for term in field["oneOf"]]


@pytest.mark.parametrize("record", [Review, LessonUse])
def test_every_term_in_the_json_schema_has_its_label_and_its_definition(record: type[Record]) -> None:
    words = vocabulary.load(ENTRIES, "entries")
    schema = json_object(vocabulary=words, record=record)
    found = {term["const"]: term for field in every(schema) for term in field.get("oneOf", ())}
    for _, scheme in term_fields(record):
        for slug, term in words.terms(scheme).items():
            if slug != RECURRED:
                assert slug in found, f"{scheme}: {slug}"
                assert found[slug].keys() == {"const", "title", "description"}, term
    assert "enum" not in json.dumps(list(schema["properties"].values()))


def every(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from every(inner)


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

"""Documentation cannot drift: every rule, field, section, command, table and column says what it is."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import click
import pytest

import lessons
from lessons import checks
from lessons.checks import IDS, RULES
from lessons.cli import COMMANDS, main
from lessons.entries.collection import Collection
from lessons.problems import Place, Problem
from lessons.record.fields import all_fields
from lessons.record.outline import LESSON_FIELDS, SECTIONS
from lessons.record.review import Review
from lessons.record.vocabulary import Vocabulary
from lessons.schema import FULL_TEXT, TABLES, VIEWS, dictionary, statements


@pytest.mark.parametrize("id_", IDS)
def test_every_rule_has_a_manual(id_: str) -> None:
    manual = checks.manual(id_) or ""
    first, _, rest = manual.removeprefix(f"{id_}\n\n").partition("\n\n")
    assert first.endswith("."), "begin with one sentence that says the rule"
    assert "What is right: " in rest
    assert "Why: " in rest


def test_every_rule_has_an_id_of_its_own_named_as_its_module() -> None:
    assert len(IDS) == len(set(IDS))
    for rule in RULES:
        module = rule.__name__.rpartition(".")[2]
        assert module.replace("_", "-") == rule.ID, rule.__name__


def test_the_manual_of_an_unknown_rule_is_none() -> None:
    assert checks.manual("no-such-rule") is None


def test_every_field_of_the_record_has_a_sentence() -> None:
    for path, field in all_fields(Review):
        assert field.description, ".".join(path)
        assert field.description.rstrip().endswith((".", "…")), ".".join(path)


def test_every_section_and_every_field_of_a_lesson_has_a_sentence() -> None:
    for one in (*SECTIONS, *LESSON_FIELDS):
        assert one.help.endswith("."), one.key


def test_the_manual_of_lesson_fields_names_every_label() -> None:
    manual = checks.manual("lesson-fields") or ""
    for field in LESSON_FIELDS:
        assert field.label in manual.replace("\n", " "), field.label


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does_with_examples(name: str) -> None:
    context = click.Context(main)
    command = main.get_command(context, name)
    assert command is not None
    help_text = command.get_help(click.Context(command, info_name=f"lessons {name}"))
    commands = command.commands.values() if isinstance(command, click.Group) else [command]
    for one in commands:
        own = one.get_help(click.Context(one))
        assert "Examples:" in own or "Examples:" in help_text, name
        for parameter in one.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{name} {parameter.name}"
    assert name in main.get_help(context)


def test_every_table_view_index_and_column_has_a_sentence() -> None:
    described = {(row.table_name, row.column_name): row.meaning for row in dictionary()}
    for (table, column), meaning in described.items():
        assert meaning.endswith("."), f"{table}.{column}: {meaning}"
    for table in TABLES:
        assert {(table.name, ""), *((table.name, column.name) for column in table.columns)} <= set(described)
    for view in VIEWS:
        assert {(view.name, column.name) for column in view.columns} <= set(described)
    for index in FULL_TEXT:
        assert (index.name, "") in described


def test_the_page_on_the_database_names_every_view_of_today() -> None:
    page = (Path(lessons.__file__).parent / "docs" / "data.md").read_text("utf-8")
    for view in VIEWS:
        former = view.name.startswith("schema1_") or view.name == "reviewed"
        assert former or f"`{view.name}`" in page or view.name == "review_search_text", view.name


PROJECT = Path(__file__).parent.parent


def test_the_changelog_names_every_table_and_column_that_version_1_did_not_have() -> None:
    former = json.loads((PROJECT / "tests" / "data" / "schema-1.0.json").read_text("utf-8"))
    told = (PROJECT / "CHANGELOG.md").read_text("utf-8").partition("\n### Schema\n")[2]
    for thing in (*TABLES, *VIEWS):
        if thing.name.startswith("schema1_"):
            continue
        assert thing.name in former or f"`{thing.name}`" in told, thing.name
        for column in thing.columns if thing.name in former else ():
            # What every date or term has is told once.
            known = column.name in former[thing.name] or column.name.endswith(("_earliest", "_latest", "_label"))
            assert known or re.search(rf"\b{column.name}\b", told), f"{thing.name}.{column.name}"


def test_the_readme_names_every_command() -> None:
    named = re.findall(r"^\| `lessons (\S+)` \|", (PROJECT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(named) == sorted(COMMANDS)


def test_the_queries_of_the_readme_run_against_the_schema() -> None:
    queries = re.findall(r"```sql\n(.*?)```", (PROJECT / "README.md").read_text("utf-8"), re.DOTALL)
    assert queries
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in statements():
            connection.execute(statement)
        for query in queries:
            assert connection.execute(query).fetchall() == []


def test_a_problem_has_one_shape() -> None:
    found = checks.check(Collection((), Vocabulary()))
    assert found == []
    problem = Problem(Place("entries/x.md", 7, 9), 'unknown sector "polcing"', "known-terms")
    assert re.fullmatch(r"entries/x\.md:7:9: .* \[known-terms\]", str(problem))

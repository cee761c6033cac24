"""The configuration for Decap CMS is one that it takes, asks what the record declares, and leads to files that the check takes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from lessons import checks
from lessons.authoring import decap
from lessons.entries import read_string
from lessons.entries.collection import Collection
from lessons.record import scaffold, vocabulary
from lessons.record.parts import Record
from lessons.record.review import Review, needed_paths, term_fields
from lessons.record.use import LessonUse
from tests.support.sample import Run

ENTRIES = Path(__file__).parents[2] / "entries"
WORDS = vocabulary.load(ENTRIES, "entries")
CONFIG = yaml.safe_load(decap.text(WORDS, "entries"))
COLLECTIONS = {one["name"]: one for one in CONFIG["collections"]}
# What decap-cms-core 3.19 and its widgets (validateConfig, schema.js) know and need: for a collection, and for a field by its widget.
OF_A_COLLECTION = {
    "name", "label", "label_singular", "folder", "create", "slug", "extension", "format", "editor", "fields", "identifier_field", "summary",
    "filter",
}  # fmt: skip
OF_A_FIELD = {"name", "label", "hint", "required", "widget"}
OF_A_WIDGET: dict[str, set[str]] = {
    "string": set(), "text": set(), "number": {"value_type"}, "select": {"options", "multiple"}, "object": {"collapsed", "fields"},
    "list": {"field", "fields", "summary"}, "markdown": {"modes", "default"}, "hidden": {"default"},
}  # fmt: skip


def every(fields: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for field in fields:
        yield field
        yield from every(field.get("fields", []))
        if "field" in field:
            yield from every([field["field"]])


def test_the_whole_has_what_the_program_requires() -> None:
    assert {"backend", "collections", "media_folder"} <= CONFIG.keys()
    assert CONFIG["backend"]["name"] == "github"
    assert CONFIG["publish_mode"] == "editorial_workflow"
    assert len(COLLECTIONS) == len(CONFIG["collections"]) == 3


@pytest.mark.parametrize("name", COLLECTIONS)
def test_collections_and_fields_have_only_what_the_program_knows(name: str) -> None:
    collection = COLLECTIONS[name]
    assert set(collection) <= OF_A_COLLECTION
    assert {"name", "label", "folder", "fields"} <= set(collection)
    # Without a title, it must be said what names an entry.
    assert "identifier_field" in collection or "title" in {field["name"] for field in collection["fields"]}
    for field in every(collection["fields"]):
        assert set(field) - OF_A_FIELD <= OF_A_WIDGET[field["widget"]], field
        assert isinstance(field.get("required", True), bool)
        if field["widget"] == "select":
            assert all(set(option) == {"label", "value"} for option in field["options"])
            assert field["options"]
        if field["widget"] == "list":
            assert ("field" in field) != ("fields" in field)
        names = [inner["name"] for inner in field.get("fields", [])]
        assert len(names) == len(set(names))
        assert names or field["widget"] != "object"
    names = [field["name"] for field in collection["fields"]]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("name", "model"), [("reviews", Review), ("rapid", Review), ("uses", LessonUse)])
def test_each_collection_asks_what_the_record_declares(name: str, model: type[Record]) -> None:
    fields = {field["name"]: field for field in COLLECTIONS[name]["fields"]}
    expected = [
        key
        for key, field in model.model_fields.items()
        if not (field.json_schema_extra or {}).keys() & {"advanced", "plain"}  # type: ignore[union-attr]
    ]
    assert list(fields) == [*expected, "body"]
    needed = {path[0] for path in needed_paths(model) if len(path) == 1}
    assert {key for key, field in fields.items() if field.get("required") and key != "body"} == needed
    for path, scheme in term_fields(model):
        if path[0] not in fields or fields[path[0]]["widget"] == "hidden":
            continue
        field = fields[path[0]]
        for step in path[1:]:
            field = next(inner for inner in field["fields"] if inner["name"] == step)
        values = [option["value"] for option in field["options"]]
        assert [value for value in values if value != "not-stated" or scheme != "sector"] == list(
            WORDS.allowed(scheme) or ()
        )
        assert field["options"][0]["label"] == WORDS.terms(scheme)[values[0]].label


def saved(name: str, values: dict[str, Any], body: str) -> str:
    """Return the file that the program writes for what somebody filled in."""
    return f"---\n{yaml.safe_dump(values, sort_keys=False)}---\n{body}\n"


def errors(text: str, path: str) -> list[str]:
    entry = read_string(text, path, use=path.startswith("uses/"))
    problems = checks.problems_of(entry, Collection((entry,), WORDS))
    return [str(problem) for problem in problems if problem.severity == "error" and problem.rule != "links"]


@pytest.mark.parametrize("name", ["reviews", "rapid"])
def test_what_is_filled_in_is_a_review_that_the_check_takes(name: str) -> None:
    fields = {field["name"]: field for field in COLLECTIONS[name]["fields"]}
    values: dict[str, Any] = {
        "title": "Buses: a story", "date": "2019-03", "organisation": "Dorset", "sector": "transport", "result": "mixed",
        "author": "", "summary": "Short.", "partners": ["A Ltd, B University"], "people_affected": 35, "period": {"from": "2019", "to": ""},
        "outcomes": [{"measure": "Riders", "result": 4.5, "better": "higher"}], "barriers": [fields["barriers"]["options"][0]["value"]],
    }  # fmt: skip
    if name == "rapid":
        values["type"] = fields["type"]["default"]
    body = scaffold.PLACEHOLDER.sub("Some words of my own.", fields["body"]["default"])
    assert body != fields["body"]["default"]
    assert errors(saved(name, values, body), "buses-a-story.md") == []


def test_what_is_filled_in_is_a_use_that_the_check_takes() -> None:
    values = {"lesson": "night-buses#ask-users", "organisation": "N", "decision": "adopted", "date": "2019", "why": ""}
    assert errors(saved("uses", values, ""), "uses/n-night-buses.md") == []


def test_the_configuration_is_printed_with_the_folder_of_entries_and_has_uses_already(run: Run) -> None:
    config = yaml.safe_load(run("schema", "--format", "decap", "--entries", ENTRIES).stdout)
    assert [one["folder"] for one in config["collections"]] == [str(ENTRIES), str(ENTRIES), f"{ENTRIES}/uses"]
    for more, said in (("--uses", "leave --uses out"), ("--write", "send --format decap to a file")):
        refused = run("schema", "--format", "decap", more)
        assert refused.exit_code == 2
        assert said in refused.stderr

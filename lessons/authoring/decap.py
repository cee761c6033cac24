"""A configuration for Decap CMS, in which people write reviews and uses without git: it edits the files, and opens pull requests.

It is made from the JSON Schema of the front matter and so from the one declaration of the record. What the scaffold leaves out is
left out here, too, and so is what may be written in two ways, for which the program has no field; it keeps what it does not know.
https://decapcms.org/docs/configuration-options/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from lessons.record import scaffold
from lessons.record.fields import written
from lessons.record.json_schema import json_schema
from lessons.record.parts import Record
from lessons.record.review import Review
from lessons.record.use import FOLDER, LessonUse
from lessons.record.vocabulary import Vocabulary

_HEAD = """\
# Configuration of Decap CMS, written by `lessons schema --format decap`; write it again when the vocabulary has changed.
# Put it beside the page that loads the program, as config.yml, and say below which repository is meant.
"""
_RAPID = "rapid-lesson"
# Texts in the writer's own words that are rarely one line.
_LONG = frozenset({"summary", "why", "evidence", "note", "mission"})
_NUMBERS = {"integer": "int", "number": "float"}
# The id is made of the title: three dots at the end of one that was cut are taken off again.
_SLUG = "{{slug | truncate(60)}}"


def text(vocabulary: Vocabulary, folder: str) -> str:
    """Return the configuration as YAML, for the folder of entries at this path in the repository."""
    whole = {
        "backend": {"name": "github", "repo": "OWNER/REPOSITORY", "branch": "main"},
        # A pull request for each entry, so that the check and a person see it first.
        "publish_mode": "editorial_workflow",
        # The program asks for it; reviews hold no images of their own.
        "media_folder": "media",
        "slug": {"encoding": "ascii", "clean_accents": True, "sanitize_replacement": "-"},
        "collections": [
            _reviews(vocabulary, folder),
            {
                **_reviews(vocabulary, folder, _RAPID),
                "name": "rapid",
                "label": "Rapid lessons",
                "label_singular": "Rapid lesson",
                "filter": {"field": "type", "value": _RAPID},
            },
            _uses(vocabulary, folder),
        ],
    }
    return _HEAD + yaml.safe_dump(whole, sort_keys=False, allow_unicode=True, width=120)


def _reviews(vocabulary: Vocabulary, folder: str, kind: str | None = None) -> dict[str, Any]:
    blank = scaffold.blank({"type": kind} if kind else {}, vocabulary)
    fields = list(_fields(Review, vocabulary))
    if kind:
        fixed = {"name": "type", "label": "Type", "widget": "hidden", "default": kind}
        fields = [fixed if field["name"] == "type" else field for field in fields]
    return {
        "name": "reviews",
        "label": "Reviews",
        "label_singular": "Review",
        "folder": folder,
        "create": True,
        "slug": _SLUG,
        **_format(),
        "fields": [*fields, _body(blank.partition("\n---\n")[2].lstrip("\n"))],
    }


def _uses(vocabulary: Vocabulary, folder: str) -> dict[str, Any]:
    return {
        "name": "uses",
        "label": "Uses of lessons",
        "label_singular": "Use of a lesson",
        "folder": f"{folder}/{FOLDER}",
        "create": True,
        "identifier_field": "lesson",
        "summary": "{{organisation}}: {{lesson}}",
        "slug": "{{organisation | truncate(30)}}-{{lesson | truncate(40)}}",
        **_format(),
        "fields": [*_fields(LessonUse, vocabulary), {**_body(""), "required": False}],
    }


def _format() -> dict[str, Any]:
    return {"extension": "md", "format": "yaml-frontmatter", "editor": {"preview": False}}


def _body(default: str) -> dict[str, Any]:
    # As rich text it would write the lists of fields and what is still to be written in another way.
    field = {"name": "body", "label": "Text", "widget": "markdown", "modes": ["raw"]}
    return {**field, "default": default} if default else field


def _fields(model: type[Record], vocabulary: Vocabulary) -> Iterator[dict[str, Any]]:
    schema = json_schema(vocabulary, model)
    needed = schema["required"]
    for name, field in written(model):
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        if not extra.get("advanced") and not extra.get("plain"):
            yield _field(name, schema["properties"][name], schema["$defs"], required=name in needed)


def _field(name: str, part: Mapping[str, Any], parts: Mapping[str, Any], *, required: bool) -> dict[str, Any]:
    """Return one field of the configuration for a property of the schema; ``parts`` are its definitions."""
    field = {"name": name, "label": part["title"], "hint": part["description"], "required": required}
    several = next((choice for choice in part.get("anyOf", ()) if choice.get("type") == "array"), None)
    if several is None:
        return field | _widget(name, part, parts)
    item = several["items"]
    if "oneOf" in item:
        return field | _widget(name, item, parts) | {"multiple": True}
    if "$ref" in item:
        inside = _inside(item, parts)
        return field | {"widget": "list", "summary": f"{{{{fields.{inside[0]['name']}}}}}", "fields": inside}
    # A list without fields would be typed in one line and cut at each comma.
    one = {"name": "one", "label": part["title"], **_widget(name, item, parts)}
    return field | {"widget": "list", "field": one}


def _widget(name: str, part: Mapping[str, Any], parts: Mapping[str, Any]) -> dict[str, Any]:
    if "oneOf" in part:
        return {
            "widget": "select",
            "options": [{"label": one["title"], "value": one["const"]} for one in part["oneOf"]],
        }
    if "$ref" in part:
        # It would ask for what a period needs also where there is none.
        inside = [{**field, "required": False} for field in _inside(part, parts)]
        return {"widget": "object", "collapsed": True, "fields": inside}
    # Texts may look like numbers, so their type is a list of both.
    if isinstance(kind := part.get("type"), str) and kind in _NUMBERS:
        return {"widget": "number", "value_type": _NUMBERS[kind]}
    return {"widget": "text" if name in _LONG else "string"}


def _inside(part: Mapping[str, Any], parts: Mapping[str, Any]) -> list[dict[str, Any]]:
    record = parts[part["$ref"].rpartition("/")[2]]
    return [
        _field(name, inner, parts, required=name in record.get("required", ()))
        for name, inner in record["properties"].items()
    ]

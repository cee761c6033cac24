"""The blank of a new review: what is known filled in, what is to be written marked, optional fields as commented hints.

Everything comes from the declarations: fields and their help from :mod:`lessons.record.review`, sections and lesson fields from
:mod:`lessons.record.outline`, terms from the unit's vocabulary.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic.fields import FieldInfo

from lessons.record.outline import LESSON_FIELDS, RAPID, SECTIONS, form_of
from lessons.record.review import Record, Review, field_extra, required_fields
from lessons.record.use import LessonUse
from lessons.record.vocabulary import Vocabulary, ascii_slug
from lessons.record.writing import block, front_matter, literal_heading

# Brackets without an address are plain text to Markdown, so a blank reads well in every preview.
PLACEHOLDER = re.compile(r"\[write: ([^\]\n]{0,300})\]")
# Where `lessons schema` is kept for editors, beside the vocabulary; a name beginning with a dot is no entry.
SCHEMA_FILE = ".schema.json"
# As SCHEMA_FILE, for uses: what `lessons schema --uses` prints.
SCHEMA_FILE_OF_USES = ".schema-of-uses.json"
_MOST_TERMS = 8
_ADD = "# You may add these fields: delete the # before a name and write the value after the colon. Delete what you do not need."


def to_write(what: str) -> str:
    """Return the mark that stands where the writer is to write ``what``."""
    return f"[write: {what[0].lower()}{what[1:].rstrip('.')}]"


def blank(fields: Mapping[str, Any], vocabulary: Vocabulary, *, lesson: str = "", schema: str = SCHEMA_FILE) -> str:
    """Return the text of a new review with these fields of the front matter.

    ``lesson`` is the first lesson's sentence where it is known already, ``schema`` the path of the JSON Schema from the file.
    """
    known = front_matter(fields).removesuffix("---").rstrip("\n")
    head = known.replace("---\n", f"---\n# yaml-language-server: $schema={schema}\n", 1)
    blocks = ["\n".join([head, *_hints(fields, vocabulary), "---"])]
    form = form_of(fields.get("type"))
    for kind in SECTIONS:
        if form in kind.required_in:
            blocks.append(f"## {kind.heading}")
            if kind.key != "lessons":
                blocks.append(to_write(kind.help))
            else:
                blocks += _lesson(lesson)
    return "\n\n".join(blocks) + "\n"


def blank_use(fields: Mapping[str, Any], vocabulary: Vocabulary, *, schema: str) -> str:
    """Return the text of a new use with these fields of the front matter; ``schema`` as for :func:`blank`."""
    known = block({name: fields[name] for name in LessonUse.model_fields if name in fields})
    optional = [
        name
        for name, field in LessonUse.model_fields.items()
        if name not in fields and not field.is_required() and not _extra(field).get("advanced")
    ]
    hints = [line for name in optional for line in _hint(name, vocabulary, LessonUse)]
    text = to_write("what was changed, and what happened; or delete this line")
    return "\n".join(["---", f"# yaml-language-server: $schema={schema}", *known, _ADD, *hints, "---", "", text, ""])


def file_id(title: str) -> str:
    """Return the id that a title suggests: at most 60 characters, cut between words."""
    slug = ascii_slug(title)
    if len(slug) > 60:
        slug = slug[:60].rpartition("-")[0] or slug[:60]
    return slug if len(slug) >= 3 else f"review-{slug}".strip("-")


# "Lesson 1: Ask the users" is about asking.
_NUMBER = re.compile(
    r"\s*(?:(?:key |main )?(?:lesson|finding|recommendation)(?: learn(?:ed|t))?\s*(?:no\.?\s*)?#?(?:\d{1,3}\b|(?=[:–—]))|\d{1,3}[.)](?=\s))\s*[.:)–—-]?\s*",
    re.IGNORECASE,
)


def lesson_id(statement: str, taken: frozenset[str] | set[str] = frozenset()) -> str:
    """Return the Id that a lesson's sentence suggests: at most 40 characters, cut between words, not one that is taken."""
    slug = ascii_slug(_NUMBER.sub("", statement))
    if len(slug) > 40:
        slug = slug[:41].rpartition("-")[0].strip("-") or slug[:40]
    slug = slug or "lesson"
    free = slug
    for number in range(2, len(taken) + 3):
        if free not in taken:
            break
        free = f"{slug}-{number}"
    return free


def schema_path(folder: Path, file: Path, schema: str = SCHEMA_FILE) -> str:
    """Return the path from a new file to the folder's JSON Schema, as a modeline writes it."""
    return Path(os.path.relpath(folder / schema, file.parent)).as_posix()


def _lesson(statement: str) -> Iterator[str]:
    yield f"### {literal_heading(statement) if statement else to_write('one sentence that says what to do next time')}"
    yield to_write("what happened that taught this, in a few sentences")
    required = {field.key: to_write(field.help) for field in LESSON_FIELDS if field.required}
    required["id"] = lesson_id(statement) if statement else "lesson-1"
    lines = [f"- {field.label}: {required[field.key]}" for field in LESSON_FIELDS if field.required]
    applies = next(field for field in LESSON_FIELDS if field.key == "applies_when")
    lines.append(
        f"- {applies.label}: [write: {applies.help[0].lower()}{applies.help[1:].rstrip('.')}; or delete this line]"
    )
    yield "\n".join(lines)


def _hints(fields: Mapping[str, Any], vocabulary: Vocabulary) -> Iterator[str]:
    form = form_of(fields.get("type"))
    sections = ", ".join(kind.heading for kind in SECTIONS if form not in kind.required_in)
    labels = ", ".join(field.label for field in LESSON_FIELDS if not field.required)
    optional = [
        name
        for name in Review.model_fields
        if name not in fields and name not in required_fields() and not field_extra(name).get("advanced")
    ]
    yield f"# You may add sections, each under a heading of level 2 (##): {sections}."
    yield f"# A lesson may have more fields, as list items at its end: {labels}."
    if form == RAPID:
        yield f"# You may add fields here: {', '.join(optional)}."
        return
    yield _ADD
    for name in optional:
        yield from _hint(name, vocabulary)


def _extra(field: FieldInfo) -> dict[str, Any]:
    return dict(field.json_schema_extra) if isinstance(field.json_schema_extra, dict) else {}


def _hint(name: str, vocabulary: Vocabulary, model: type[Record] = Review) -> Iterator[str]:
    """Yield a field's help, above it: behind a value, a comment would be mistaken for a part of it."""
    field = model.model_fields[name]
    scheme = _extra(field).get("vocabulary")
    terms = (vocabulary.allowed(scheme) or ()) if scheme else ()
    choice = f" One of: {', '.join(terms[:_MOST_TERMS])}{', …' if len(terms) > _MOST_TERMS else ''}" if terms else ""
    yield f"# {field.description}{choice}"
    yield f"#{name}:"
    record = record_in(field.annotation)
    if record is None:
        if field.default_factory is list:
            yield "#  -"
        return
    mark = "  - " if field.default_factory is list else "    "
    for key, part in record.model_fields.items():
        yield f"#    # {part.description}"
        yield f"#{mark}{part.alias or key}:"
        mark = "    "


def record_in(annotation: Any) -> type[Record] | None:
    """Return the record that a field holds, alone or in a list; ``None`` when it holds plain values."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    return next((found for part in get_args(annotation) if (found := record_in(part))), None)

"""From what was filled in to the values of the record, and to the file: text stands there so that it is read back as it was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lessons import forms
from lessons.forms import FieldGroup, Filled, FormField, FormShape
from lessons.proposing.shapes import REFERENCES
from lessons.record import meant, writing
from lessons.record.outline import LESSON_FIELDS, SECTIONS
from lessons.record.scaffold import lesson_id
from lessons.record.use import LessonUse
from lessons.record.writing import BREAKS, LessonText, literal, literal_blocks

MAY_BE_NOT_STATED = frozenset({"date", "organisation"})
_BULLET = re.compile(r"\s*(?:[•·▪◦*–-]\s+|•)")
TOLD = "told"


def cited(text: str) -> str:
    """Return a review or lesson as entries cite it; the address of its page is taken too."""
    # An address may remember the search that led there.
    return meant.reference(text.partition("?")[0]) or text.strip()


def missing(shape: FormShape, filled: Filled) -> Iterator[tuple[str, FormField]]:
    """Yield the name of each field that has to be filled in and is not, with the field; of things that may be left out, of those begun."""
    for group in shape.groups:
        for number in _numbers(group, filled):
            for field in group.every:
                if field.required and not filled.every(group.named(field.key, number)):
                    yield group.named(field.key, number), field


def _numbers(group: FieldGroup, filled: Filled) -> range:
    if group.repeats:
        return range(1, max(filled.count(group.name), 0 if group.optional else 1) + 1)
    begun = any(filled.every(group.named(field.key)) for field in group.every)
    return range(1, 2 if begun or not group.optional else 1)


def front_of(shape: FormShape, filled: Filled) -> dict[str, Any]:
    """Return the fields of the front matter."""
    found: dict[str, Any] = {"type": "rapid-lesson"} if shape.kind == forms.RAPID else {}
    for group in shape.groups:
        if group.name in ("section", "lessons"):
            continue
        things = [_thing(group, filled, number) for number in _numbers(group, filled)]
        if not group.name:
            found.update(things[0] if things else {})
        elif group.repeats:
            found[group.name] = things
        elif things:
            found[group.name] = things[0]
    return {name: value for name, value in found.items() if name != TOLD}


def _thing(group: FieldGroup, filled: Filled, number: int) -> dict[str, Any]:
    found = {}
    for field in group.every:
        name = group.named(field.key, number)
        texts = texts_of(field, filled.every(name))
        if texts:
            found[field.key] = texts if field.kind in (forms.CHOICES, forms.LINES) else texts[0]
    return found


def texts_of(field: FormField, texts: list[str]) -> list[str]:
    """Return the values of a field as the record writes them."""
    if field.kind == forms.LINES:
        lines = (_BULLET.sub("", line, count=1).strip() for text in texts for line in text.split("\n"))
        texts = [line for line in lines if line]
    return [cited(text) for text in texts] if field.key in REFERENCES else texts


def review_text(shape: FormShape, filled: Filled) -> str:
    """Return the file of a review."""
    sections = [
        (kind.heading, literal_blocks(text, BREAKS))
        for kind in SECTIONS
        if kind.key != "lessons" and (text := filled.first(f"section.{kind.key}"))
    ]
    group = next(group for group in shape.groups if group.name == "lessons")
    return writing.review(front_of(shape, filled), sections, _lessons(group, filled))


def _lessons(group: FieldGroup, filled: Filled) -> Iterator[LessonText]:
    taken: set[str] = set()
    for number in range(1, filled.count(group.name) + 1):
        statement = filled.first(group.named("statement", number))
        id_ = lesson_id(statement, taken)
        taken.add(id_)
        values: dict[str, Any] = {"id": id_, **_thing(group, filled, number)}
        prose = literal_blocks(filled.first(group.named("prose", number)), BREAKS)
        yield LessonText(statement, prose, tuple(_labelled(values)))


def _labelled(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for field in LESSON_FIELDS:
        value = values.get(field.key)
        texts = value if isinstance(value, list) else [value] if value else []
        if field.separator and texts:
            texts = [f"{field.separator} ".join(texts)]
        yield from ((field.label, literal(text)) for text in texts)


def use_text(shape: FormShape, filled: Filled) -> str:
    """Return the file of a use."""
    front = front_of(shape, filled)
    known = {name: front[name] for name in LessonUse.model_fields if name in front}
    told = literal_blocks(filled.first(TOLD), BREAKS)
    return "\n".join(["---", *writing.block(known), "---", *(["", told] if told else []), ""])

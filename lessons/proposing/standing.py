"""What stands in an entry, by the fields of the form and by the lines of the file: how the form is filled in with a text that is there already.

Text is Markdown as it was written, so that what nobody changes is the same to the byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lessons import forms
from lessons.entries import Entry
from lessons.entries.body import Lesson
from lessons.entries.lesson_fields import FieldValue
from lessons.forms import WAS, FieldGroup, Filled, FormField, FormShape, TermChoice
from lessons.proposing.filled import TOLD
from lessons.record.fields import record_in
from lessons.schemes import worded
from lessons.text import nodes

# What a template asks to be written is not written yet.
PLACEHOLDER = re.compile(r"\[write: [^\]]*\]")
_HEADING = re.compile(r"(?P<mark>[ ]{0,3}###[ \t]+)(?P<text>.*?)(?:[ \t]+#+)?[ \t]*")
# A line that goes on with the item of a list above it.
_GOES_ON = re.compile(r"(?!\s*$|\s*[-*+]\s|#|\[\^[^\]]*\]:)")


@dataclass(frozen=True)
class Span:
    """Lines from ``first`` to before ``end`` (from 1) that hold a text; empty where there is none, and it would stand at ``first``."""

    first: int
    end: int
    text: str = ""


@dataclass
class LessonLines:
    """Where the parts of one lesson stand: its heading, its prose, each of its fields, and where it ends."""

    heading: int
    statement: str
    prose: Span
    fields: dict[str, list[Span]] = field(default_factory=dict)
    end: int = 0


class Standing:
    """An entry's text by lines, its sections and lessons each with their lines."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.lines = [line.rstrip("\r") for line in entry.text.split("\n")]
        if self.lines and not self.lines[-1]:
            self.lines.pop()
        opening = next((number for number, line in enumerate(self.lines, 1) if line.strip()), 1)
        closing = (number for number, line in enumerate(self.lines[opening:], opening + 1) if line.rstrip() == "---")
        # The line that ends the front matter.
        self.closing = next(closing, opening)
        self._headings = [(one.level, one.place.line) for one in entry.body.headings if not one.inside]
        self.sections = {
            one.kind.key: self._section(one.place.line) for one in reversed(entry.body.sections) if one.kind
        }
        self.lessons = [self._lesson(one) for one in entry.body.lessons]

    def told(self) -> Span:
        """Return the text of a use."""
        return self._trimmed(self.closing + 1, len(self.lines) + 1)

    def end_of(self, line: int, level: int) -> int:
        """Return the line before which ends what a heading in a line, of this level, begins."""
        later = (one for depth, one in self._headings if one > line and depth <= level)
        return next(later, len(self.lines) + 1)

    def _section(self, line: int) -> Span:
        begins = line + 1 if self.lines[line - 1].lstrip().startswith("#") else line + 2
        return self._trimmed(begins, self.end_of(line, 2))

    def _lesson(self, lesson: Lesson) -> LessonLines:
        line = lesson.place.line
        end = self.end_of(line, 3)
        found = _HEADING.fullmatch(self.lines[line - 1])
        first_field = min((one.place.line for one in lesson.fields), default=end)
        parts = LessonLines(line, found["text"] if found else lesson.statement, self._trimmed(line + 1, first_field))
        for value in lesson.fields:
            parts.fields.setdefault(value.field.key, []).append(self._item(value, end))
        parts.end = end
        return parts

    def _item(self, value: FieldValue, end: int) -> Span:
        first = value.place.line
        last = first + 1
        while last < end and _GOES_ON.match(self.lines[last - 1]):
            last += 1
        written = " ".join(line.strip() for line in self.lines[first - 1 : last - 1])
        label, _, text = re.sub("：", ":", written, count=1).partition(":")
        # With marks around its label, what stands behind the colon begins with half of them.
        plain = label.lstrip("-*+ ").strip().casefold() == value.field.label.casefold()
        return Span(first, last, text.strip() if plain else value.text)

    def _trimmed(self, first: int, end: int) -> Span:
        """Return the lines without the empty ones around them."""
        begins, ends = first, end
        while begins < ends and not self.lines[begins - 1].strip():
            begins += 1
        while ends > begins and not self.lines[ends - 2].strip():
            ends -= 1
        if begins == ends:
            return Span(first, first)
        return Span(begins, ends, "\n".join(self.lines[begins - 1 : ends - 1]))


def filled_in(standing: Standing, asked: FormShape) -> tuple[FormShape, Filled]:
    """Return the form for an entry, without what it cannot hold as the entry states it, filled in as the entry stands.

    Every thing is filled in of which there may be several; which of them are opened is for :mod:`lessons.proposing.opening` to say.
    """
    values: dict[str, list[str]] = {}
    groups = []
    for group in asked.groups:
        shown: FieldGroup | None = group
        if group.name == "section":
            values.update(
                {f"section.{key}": [span.text] for key, span in standing.sections.items() if _stated(span.text)}
            )
        elif group.name == "lessons":
            shown = _lessons(standing, group, values)
        else:
            shown = _front(standing, group, values)
        if shown is not None:
            groups.append(shown)
    if standing.entry.is_use and (told := standing.told().text):
        values[TOLD] = [told]
    return FormShape(asked.kind, tuple(groups)), Filled(values)


def _stated(text: str) -> bool:
    return bool(text.strip())


def as_shown(stated: Filled) -> Filled:
    """Return what is filled in without what is still to be written."""
    shown = {name: [text for text in texts if not PLACEHOLDER.search(text)] for name, texts in stated.values.items()}
    return Filled({name: texts for name, texts in shown.items() if texts})


def _lessons(standing: Standing, group: FieldGroup, values: dict[str, list[str]]) -> FieldGroup:
    fields = {one.key: one for one in group.every}
    for number, lesson in enumerate(standing.lessons, 1):
        found: dict[str, list[str]] = {WAS: [str(number)]}
        found.update({key: [text] for key, text in (("statement", lesson.statement), ("prose", lesson.prose.text))})
        for key in lesson.fields.keys() & fields.keys():
            found[key] = _of_lesson(
                standing.entry.body.lessons[number - 1].values(key), lesson.fields[key], fields[key]
            )
        values.update({group.named(key, number): texts for key, texts in found.items() if any(map(_stated, texts))})
        fields.update({key: _with_choices(fields[key], found[key]) for key in fields.keys() & found.keys()})
    return _with_fields(group, fields)


def _of_lesson(stated: list[FieldValue], spans: list[Span], asked: FormField) -> list[str]:
    if asked.kind == forms.CHOICES:
        return [part for value in stated for part, _ in value.parts] or [value.text for value in stated]
    if asked.kind == forms.CHOICE:
        return [value.text for value in stated]
    if asked.kind == forms.LINES:
        separator = stated[0].field.separator
        return [
            "\n".join(
                part.strip() for one in spans for part in (one.text.split(separator) if separator else [one.text])
            )
        ]
    return [one.text for one in spans][:1]


def _front(standing: Standing, group: FieldGroup, values: dict[str, list[str]]) -> FieldGroup | None:
    front = standing.entry.front
    if front is None:
        return group
    if not group.name:
        found, fields = _mapping(front, group, standing.entry)
        values.update({key: texts for key, texts in found.items() if any(map(_stated, texts))})
        return _with_fields(group, fields)
    node = front.fields.get(group.name)
    if node is None:
        return group
    items: list[nodes.Node] = list(node.items) if isinstance(node, nodes.Sequence) else [node]
    if len(items) > (forms.LAST if group.repeats else 1) or not all(isinstance(one, nodes.Mapping) for one in items):
        return None
    for number, item in enumerate(items, 1):
        assert isinstance(item, nodes.Mapping)  # noqa: S101 - asked for above
        found, fields = _mapping(item, group, standing.entry)
        if len(fields) < len(group.every):
            return None
        group = _with_fields(group, fields)
        stated = {group.named(key, number): texts for key, texts in found.items() if any(map(_stated, texts))}
        values.update({**stated, **({group.named(WAS, number): [str(number)]} if group.repeats else {})})
    return group


def _mapping(node: nodes.Mapping, group: FieldGroup, entry: Entry) -> tuple[dict[str, list[str]], dict[str, FormField]]:
    """Return the texts of a mapping's fields, and the fields of the form that can hold what stands there."""
    found: dict[str, list[str]] = {}
    fields: dict[str, FormField] = {}
    for one in group.every:
        texts = _texts(node.fields.get(one.key), one)
        if texts is None:
            continue
        if one.left_out and texts == [_default(entry, group, one.key)]:
            texts = []
        found[one.key] = texts
        fields[one.key] = _with_choices(one, texts)
    return found, fields


def _texts(node: nodes.Node | None, asked: FormField) -> list[str] | None:
    """Return the texts of a node as the form shows them, ``None`` where it cannot."""
    if node is None:
        return []
    items = node.items if isinstance(node, nodes.Sequence) else (node,)
    texts = [one.text for one in items if isinstance(one, nodes.Scalar)]
    if len(texts) < len(items) or (len(texts) > 1 and asked.kind not in (forms.CHOICES, forms.LINES)):
        return None
    return ["\n".join(texts)] if asked.kind == forms.LINES else texts


def _default(entry: Entry, group: FieldGroup, key: str) -> object:
    """Return what a field counts as where it is left out."""
    declared = entry.model.model_fields.get(group.name or key)
    inner = record_in(declared.annotation) if declared is not None and group.name else None
    declared = inner.model_fields.get(key) if inner is not None else declared
    return declared.default if declared is not None else None


def _with_choices(asked: FormField, texts: list[str]) -> FormField:
    """Return a field that has what is chosen among its choices, also what people are not offered."""
    if not asked.choices:
        return asked
    known = {one.value for one in asked.choices}
    more = tuple(TermChoice(text, worded(text)) for text in texts if text and text not in known)
    return replace(asked, choices=asked.choices + more)


def _with_fields(group: FieldGroup, fields: dict[str, FormField]) -> FieldGroup:
    def kept(asked: tuple[FormField, ...]) -> Iterator[FormField]:
        return (fields[one.key] for one in asked if one.key in fields)

    return replace(group, fields=tuple(kept(group.fields)), more=tuple(kept(group.more)))

"""What stands in an entry as plain tuples, which are written and taken up again in a fraction of the time: a place without its path, and
sections and fields by their keys."""

from __future__ import annotations

from sys import intern
from typing import Any

from lessons.entries.body import Body, Heading, Lesson, Section, TextReference
from lessons.entries.lesson_fields import NOTHING_MISREAD, FieldValue
from lessons.problems import Place
from lessons.record.outline import LESSON_FIELDS, SECTIONS
from lessons.text.nodes import Mapping, Node, Scalar, Sequence

Packed = tuple[Any, ...]
_SECTIONS = {kind.key: kind for kind in SECTIONS}
_FIELDS = {field.key: field for field in LESSON_FIELDS}


class _Places(dict[tuple[int, int], Place]):
    """The places of one file by line and column, each once: a heading and its section stand at the same."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __missing__(self, at: tuple[int, int]) -> Place:
        place = self[at] = Place(self.path, *at)
        return place


def packed(front: Mapping | None, body: Body) -> Packed:
    """Return front matter and body, all of one file, as tuples and lists of plain values; only faults stay as they are."""
    return (
        _packed_node(front) if front is not None else None,
        [(one.kind and one.kind.key, one.heading, one.markup, one.text, one.place[1:]) for one in body.sections],
        [
            (one.statement, list(map(_packed_field, one.fields)), one.markup, one.text, one.place[1:], [*one.misread])
            for one in body.lessons
        ],
        [(one.level, one.text, one.place[1:], one.inside) for one in body.headings],
        [(one.address, one.place[1:]) for one in body.links],
        [(one.address, one.place[1:]) for one in body.images],
        [place[1:] for place in body.html_tags],
        body.preamble and body.preamble[1:],
        (body.markup, body.text, body.faults, body.unread),
    )


def unpacked(data: Packed, path: str) -> tuple[Mapping | None, Body]:
    """Return front matter and body of the file ``path`` as they were before they were packed.

    For anything else, ``KeyError``, ``TypeError`` or ``ValueError`` is raised.
    """
    places = _Places(path)
    front, sections, lessons, headings, links, images, html_tags, preamble, rest = data
    body = Body(
        [
            Section(_SECTIONS[kind] if kind else None, heading, markup, text, places[at])
            for kind, heading, markup, text, at in sections
        ],
        [
            Lesson(
                statement,
                tuple([_field(one, places) for one in fields]),
                markup,
                text,
                places[at],
                frozenset(misread) if misread else NOTHING_MISREAD,
            )
            for statement, fields, markup, text, at, misread in lessons
        ],
        [Heading(level, text, places[at], inside) for level, text, at, inside in headings],
        [TextReference(address, places[at]) for address, at in links],
        [TextReference(address, places[at]) for address, at in images],
        [places[at] for at in html_tags],
        places[preamble] if preamble else None,
        *rest,
    )
    read = _node(front, places) if front is not None else None
    if read is not None and not isinstance(read, Mapping):
        raise TypeError("a front matter is a mapping")
    return read, body


def _packed_field(value: FieldValue) -> Packed:
    parts = [(part, at[1:]) for part, at in value.parts]
    return value.field.key, value.text, value.place[1:], value.value_place[1:], parts


def _field(data: Packed, places: _Places) -> FieldValue:
    key, text, at, value_at, parts = data
    located = tuple([(part, places[part_at]) for part, part_at in parts])
    return FieldValue(_FIELDS[key], text, places[at], places[value_at], located)


def _packed_node(node: Node) -> Packed:
    if isinstance(node, Scalar):
        return node.text, node.place[1:], node.plain, node.comment_line, node.unread
    if isinstance(node, Sequence):
        return [_packed_node(item) for item in node.items], node.place[1:]
    return {name: (node.names[name][1:], *_packed_node(value)) for name, value in node.fields.items()}, node.place[1:]


def _node(data: Packed, places: _Places) -> Node:
    held, at, *rest = data
    if isinstance(held, str):
        return Scalar(held, places[at], *rest)
    if isinstance(held, list):
        return Sequence(tuple([_node(item, places) for item in held]), places[at])
    fields = {intern(name): _node((text, where, *more), places) for name, (_, text, where, *more) in held.items()}
    return Mapping(fields, {intern(name): places[one[0]] for name, one in held.items()}, places[at])

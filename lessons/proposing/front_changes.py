"""What was changed in the front matter of an entry, as edits: a value in its line where that can be, else its whole field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lessons import forms
from lessons.authoring.fixes import edits
from lessons.authoring.fixes.edits import Edit
from lessons.forms import WAS, FieldGroup, Filled, FormField, FormShape, number_of
from lessons.proposing.filled import TOLD, texts_of
from lessons.proposing.standing import Standing
from lessons.record import writing
from lessons.text import nodes


def of(standing: Standing, asked: FormShape, before: Filled, after: Filled) -> list[Edit]:
    """Return the edits of the front matter: a value in its line where it can be, else its whole field."""
    front = standing.entry.front
    if front is None:
        return []
    found: list[Edit] = []
    wholes: dict[str, Any] = {}
    for group in (one for one in asked.groups if one.name not in ("section", "lessons")):
        if group.name:
            values = (_records if group.repeats else _record)(front.fields.get(group.name), group, before, after)
            if values != nodes.data(front.fields.get(group.name)) and _any_differs(group, before, after):
                found += _placed(standing, group.name, values, wholes)
            continue
        for field in group.every:
            if field.key != TOLD and differ(before, after, field.key):
                found += _placed(standing, field.key, _value(field, after, field.key), wholes)
    return [*found, *_whole_fields(standing, front, wholes)]


def _any_differs(group: FieldGroup, before: Filled, after: Filled) -> bool:
    """Return whether anything of a group was changed: what is not in the form was not."""
    for number in range(1, after.count(group.name) + 1) if group.repeats else (1,):
        was = number_of(after.first(group.named(WAS, number))) if group.repeats else 1
        if any(
            plain(before, group.named(one.key, was)) != plain(after, group.named(one.key, number))
            for one in group.every
        ):
            return True
    return False


def _value(field: FormField, filled: Filled, name: str) -> Any:
    texts = texts_of(field, filled.every(name))
    return texts if field.kind in (forms.CHOICES, forms.LINES) else texts[0] if texts else None


def _record(node: nodes.Node | None, group: FieldGroup, before: Filled, after: Filled) -> dict[str, Any] | None:
    """Return the value of a field that holds a record, with what was changed in it; what the form does not ask for stays."""
    return _item(nodes.data(node) or {}, group, before, after, (1, 1)) or None


def _records(node: nodes.Node | None, group: FieldGroup, before: Filled, after: Filled) -> list[dict[str, Any]] | None:
    """Return the value of a field that holds several records, with what was changed in those that the form holds; the others stay."""
    stated = nodes.data(node)
    items: list[dict[str, Any]] = stated if isinstance(stated, list) else [stated] if stated else []
    changed: dict[int, dict[str, Any]] = {}
    new = []
    for number in range(1, after.count(group.name) + 1):
        was = number_of(after.first(group.named(WAS, number)))
        if 0 < was <= len(items) and was not in changed:
            changed[was] = _item(items[was - 1], group, before, after, (was, number))
        else:
            new.append(_item({}, group, before, after, (0, number)))
    # Those that were emptied are gone.
    return [one for one in (*(changed.get(was, item) for was, item in enumerate(items, 1)), *new) if one] or None


def _item(
    stated: dict[str, Any], group: FieldGroup, before: Filled, after: Filled, numbers: tuple[int, int]
) -> dict[str, Any]:
    """Return a record with what was changed in it; ``numbers`` are its own ``before`` and ``after``."""
    item = dict(stated)
    for field in group.every:
        old, new = (group.named(field.key, number) for number in numbers)
        if not item or plain(before, old) != plain(after, new):
            # In the order in which they stand.
            item[field.key] = _value(field, after, new)
    return {name: value for name, value in item.items() if value}


def _placed(standing: Standing, name: str, value: Any, wholes: dict[str, Any]) -> list[Edit]:
    """Return the edits that put a value in the place of the one that stands there; ``wholes`` takes it where there are none."""
    assert standing.entry.front is not None  # noqa: S101 - it is its field
    found = list(_in_place(standing.lines, standing.entry.front.fields.get(name), value))
    if any(one is None for one in found):
        wholes[name] = value
        return []
    return [one for one in found if one is not None]


def _in_place(lines: list[str], node: nodes.Node | None, value: Any) -> Iterator[Edit | None]:
    """Yield the edits that make a node hold a value of the same form; ``None`` where it has another."""
    if isinstance(node, nodes.Scalar) and isinstance(value, str):
        if node.text != " ".join(value.split()):
            yield edits.front_value(lines, node, value)
    elif isinstance(node, nodes.Mapping) and isinstance(value, dict) and list(node.fields) == list(value):
        for name, one in value.items():
            yield from _in_place(lines, node.fields[name], one)
    elif isinstance(node, nodes.Sequence) and isinstance(value, list) and len(node.items) == len(value):
        for item, one in zip(node.items, value, strict=True):
            yield from _in_place(lines, item, one)
    else:
        yield None


def _whole_fields(standing: Standing, front: nodes.Mapping, wholes: dict[str, Any]) -> Iterator[Edit]:
    """Yield the edits that write fields anew, each where it stands or belongs by the order of the record."""
    order = list(standing.entry.model.model_fields)
    starts = sorted((place.line, name) for name, place in front.names.items())
    ends = dict(zip((name for _, name in starts), [*(line for line, _ in starts[1:]), standing.closing], strict=True))
    for name, value in sorted(wholes.items(), key=lambda one: order.index(one[0])):
        written = "\n".join(writing.block({name: value}))
        if name in front.names:
            first, end = front.names[name].line, _without_remarks(standing.lines, front.names[name].line, ends[name])
            yield from map(edits.removal, range(first, end))
            if written:
                yield edits.insertion(first, written)
        elif written:
            before = [one for one in front.names if one in order and order.index(one) < order.index(name)]
            place = max(
                (_without_remarks(standing.lines, front.names[one].line, ends[one]) for one in before), default=2
            )
            yield edits.insertion(place, written)


def _without_remarks(lines: list[str], first: int, end: int) -> int:
    """Return where a field ends, without the empty lines and remarks below it, which may be about the next."""
    while end > first + 1 and (not lines[end - 2].strip() or lines[end - 2].startswith("#")):
        end -= 1
    return end


def differ(before: Filled, after: Filled, name: str) -> bool:
    """Return whether a field was changed, other than by spaces at the ends of lines."""
    return plain(before, name) != plain(after, name)


def plain(filled: Filled, name: str) -> list[str]:
    """Return the lines of a field, without spaces at their ends; several texts are choices, which have no order of their own."""
    texts = filled.every(name)
    return [line.rstrip() for text in (sorted(texts) if len(texts) > 1 else texts) for line in text.split("\n")]

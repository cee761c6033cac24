"""Values of the front matter in another form become what they mean: dates, numbers, codes and what is not known.

What is certain is known where values are read (:mod:`lessons.record.meant`), which says it in the message as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lessons.authoring.fixes.edits import Edit, front_line, front_value, insertion
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.entries.record import FieldError
from lessons.record import meant
from lessons.record.refusing import LEAVE_OUT
from lessons.text import nodes

_PER_CENT = frozenset({"%", "per cent", "percent", "percentage", "percentages", "per cent of all"})
_SYMBOLS = {"£": ("GBP",), "€": ("EUR",), "$": ("USD", "AUD", "CAD", "NZD"), "¥": ("JPY", "CNY")}


def edits(entry: Entry, collection: Collection) -> Iterator[Edit]:
    """Yield an edit for each value whose right form is certain; references are looked up by a fix of their own."""
    lines = entry.text.split("\n")
    for error in entry.errors:
        node = nodes.walk(entry.front, error.path) if entry.front else None
        if error.rule == "links" or not isinstance(node, nodes.Scalar):
            continue
        if error.right == LEAVE_OUT:
            edit = front_line(lines, node)
        elif error.right is not None:
            edit = front_value(lines, node, error.right)
        else:
            yield from _with_sign(entry, error, node, lines)
            continue
        if edit is not None:
            yield edit


def _with_sign(entry: Entry, error: FieldError, node: nodes.Scalar, lines: list[str]) -> Iterator[Edit]:
    """Yield the edits for a number with a sign, where the field beside it says the same or can be written."""
    number = meant.number(node.text)
    beside = nodes.walk(entry.front, error.path[:-1]) if entry.front else None
    if error.rule != "field-types" or number is None or not number.sign or not isinstance(beside, nodes.Mapping):
        return
    edit = front_value(lines, node, number.right)
    stated = {name: value.text for name, value in beside.fields.items() if isinstance(value, nodes.Scalar)}
    if edit is None:
        return
    if number.sign == "%" and "measure" in beside.fields:
        unit = stated.get("unit", "").casefold()
        name = re.match(r"(\s*)[\w-]+:\s", lines[node.place.line - 1])
        if unit in _PER_CENT:
            yield edit
        elif "unit" not in beside.fields and name:
            yield edit
            yield insertion(node.place.line, f"{name[1]}unit: per cent")
    elif stated.get("currency") in _SYMBOLS.get(number.sign, ()):
        yield edit

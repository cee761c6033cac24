"""The errors of an entry's front matter, sorted to the rules that report them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lessons import nodes
from lessons.entries import Entry
from lessons.errors_in_words import rule_of
from lessons.problems import Place


def of_rule(entry: Entry, rule: str) -> Iterator[tuple[Any, Place]]:
    """Yield the validation errors that belong to ``rule``, each with its place.

    A field that is unknown is shown at its name, any other error at its value.
    """
    for error in entry.errors:
        if rule_of(error) != rule or entry.front is None:
            continue
        if error["type"] == "extra_forbidden":
            yield error, _name_place(entry.front, tuple(error["loc"]))
        else:
            yield error, nodes.find(entry.front, tuple(error["loc"]))


def _name_place(node: nodes.Node, path: tuple[int | str, ...]) -> Place:
    for step in path[:-1]:
        if isinstance(node, nodes.Mapping) and step in node.fields:
            node = node.fields[str(step)]
        elif isinstance(node, nodes.Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
    last = str(path[-1])
    return node.names[last] if isinstance(node, nodes.Mapping) and last in node.names else node.place

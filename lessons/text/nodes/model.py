"""The nodes of a YAML text, and ways to reach them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lessons.problems import Place, Problem


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as written.

    ``plain`` says unquoted. ``comment_line`` is the line where YAML cut off what follows it as a comment, else 0.
    ``unread`` marks a value that could not be read: a fault has been reported, and the text is not the writer's.
    """

    text: str
    place: Place
    plain: bool = True
    comment_line: int = 0
    unread: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """Fields by name, in the order written, with the place of each name."""

    fields: dict[str, Node]
    names: dict[str, Place]
    place: Place


Node = Scalar | Sequence | Mapping


@dataclass
class Parsed:
    """What came of a YAML text: the top mapping (``None`` if there is none) and the faults found on the way.

    ``lost`` names the fields whose lines could not be read at all: that they are missing is not the writer's doing.
    """

    root: Mapping | None = None
    faults: list[Problem] = field(default_factory=list)
    lost: frozenset[str] = frozenset()


def data(node: Node | None) -> Any:
    """Return the node as plain dicts, lists and strings; an empty value is ``None``."""
    if isinstance(node, Mapping):
        return {name: data(value) for name, value in node.fields.items()}
    if isinstance(node, Sequence):
        return [data(item) for item in node.items]
    if node is None or (node.plain and not node.text):
        return None
    return node.text


def walk(node: Node, path: tuple[int | str, ...]) -> Node:
    """Return the node at ``path``, or the deepest node on the way to it.

    Steps that lead nowhere are skipped: in a list of one that is written as a single value, the value is its item 0.
    """
    for step in path:
        if isinstance(node, Mapping) and step in node.fields:
            node = node.fields[str(step)]
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
    return node


def find(node: Node, path: tuple[int | str, ...]) -> Place:
    """Return the place of the node at ``path``, or of the deepest node on the way to it."""
    return walk(node, path).place


def find_name(node: Node, path: tuple[int | str, ...]) -> Place | None:
    """Return the place of the name of the field at ``path``, or ``None`` when the field is not there."""
    owner = walk(node, path[:-1])
    return owner.names.get(str(path[-1])) if isinstance(owner, Mapping) and path else None


def scalars(node: Node | None, *path: str) -> Iterator[Scalar]:
    """Yield the values reached by following ``path`` through fields, entering every list on the way.

    Empty values and those that could not be read are left out.
    """
    if isinstance(node, Sequence):
        for item in node.items:
            yield from scalars(item, *path)
    elif isinstance(node, Mapping):
        if path and path[0] in node.fields:
            yield from scalars(node.fields[path[0]], *path[1:])
    elif isinstance(node, Scalar) and not path and node.text and not node.unread:
        yield node


def every_scalar(node: Node | None, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Scalar]]:
    """Yield every value with the names that lead to it."""
    if isinstance(node, Scalar):
        yield path, node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from every_scalar(item, path)
    elif isinstance(node, Mapping):
        for name, value in node.fields.items():
            yield from every_scalar(value, (*path, name))


def mappings(node: Node | None) -> Iterator[Mapping]:
    """Yield the mapping itself, or each mapping of a list."""
    if isinstance(node, Mapping):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from mappings(item)

"""YAML as nodes that know their place, without YAML's surprises.

Every plain value stays the text that the writer typed: no value becomes a number, a date or a truth value here
(`NO` is Norway, `010` keeps its nought). What YAML would change silently, and what a front matter never needs
(anchors, tags, merge keys, several documents), is reported as a fault instead.
"""

from __future__ import annotations

from lessons.text.nodes.model import (
    Mapping,
    Node,
    Parsed,
    Scalar,
    Sequence,
    data,
    every_scalar,
    find,
    find_name,
    mappings,
    scalars,
    walk,
)
from lessons.text.nodes.parsing import SURPRISE, SYNTAX, parse
from lessons.text.nodes.spaces import plain_spaces

__all__ = [
    "SURPRISE",
    "SYNTAX",
    "Mapping",
    "Node",
    "Parsed",
    "Scalar",
    "Sequence",
    "data",
    "every_scalar",
    "find",
    "find_name",
    "mappings",
    "parse",
    "plain_spaces",
    "scalars",
    "walk",
]

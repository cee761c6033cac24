"""A source that is written as a text alone becomes its citation: `- Council minutes` is `- cite: Council minutes`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lessons.authoring.fixes.edits import Edit, insertion, replacement
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.text import nodes

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
FIELD = "sources"


def edits(entry: Entry, collection: Collection) -> Iterator[Edit]:
    """Yield the edits for each source that is a text; one that holds an address is left to the writer."""
    found = entry.written(FIELD)
    lines = entry.text.split("\n")
    if isinstance(found, nodes.Scalar):
        line = lines[found.place.line - 1]
        written = re.fullmatch(rf"({FIELD}:)(\s+)(\S.*?)\s*", line)
        if written and _is_citation(found):
            yield replacement(found.place.line, written.end(1), line[written.end(1) :], "")
            yield insertion(found.place.line + 1, f"  - cite: {written[3]}")
        return
    for item in found.items if isinstance(found, nodes.Sequence) else ():
        if isinstance(item, nodes.Scalar) and _is_citation(item):
            line = lines[item.place.line - 1]
            if re.fullmatch(r"\s*-\s+", line[: item.place.column - 1]):
                yield replacement(item.place.line, item.place.column - 1, "", "cite: ")


def _is_citation(scalar: nodes.Scalar) -> bool:
    return bool(scalar.text) and not scalar.unread and not _ADDRESS.search(scalar.text)

"""The front matter's small slips of writing: quotes around a value that YAML would cut or misread, names of fields, tabs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from lessons.authoring.fixes.edits import Edit, replacement
from lessons.checks import known_fields, silent_yaml
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.record.fields import fields_at
from lessons.text import nodes
from lessons.text.nodes.slips import NOT_A_FIELD, QUOTE_IT

_VALUE = re.compile(r"(?P<before>\s*(?:-\s+)?(?:[\w-]+:\s+)?)(?P<value>\S.*?)\s*")
# A comment has a space after its mark, and what has none is text: "bus route #7".
_COMMENT = re.compile(r"\s#(?:\s|$)")
# A known name without a space after its colon.
_CLOSE = re.compile(r"([a-z_]+):(?=\S)")


def edits(entry: Entry, collection: Collection) -> Iterator[Edit]:
    """Yield the edits for each slip whose right form is certain."""
    lines = entry.text.split("\n")
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), 0)
    yield from _names(entry, lines)
    unquoted = {fault.place.line for fault in entry.faults if fault.rule == nodes.SYNTAX and QUOTE_IT in fault.message}
    unquoted |= {problem.place.line for problem in silent_yaml.check(entry, collection)}
    for number in sorted(unquoted):
        if 0 < number <= end:
            yield from _quoted(number, lines[number - 1])
    for fault in entry.faults:
        close = _CLOSE.match(lines[fault.place.line - 1]) if NOT_A_FIELD in fault.message else None
        if close and close[1] in fields_at(entry.model, ()):
            yield replacement(fault.place.line, close.end(), "", " ")
    for number, line in enumerate(lines[1:end], 2):
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent and line.strip():
            yield replacement(number, 0, indent, indent.replace("\t", "  "))


def _quoted(number: int, line: str) -> Iterator[Edit]:
    written = _VALUE.fullmatch(line)
    if written and written["value"][0] not in "\"'|>{[" and not _COMMENT.search(written["value"]):
        yield replacement(
            number, len(written["before"]), written["value"], json.dumps(written["value"], ensure_ascii=False)
        )


def _names(entry: Entry, lines: list[str]) -> Iterator[Edit]:
    """Yield an edit for each name that is known in other letters or another spelling, and whose field is not there already."""
    for error, _ in known_fields.unknown(entry):
        known = fields_at(entry.model, error.path[:-1])
        folded = error.name.strip().casefold().replace("-", "_").replace(" ", "_")
        right = folded if folded in known else known_fields.OTHER_NAMES.get(folded)
        owner = nodes.walk(entry.front, error.path[:-1]) if entry.front else None
        free = isinstance(owner, nodes.Mapping) and right not in owner.fields
        if right in known and free and lines[error.place.line - 1].startswith(error.name, error.place.column - 1):
            yield replacement(error.place.line, error.place.column - 1, error.name, right or "")

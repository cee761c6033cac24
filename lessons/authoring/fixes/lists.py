"""Several values in one item become items of their own: tags, partners and terms that were written behind each other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lessons.authoring.fixes.edits import Edit, insertion, replacement
from lessons.checks import known_terms, one_value_each
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.record import writing
from lessons.text import nodes

_NAMED = re.compile(r"(?P<indent>\s*)[\w-]+:(?P<space>\s+)")
_FLOW = re.compile(r"\s*[\w-]+:\s+\[(?:[^\[\]]*,)?\s*")
_ITEM = re.compile(r"\s*-\s+")


def edits(entry: Entry, collection: Collection) -> Iterator[Edit]:
    """Yield the edits for each value that certainly is several."""
    lines = entry.text.split("\n")
    for problem in (*one_value_each.check(entry, collection), *known_terms.check(entry, collection)):
        found = _scalar_at(entry, problem.place)
        if found is None or problem.severity != "error":
            continue
        path, scalar = found
        if problem.rule == one_value_each.ID:
            parts = one_value_each.several(path, scalar)
        else:
            parts = known_terms.listed_terms(collection, path, scalar)
        if parts and parts != [scalar.text]:
            yield from _apart(lines, scalar, parts)


def _scalar_at(entry: Entry, place: object) -> tuple[tuple[str, ...], nodes.Scalar] | None:
    every = nodes.every_scalar(entry.front) if entry.front else ()
    return next(((path, scalar) for path, scalar in every if scalar.place == place), None)


def _apart(lines: list[str], scalar: nodes.Scalar, parts: list[str]) -> Iterator[Edit]:
    """Yield the edits that write the parts as items, where the value stands on one line, or begins each line with a mark."""
    number = scalar.place.line
    line, at = lines[number - 1], scalar.place.column - 1
    written = scalar.text if scalar.plain else f'"{scalar.text}"'
    if scalar.plain and _FLOW.fullmatch(line[:at]) and line.startswith(scalar.text, at):
        yield replacement(number, at, scalar.text, ", ".join(map(writing.scalar, parts)))
        return
    if line[at:].rstrip() != written:
        yield from _marked(lines, scalar, parts)
        return
    named, item = _NAMED.fullmatch(line[:at]), _ITEM.fullmatch(line[:at])
    if named:
        yield replacement(number, at - len(named["space"]), line[at - len(named["space"]) :], "")
        items = [f"{named['indent']}  - {writing.scalar(part)}" for part in parts]
        yield insertion(number + 1, "\n".join(items))
    elif item:
        yield replacement(number, at, line[at:], writing.scalar(parts[0]))
        if parts[1:]:
            yield insertion(number + 1, "\n".join(f"{item[0]}{writing.scalar(part)}" for part in parts[1:]))
    elif not line[:at].strip() and lines[number - 2].rstrip().endswith(":"):
        yield replacement(number, at, line[at:], f"- {writing.scalar(parts[0])}")
        if parts[1:]:
            yield insertion(number + 1, "\n".join(f"{line[:at]}- {writing.scalar(part)}" for part in parts[1:]))


def _marked(lines: list[str], scalar: nodes.Scalar, parts: list[str]) -> Iterator[Edit]:
    """Yield the edits for items that stand each on its line below the name, after a mark that begins no list."""
    first = scalar.place.line
    below = lines[first - 1 : first - 1 + len(parts)]
    bare = [re.sub(r"^\s*", "", line).rstrip() for line in below]
    if len(below) != len(parts) or not scalar.plain or not lines[first - 2].rstrip().endswith(":"):
        return
    marks = [
        text[: len(text) - len(part)] if text.endswith(part) else None for text, part in zip(bare, parts, strict=True)
    ]
    if not all(marks):
        return
    for number, (text, mark) in enumerate(zip(below, marks, strict=True), first):
        yield replacement(number, text.index(mark or ""), mark or "", "- ")

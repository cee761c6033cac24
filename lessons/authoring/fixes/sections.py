"""Sections get the heading that readers know: its level, its space after the marks, its usual words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lessons.authoring.fixes.edits import Edit, replacement
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.record.outline import SectionKind, meant_heading, section_for

_MARKS = re.compile(r"\s*(#{1,6})")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


def edits(entry: Entry, collection: Collection) -> Iterator[Edit]:
    """Yield an edit for each heading that is an alias, and for those of sections that are not there otherwise."""
    lines = entry.text.split("\n")
    present = {section.kind.key for section in entry.body.sections if section.kind}
    for section in entry.body.sections:
        if section.kind is None or section.heading == section.kind.heading:
            continue
        line = lines[section.place.line - 1]
        if line.count(section.heading) == 1:
            yield replacement(section.place.line, line.index(section.heading), section.heading, section.kind.heading)
    for heading in entry.body.headings:
        kind = section_for(heading.text)
        marks = _MARKS.match(lines[heading.place.line - 1])
        if _is_missing(kind, entry, present) and heading.level != 2 and not heading.inside and marks:
            present.add(kind.key if kind else "")
            line = lines[heading.place.line - 1]
            yield replacement(
                heading.place.line, marks.start(1), line[marks.start(1) :], f"## {kind.heading if kind else ''}"
            )
    yield from _in_disguise(lines, entry, present)


def _in_disguise(lines: list[str], entry: Entry, present: set[str]) -> Iterator[Edit]:
    """Yield an edit for each line that is meant for a heading and is none, outside code."""
    fence = ""
    for number, line in enumerate(lines, 1):
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        kind = meant_heading(line) if not fence else None
        alone = not lines[number].strip() if number < len(lines) else False
        if kind is not None and (line.startswith("#") or alone) and _is_missing(kind, entry, present):
            present.add(kind.key)
            yield replacement(number, 0, line, f"## {kind.heading}")


def _is_missing(kind: SectionKind | None, entry: Entry, present: set[str]) -> bool:
    """Return whether the review needs such a section and has none: a heading inside a section may bear the same words."""
    return kind is not None and entry.form in kind.required_in and kind.key not in present

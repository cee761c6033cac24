"""Fixing what is safe to fix: one kind of fix per file, and the order in which they are made.

A fix is a module with a function ``edits(entry, collection)`` that yields edits. After each fix the file is read again; a fix
that would bring a new problem, change what the text says beyond its own purpose, or still be to be made, is not made. Everything else
stays byte for byte, and whatever is fixed twice is as it was after the first time.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from lessons import checks
from lessons.authoring.fixes import (
    basis,
    dates,
    fences,
    front_matter,
    hidden_characters,
    labels,
    lesson_ids,
    lists,
    references,
    sections,
    sources,
    terms,
    trailing_spaces,
    unknown,
    values,
)
from lessons.authoring.fixes.edits import BOM, Edit, apply
from lessons.entries import Entry, read_string
from lessons.entries.collection import Collection
from lessons.record.vocabulary import Vocabulary
from lessons.record.writing import replace_file

FIXES: tuple[ModuleType, ...] = (
    hidden_characters,
    fences,
    front_matter,
    trailing_spaces,
    values,
    references,
    sources,
    lists,
    unknown,
    labels,
    dates,
    terms,
    sections,
    lesson_ids,
    basis,
)
_MOST_SINGLY = 200
_MOST_ROUNDS = 4


@dataclass(frozen=True)
class FixedFile:
    """A file before and after its fixes, line endings as in the file."""

    path: Path
    before: str
    after: str

    def diff(self) -> str:
        """Return what changed, as a unified diff."""
        shown = self.path.as_posix()
        return "".join(
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
            for line in difflib.unified_diff(
                self.before.splitlines(keepends=True), self.after.splitlines(keepends=True), f"a/{shown}", f"b/{shown}"
            )
        )

    def write(self) -> None:
        """Write the fixed text in one step. Raises :class:`~lessons.problems.LessonsError` when that fails."""
        replace_file(self.path, self.after)


def fixed(collection: Collection, paths: set[str] | None = None) -> Iterator[FixedFile]:
    """Yield each entry (of ``paths``, or all) that can be fixed."""
    for entry in collection.entries:
        if (paths is not None and entry.path not in paths) or not entry.text:
            continue
        path = Path(entry.path)
        before = path.read_bytes().decode("utf-8")
        after = _fixed(entry, before, collection)
        if after != before:
            yield FixedFile(path, before, after)


def fixed_text(text: str, vocabulary: Vocabulary, *, use: bool = False) -> str:
    """Return the text of a new review (or ``use``), which stands in no folder yet, with what is safe to fix fixed."""
    entry = read_string(_normal(text), "new-review.md", use=use)
    return _fixed(entry, text, Collection((entry,), vocabulary))


def _fixed(entry: Entry, source: str, collection: Collection) -> str:
    """Return the source with everything fixed; one fix may make another possible, so they are tried until nothing changes."""
    for _ in range(_MOST_ROUNDS):
        entry, after = _once(entry, source, collection)
        if after == source:
            break
        source = after
    return source


def _once(entry: Entry, source: str, collection: Collection) -> tuple[Entry, str]:
    for fix in FIXES:
        edits = list(fix.edits(entry, collection))
        accepted = edits
        after = _tried(entry, source, edits, collection, fix) if edits else None
        if edits and after is None:
            # One edit that does harm must not keep the others from being made.
            accepted = []
            for edit in edits[:_MOST_SINGLY]:
                tried = _tried(entry, source, [*accepted, edit], collection, fix)
                if tried is not None:
                    accepted, after = [*accepted, edit], tried
        if after is not None:
            source, entry = apply(source, accepted), after
    return entry, source


def _tried(entry: Entry, source: str, edits: list[Edit], collection: Collection, fix: ModuleType) -> Entry | None:
    """Return the entry as it would read with the edits made, or ``None`` where they would do harm."""
    after = read_string(_normal(apply(source, edits)), entry.path, use=entry.is_use)
    if fix is trailing_spaces and _said(entry) != _said(after):
        return None
    if _would_remain(edits, entry, after, collection, fix):
        return None
    # A reference is only fixed where its target is here, which nobody can see who looks at the entry alone.
    leaving = ("links",) if fix is references else ()
    return None if _errors(after, collection, leaving) - _errors(entry, collection, leaving) else after


def _would_remain(edits: list[Edit], entry: Entry, after: Entry, collection: Collection, fix: ModuleType) -> bool:
    """Return whether the fix would make one of the edits again: it did not end what it is for, and would be made with every run."""
    once, left = _counted(fix.edits(entry, collection), entry), _counted(fix.edits(after, collection), after)
    made = _counted(edits, entry)
    return any(left[edit] > once[edit] - number for edit, number in made.items())


def _counted(edits: Iterable[Edit], entry: Entry) -> Counter[tuple[str, str, bool, bool]]:
    """Return how often each edit is made, wherever it is: what it writes, and in whose place."""
    lines = entry.text.split("\n")
    return Counter(
        (
            edit.text.strip("\n"),
            "" if edit.insert else lines[edit.line - 1][edit.start : edit.end],
            edit.insert,
            edit.remove,
        )
        for edit in edits
    )


def _errors(entry: Entry, collection: Collection, leaving: Container[str] = ()) -> Counter[tuple[str, str]]:
    """Return the problems of an entry without their lines, which a fix may move, ``leaving`` out some rules."""
    # Alone, because a fix changes nothing for other entries; what is missing when alone is missing before and after.
    found = checks.problems_of(entry, Collection((entry,), collection.vocabulary))
    return Counter(
        (problem.rule, problem.message)
        for problem in found
        if problem.severity == "error" and problem.rule not in leaving
    )


def _said(entry: Entry) -> tuple[object, ...]:
    body = entry.body
    return (
        [(section.heading, section.html) for section in body.sections],
        [
            (lesson.statement, lesson.html, [(value.field.key, value.text) for value in lesson.fields])
            for lesson in body.lessons
        ],
        body.html,
        entry.record,
        entry.use,
    )


def _normal(source: str) -> str:
    return source.removeprefix(BOM).replace("\r\n", "\n").replace("\r", "\n")

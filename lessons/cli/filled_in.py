"""What one person filled in, as one new entry: a Word or Excel file, or an issue."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import click

from lessons import checks
from lessons.authoring.office.answers import Draft
from lessons.cli.new import new_path, write_new
from lessons.cli.options import counted, print_problems, say
from lessons.entries import is_use, read_string
from lessons.entries.collection import Collection
from lessons.entries.folder import read_folder
from lessons.problems import LessonsError, Problem
from lessons.proposing import issue_forms
from lessons.record import scaffold, vocabulary
from lessons.record.vocabulary import Vocabulary
from lessons.record.writing import replace_file
from lessons.text.files import reason

ISSUE = "issue"
STDIN = Path("-")
# A use is named after the organisation and the lesson, a review after its title.
_IF_TAKEN = {False: "change the title of the issue", True: "correct the use that is there"}
# What hosts send of an issue is at most this long.
_LONGEST_EVENT = 25_000_000


@dataclass(frozen=True)
class NewEntry:
    """A new entry: its text, its path, what was left out or not understood, and what to do where its id is taken."""

    text: str
    path: Path
    messages: tuple[str, ...]
    if_taken: str = "change the title in the file"


def from_template(reader: Callable[[bytes, Vocabulary], Draft], source: Path, into: Path) -> NewEntry:
    """Return the review of a filled-in template. Raises :class:`LessonsError` for what cannot be read."""
    content = _content(source)
    words = vocabulary.load(into, into.as_posix())
    try:
        draft = reader(content, words)
    except LessonsError as error:
        raise LessonsError(f"{source}: {error}") from error
    path = into / f"{scaffold.file_id(draft.title or source.stem)}.md"
    return NewEntry(draft.text, path, draft.messages)


def from_issue(source: Path, into: Path) -> NewEntry:
    """Return the entry of an issue. Raises :class:`LessonsError` for what cannot be read."""
    content = _content(source)
    words = vocabulary.load(into, into.as_posix())
    try:
        draft = issue_forms.draft(content, words)
    except LessonsError as error:
        raise LessonsError(f"{_shown(source)}: {error}") from error
    return NewEntry(draft.text, into / draft.path, draft.messages, _IF_TAKEN[draft.is_use])


def write(new: NewEntry, source: Path, into: Path, *, update: bool, dry_run: bool) -> int:
    """Write an entry with its mistakes, say what they are, and return the exit status.

    Raises :class:`LessonsError` where the id is taken, but by a review that is to be updated.
    """
    path = new.path
    if path.is_file() and not update:
        replacing = ", or replace the review with --update" if new.if_taken == NewEntry.if_taken else ""
        raise LessonsError(f"{path} already exists; {new.if_taken}{replacing}")
    if not path.is_file():
        path = new_path(into, path.stem, path.parent, new.if_taken)
    for message in new.messages:
        say(f"{_shown(source)}: {message}")
    found = _problems_of(new.text, path, into)
    print_problems(found)
    if not dry_run:
        if update:
            replace_file(path, new.text)
        else:
            write_new(path, new.text)
    faults = sum(problem.severity == "error" for problem in found)
    say(
        f"{'would be ' if dry_run else ''}written, with {counted(faults, 'problem')}"
        + (f"; correct what is wrong there, then run: lessons check {path}" if faults else "")
    )
    click.echo(path)
    return 1 if faults else 0


def _shown(source: Path) -> str:
    return "issue" if source == STDIN else str(source)


def _content(source: Path) -> bytes:
    if source == STDIN:
        content = sys.stdin.buffer.read(_LONGEST_EVENT + 1)
        if len(content) > _LONGEST_EVENT:
            raise LessonsError(f"issue: longer than {_LONGEST_EVENT:,} bytes, which no event of an issue is")
        return content
    try:
        return source.read_bytes()
    except OSError as error:
        raise LessonsError(f"cannot read {source}: {reason(error)}") from error


def _problems_of(text: str, path: Path, folder: Path) -> list[Problem]:
    """Return what is wrong with a new entry, in the company of those that the folder holds."""
    entry = read_string(text, path.as_posix(), use=is_use(PurePosixPath(path.relative_to(folder))))
    there = read_folder(folder, rendering=False) if folder.is_dir() else None
    others = [one for one in there.entries if one.id != entry.id] if there is not None else []
    words = there.vocabulary if there is not None else Vocabulary()
    return sorted(checks.problems_of(entry, Collection((*others, entry), words)))

"""``lessons import``."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import NoReturn

import click
from pydantic_core import PydanticCustomError

from lessons.authoring import importers
from lessons.authoring.importers import READERS, first_map, mapping
from lessons.authoring.office import formats
from lessons.cli import filled_in, import_bundle
from lessons.cli.filled_in import ISSUE, STDIN, NewEntry
from lessons.cli.import_bundle import BUNDLE
from lessons.cli.new import write_new
from lessons.cli.options import ENTRIES, counted, progress, say
from lessons.problems import LessonsError, Problem
from lessons.record.types import PartialDate

_SHOWN = 10
_RECORD = re.compile(r"record \d+")
_COLUMN = re.compile(r'column "[^"]*"')
_QUOTED = re.compile(r'"[^"]*"|“[^”]*”|\d+')
# One review a file, without a map.
FILLED_IN: dict[str, Callable[[Path, Path], NewEntry]] = {
    **{ending: partial(filled_in.from_template, read) for ending, read in formats.READERS.items()},
    ISSUE: filled_in.from_issue,
}
_KINDS = [*READERS, *(kind for kind in FILLED_IN if kind not in READERS)]


@click.command("import")
@click.argument("kind", type=click.Choice(_KINDS))
@click.argument("source", type=click.Path(path_type=Path))
@click.option(
    "--map",
    "map_name",
    metavar="MAP.yml",
    help=f"File that says which column becomes what, or the name of a built-in map: {', '.join(mapping.built_in())}.",
)
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    default=ENTRIES,
    show_default=True,
    metavar="DIR",
    help="Folder of entries to write into; created if it does not exist.",
)
@click.option("--imported", metavar="DATE", help="Date of the import to record, such as 2024-05-17.  [default: today]")
@click.option(
    "--update", is_flag=True, help="Replace reviews that differ from the source; without this option they are kept."
)
@click.option(
    "--draft-map",
    type=click.Path(path_type=Path),
    metavar="MAP.yml",
    help="Write a first map for the source, guessed from its columns, and import nothing.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
def command(
    kind: str, source: Path, map_name: str | None, into: Path, imported: str | None, draft_map: Path | None, *, update: bool,
    dry_run: bool,
) -> None:  # fmt: skip
    """Turn another system's export, a Word or Excel file, or an issue into reviews.

    \b
    issue                                  the JSON of an issue made with one of our forms (- for the standard input)
    docx, xlsx                             a filled-in template (lessons new --format docx): one review, with its
                                           mistakes still in it, to be corrected in the file that is written
    csv, json, ndjson, parquet, xlsx,      many records, or a folder of Markdown files, by a map
    markdown
    bundle                                 what lessons export bundle or datapackage wrote, zip file or folder: every
                                           review and use and the vocabulary, as they were written; of several
                                           units, each in a folder of its own

    The map says which column becomes which field, section or part of a lesson; `lessons/docs/importing.md` explains it. What
    the source does not state is not-stated. Each review is checked before it is written; a row that would not pass is reported
    and left out. Importing again writes what is missing and leaves the rest alone.

    Exit status: 0 everything imported, 1 problems found (the other rows are written), 2 could not run.

    \b
    Examples:
      lessons import docx review.docx
      lessons import issue "$GITHUB_EVENT_PATH"
      lessons import csv export.csv --draft-map map.yml
      lessons import csv export.csv --map map.yml --into entries --dry-run
      lessons import csv nasa-lessons.csv --map nasa --into entries
      lessons import bundle lessons.zip --into entries
    """
    if source != STDIN and not source.exists():
        raise LessonsError(f"there is no file or folder {source}")
    if source == STDIN and kind != ISSUE:
        raise LessonsError(f"{kind} is read from a file or a folder; only an issue is taken from the standard input")
    if draft_map is not None:
        _draft_map(kind, source, draft_map)
        return
    if map_name is None and kind in FILLED_IN:
        if kind == ISSUE and update:
            raise LessonsError("an issue becomes a new entry and replaces none: leave --update out")
        found = FILLED_IN[kind](source, into)
        raise SystemExit(filled_in.write(found, source, into, update=update, dry_run=dry_run))
    if kind == ISSUE:
        raise LessonsError("an issue is made with a form and needs no map: leave --map out")
    options = importers.ImportOptions(_date(imported), update, dry_run)
    if kind == BUNDLE:
        if map_name is not None:
            raise LessonsError("a bundle holds the entries as they were written and needs no map: leave --map out")
        _finish(import_bundle.run(source, into, options), into, dry_run=dry_run)
    if map_name is None:
        raise LessonsError(
            f"{kind} is imported by a map, which says what becomes what: --map MAP.yml; write a first one with --draft-map MAP.yml"
        )
    with progress("Importing") as show:
        report = importers.run(kind, source, mapping.load(map_name), into, options, progress=show)
    _finish(report, into, dry_run=dry_run)


def _finish(report: importers.ImportReport, into: Path, *, dry_run: bool) -> NoReturn:
    """Say what came of an import, and exit."""
    for line in grouped(report.problems):
        say(line)
    for line in describe(report, into, dry_run=dry_run):
        say(line)
    raise SystemExit(1 if report.problems else 0)


def _draft_map(kind: str, source: Path, path: Path) -> None:
    """Write a first map, and say how many records would come along with it."""
    if kind not in READERS or kind == BUNDLE:
        what = "a bundle holds the entries as they were written" if kind == BUNDLE else f"{kind} is one entry"
        raise LessonsError(f"{what} and needs no map: lessons import {kind} {source}")
    text = first_map.draft(kind, source, READERS[kind])
    write_new(path, text)
    nowhere = path.parent / ".no-such-folder"
    report = importers.run(
        kind, source, mapping.load(str(path)), nowhere, importers.ImportOptions("1970", dry_run=True)
    )
    for line in grouped(report.problems):
        say(line)
    say(
        f"{path} written: with it, {len(report.written):,} of {counted(report.rows, 'record')} would come along. Correct it, "
        f"then run: lessons import {kind} {source} --map {path} --dry-run"
    )


def _date(given: str | None) -> str:
    try:
        return PartialDate.parse(given) if given is not None else date.today().isoformat()
    except PydanticCustomError as error:
        raise LessonsError(f"--imported: {error.message()}") from error


def grouped(problems: list[Problem]) -> list[str]:
    """Return problems as lines, one a kind: the first with its place, and how many more there are and where."""
    kinds: dict[str, list[Problem]] = {}
    for problem in problems:
        kinds.setdefault(_kind(problem.message), []).append(problem)
    lines = []
    for found in kinds.values():
        lines.append(str(found[0]))
        if len(found) > 1:
            places = [_where(problem, found[0]) for problem in found[1 : _SHOWN + 1]]
            more = ", …" if len(found) > _SHOWN + 1 else ""
            lines.append(f"  … and {counted(len(found) - 1, 'time')} more the same: {', '.join(places)}{more}")
    return lines


def _kind(message: str) -> str:
    """Return a message without what differs from record to record: its number, its id and the value, but with the name of the column."""
    name, colon, rest = message.partition(": ")
    message = rest if colon and _RECORD.fullmatch(name) else message
    column = _COLUMN.match(message)
    start = column.end() if column else 0
    return message[:start] + _QUOTED.sub("…", message[start:])


def _where(problem: Problem, first: Problem) -> str:
    name, colon, _ = problem.message.partition(": ")
    if colon and _RECORD.fullmatch(name):
        return name
    return f"line {problem.place.line}" if problem.place.path == first.place.path else problem.place.path


def describe(report: importers.ImportReport, into: Path, *, dry_run: bool) -> list[str]:
    """Return what came of an import, in words."""
    lines = [
        f"kept, although it differs from the source (--update replaces it): {path}" for path in report.kept[:_SHOWN]
    ]
    if len(report.kept) > _SHOWN:
        lines.append(f"… and {counted(len(report.kept) - _SHOWN, 'more file')}")
    if report.unmapped:
        lines.append(f"not in the map, left out: {', '.join(report.unmapped)}")
    lines += [
        f'left out of column "{column}", as the map says, {counted(number, "time")}: {value}'
        for (column, value), number in sorted(report.dropped.items())
    ]
    lines += report.notes
    if report.skipped:
        lines.append(f"{counted(report.skipped, 'record')} passed over, as the map says")
    lines += [f"{change}: {number:,}" for change, number in sorted(report.changes.items())]
    if report.vocabulary:
        how = "as it was" if report.vocabulary_came_along else "with the terms that the source uses"
        lines.append(f"{into / 'vocabulary.yml'}: {'would be ' if dry_run else ''}written, {how}")
    lines.append(
        f"{counted(report.rows, 'record')}: {counted(len(report.written), 'review')} {'would be ' if dry_run else ''}written to {into}, "
        f"{report.unchanged:,} unchanged, {len(report.kept):,} kept, {counted(len(report.problems), 'problem')}"
    )
    return lines

"""``lessons import``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
from pydantic_core import PydanticCustomError

from lessons.authoring import importers
from lessons.authoring.importers import mapping
from lessons.authoring.importers.sources import READERS
from lessons.cli.options import counted, print_problems, progress, say
from lessons.problems import LessonsError
from lessons.record.types import PartialDate

_SHOWN = 10


@click.command("import")
@click.argument("kind", type=click.Choice(list(READERS)))
@click.argument("source", type=click.Path(path_type=Path))
@click.option(
    "--map",
    "map_name",
    required=True,
    metavar="MAP.yml",
    help="File that says which column becomes what, or the name of a built-in map: nasa.",
)
@click.option(
    "--into",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help="Folder of entries to write into; created if it does not exist.",
)
@click.option("--imported", metavar="DATE", help="Date of the import to record, such as 2024-05-17.  [default: today]")
@click.option(
    "--update", is_flag=True, help="Replace reviews that differ from the source; without this option they are kept."
)
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
def command(
    kind: str, source: Path, map_name: str, into: Path, imported: str | None, *, update: bool, dry_run: bool
) -> None:
    """Turn another system's export into reviews: csv, json, ndjson, or a folder of Markdown files.

    The map says which column becomes which field, section or part of a lesson; `lessons/docs/importing.md` explains it. What
    the source does not state is not-stated. Each review is checked before it is written; a row that would not pass is reported
    and left out. Importing again writes what is missing and leaves the rest alone.

    Exit status: 0 everything imported, 1 problems found (the other rows are written), 2 could not run.

    \b
    Examples:
      lessons import csv export.csv --map map.yml --into entries --dry-run
      lessons import csv nasa-lessons.csv --map nasa --into entries
    """
    if not source.exists():
        raise LessonsError(f"there is no file or folder {source}")
    options = importers.ImportOptions(_date(imported), update, dry_run)
    with progress("Importing") as show:
        report = importers.run(kind, source, mapping.load(map_name), into, options, progress=show)
    print_problems(report.problems)
    for line in describe(report, into, dry_run=dry_run):
        say(line)
    raise SystemExit(1 if report.problems else 0)


def _date(given: str | None) -> str:
    try:
        return PartialDate.parse(given) if given is not None else date.today().isoformat()
    except PydanticCustomError as error:
        raise LessonsError(f"--imported: {error.message()}") from error


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
    if report.vocabulary:
        lines.append(
            f"{into / 'vocabulary.yml'}: {'would be ' if dry_run else ''}written, with the terms that the source uses"
        )
    lines.append(
        f"{counted(report.rows, 'record')}: {counted(len(report.written), 'review')} {'would be ' if dry_run else ''}written to {into}, "
        f"{report.unchanged:,} unchanged, {len(report.kept):,} kept, {counted(len(report.problems), 'problem')}"
    )
    return lines

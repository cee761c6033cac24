"""What exports from the entries begin and end with: reading and choosing, and saying what was written."""

from __future__ import annotations

from pathlib import Path

import click

from lessons import checks
from lessons.building.outputs.exports import Exported, gather
from lessons.building.outputs.stored import stored
from lessons.building.selection import without_unfinished
from lessons.cli.options import counted, print_problems, processors, progress, say, without_dates
from lessons.entries.folder import read_folder
from lessons.library.audience import Audience

from_database_option = click.option(
    "--database",
    type=click.Path(exists=True, path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write what a built database has, also one of several units, in place of the entries.",
)


def gathered(entries: Path, audience: str, *, drafts: bool, database: Path | None) -> Exported:
    """Return what an audience gets of the entries of a folder, or what is in a ``database``; with problems, print them and exit with 1."""
    if database is not None:
        return stored(database, Audience(audience, drafts))
    with progress("Reading") as show:
        collection = read_folder(entries, jobs=processors(None), progress=show)
    found, unfinished = without_unfinished(collection, checks.check(collection), drafts=drafts)
    problems = [problem for problem in found if problem.severity == "error"]
    if problems:
        print_problems(problems)
        say(f"{counted(len(problems), 'problem')}: nothing was exported")
        raise SystemExit(1)
    return gather(collection, entries, audience, drafts=drafts, unfinished=unfinished)


def say_written(exported: Exported, output: Path | None, reviews: int) -> None:
    """Print where the export is and how many reviews it holds, which may have left the selection since."""
    selection = exported.selection
    used = f", {counted(len(selection.uses), 'use')}" if selection.uses else ""
    left_out = selection.left_out + selection.uses_left_out
    besides = f", {left_out:,} left out" if exported.database is None else ""
    say(f"{output or 'stdout'}: {counted(reviews, 'review')}{used}{besides}")
    if exported.dates_unknown:
        say(without_dates(exported.dates_unknown))

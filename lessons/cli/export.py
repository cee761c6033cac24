"""``lessons export``."""

from __future__ import annotations

from pathlib import Path

import click

from lessons import checks
from lessons.building.outputs.exports import EXPORTS, gather
from lessons.building.selection import without_unfinished
from lessons.cli.options import (
    audience_option,
    counted,
    entries_option,
    print_problems,
    processors,
    progress,
    say,
    without_dates,
)
from lessons.entries.folder import read_folder
from lessons.library.audience import Audience
from lessons.problems import LessonsError
from lessons.record.writing import replace_file
from lessons.text.files import reason


@click.command("export")
@click.argument("form", type=click.Choice(list(EXPORTS)))
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="File to write, by default stdout; for a data package a folder.",
)
@entries_option
@audience_option
@click.option("--drafts", is_flag=True, help="Include drafts and reviews that are still in review.")
def command(*, form: str, output: Path | None, entries: Path, audience: str, drafts: bool) -> None:
    """Write the reviews in a format that other programs read.

    \b
    ndjson       one review or use per line, with its Markdown as written: everything
    csv          one lesson per row with who used it and the facts of its review, for a spreadsheet
    datapackage  a folder with the tables as CSV, described as a Frictionless data package

    The reviews are checked first, and what the audience may not see is left out, as in a build. What is not for
    everybody is written for its owner's eyes alone; a file that was there keeps its permissions.

    Exit status: 0 written, 1 problems found and nothing written, 2 could not run.

    \b
    Examples:
      lessons export ndjson > lessons.ndjson
      lessons export datapackage --output build/datapackage
    """
    export = EXPORTS[form]
    if export.is_folder and output is None:
        raise LessonsError(
            f"a {form} is a folder of files; name the folder: lessons export {form} --output build/{form}"
        )
    with progress("Reading") as show:
        collection = read_folder(entries, jobs=processors(None), progress=show)
    found, unfinished = without_unfinished(collection, checks.check(collection), drafts=drafts)
    problems = [problem for problem in found if problem.severity == "error"]
    if problems:
        print_problems(problems)
        say(f"{counted(len(problems), 'problem')}: nothing was exported")
        raise SystemExit(1)
    exported = gather(collection, entries, audience, drafts=drafts, unfinished=unfinished)
    private = not Audience(audience, drafts=drafts).public
    for name, text in export.make(exported):
        _write(text, output / name if output is not None and export.is_folder else output, private=private)
    selection = exported.selection
    used = f", {counted(len(selection.uses), 'use')}" if selection.uses else ""
    left_out = selection.left_out + selection.uses_left_out
    say(f"{output or 'stdout'}: {counted(len(selection.entries), 'review')}{used}, {left_out:,} left out")
    if exported.dates_unknown:
        say(without_dates(exported.dates_unknown))


def _write(text: str, path: Path | None, *, private: bool) -> None:
    if path is None:
        # Bytes, so that no platform changes the line ends.
        click.echo(text.encode(), nl=False)
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LessonsError(f"cannot make the folder {path.parent}: {reason(error)}") from error
    replace_file(path, text, private=private)

"""``lessons export``: the library in forms that other programs, or places without a server, take."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

import click

from lessons.building.outputs.exports import EXPORTS
from lessons.building.outputs.folders import replacing
from lessons.building.outputs.overwriting import (
    DESCRIPTION,
    require_no_entry,
    require_outside_entries,
    require_replaceable,
)
from lessons.cli import export_bundle, export_opensearch, export_record, export_site
from lessons.cli.exporting import from_database_option, gathered, say_written
from lessons.cli.options import audience_option, entries_option
from lessons.problems import LessonsError
from lessons.record.writing import replace_file
from lessons.text.files import reason


@click.group("export")
def command() -> None:
    """Write the library in a form that other programs, or places without a server, take.

    \b
    Examples:
      lessons export ndjson > lessons.ndjson
      lessons export datapackage --output build/datapackage
      lessons export bundle -o build/lessons.zip
      lessons export site build/site --base https://lessons.example.org
      lessons export opensearch -o build/opensearch
      lessons export record night-buses --output night-buses-report.md
    """


_FROM_ENTRIES = """{help}

The reviews are checked first, and what the audience may not see is left out, as in a build. A database, also that
of several units, is written as it is; one for a wider audience is refused. What is not for everybody is written for its owner's eyes alone; a file that was there
keeps its permissions. Only what a former export of the same kind wrote is written over, and nothing is written among the reviews.

Exit status: 0 written, 1 problems found and nothing written, 2 could not run.

\b
Examples:
  {example}
"""
_EXAMPLES = {
    "ndjson": "lessons export ndjson > lessons.ndjson",
    "csv": "lessons export csv --output lessons.csv",
    "datapackage": "lessons export datapackage --output build/datapackage",
}


def _write_from_entries(
    form: str, *, output: Path | None, entries: Path, audience: str, drafts: bool, database: Path | None
) -> None:
    export = EXPORTS[form]
    if output is not None:
        # Before the reviews are read, which takes its time.
        if export.former is not None:
            require_outside_entries(output, (), entries)
            export.former(output)
        elif export.wrote is not None:
            require_no_entry(output, entries)
            require_replaceable(output, export.wrote, f"what `lessons export {form}` writes", f"lessons.{form}")
    elif export.former is not None:
        raise LessonsError(
            f"a {form} is a folder of files; name the folder: lessons export {form} --output build/{form}"
        )
    exported = gathered(entries, audience, drafts=drafts, database=database)
    private, reviews = not exported.audience.public, len(exported.selection.entries)
    files = export.make(exported)
    if output is None:
        for _, text in files:
            # Bytes, so that no platform changes the line ends.
            click.echo(text.encode(), nl=False)
    elif export.former is not None:
        _write_folder(files, output, export.former(output), private=private)
    else:
        for _, text in files:
            _write(text, output, private=private)
    say_written(exported, output, reviews)


def _write_folder(files: Iterable[tuple[str, str]], folder: Path, former: set[str], *, private: bool) -> None:
    with replacing(folder, former, private=private, first=DESCRIPTION, modes_stay=True) as made:
        for name, text in files:
            (made / name).write_text(text, "utf-8", newline="")


def _write(text: str, path: Path, *, private: bool) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LessonsError(f"cannot make the folder {path.parent}: {reason(error)}") from error
    replace_file(path, text, private=private)


for _form, _export in EXPORTS.items():
    _run = click.option("--drafts", is_flag=True, help="Include drafts and reviews that are still in review.")(
        partial(_write_from_entries, _form)
    )
    _output = click.option(
        "--output",
        type=click.Path(path_type=Path),
        metavar="PATH",
        help="Folder to write." if _export.former else "File to write, by default stdout.",
    )
    command.command(
        _form, help=_FROM_ENTRIES.format(help=_export.help, example=_EXAMPLES[_form]), short_help=_export.help
    )(_output(entries_option(from_database_option(audience_option(_run)))))
command.add_command(export_bundle.command)
command.add_command(export_site.command)
command.add_command(export_opensearch.command)
command.add_command(export_record.command)

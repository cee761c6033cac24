"""``lessons export record``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from lessons.authoring import withdrawing
from lessons.building import record_stored
from lessons.building.outputs.overwriting import require_no_entry, require_replaceable
from lessons.building.record_markdown import HEADING, markdown
from lessons.building.record_report import report
from lessons.building.taking_back import databases_of
from lessons.cli.options import DATABASE, entries_option, processors, say
from lessons.entries.folder import read_folder
from lessons.problems import LessonsError
from lessons.record.writing import replace_file


@click.command("record", short_help="Everything that is held on one review or use, for a request for information.")
@click.argument("name", metavar="ID")
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "json"]),
    default="markdown",
    show_default=True,
    help="Markdown for people, JSON for programs.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="File to write, by default stdout.",
)
@entries_option
@click.option(
    "--database",
    type=click.Path(exists=True, path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Tell what a built database has, also one of several units, in place of the entries.",
)
@click.option(
    "--databases",
    type=click.Path(path_type=Path, file_okay=False),
    default=DATABASE.parent,
    show_default=True,
    metavar="DIR",
    help="Folder of the databases that may publish it.",
)
def command(
    *, name: str, form: str, output: Path | None, entries: Path, database: Path | None, databases: Path
) -> None:
    """Write everything that the unit holds on one review or use, for a request under freedom of information or data protection.

    ID is the id, also a former one, the path of the file or the address of the page. The report has the file as it stands, its handling and
    status, what of it is public and in which databases, who is named, the uses of its lessons, what refers to it, and its commits. It is
    for the unit itself: what is not public is in it, also of other entries that refer to this one. A file is written for its
    owner's eyes alone; only a former report is written over. Of a database of several units, ID has its unit before it (`unit:review`): the report has whose it is, and what other units
    used and refer to, as far as the database has it; the history is with its unit.

    Exit status: 0 written, 2 could not run.

    \b
    Examples:
      lessons export record night-buses
      lessons export record night-buses --format json --output night-buses.json
      lessons export record north:night-buses --database central.db
    """
    if output is not None:
        require_no_entry(output, entries)
        require_replaceable(output, is_report, "a report that `lessons export record` wrote", f"report{output.suffix}")
    held = record_stored.report(database, name) if database else _from_entries(name, entries, databases)
    text = markdown(held) if form == "markdown" else json.dumps(held, ensure_ascii=False, indent=2) + "\n"
    if output is None:
        click.echo(text.encode(), nl=False)
        return
    replace_file(output, text, owner_only=True)
    say(f"{output}: written; it may hold what is not public")


def is_report(path: Path) -> bool:
    """Return whether a file is a report on a record, in either form."""
    text = path.read_text("utf-8", "replace")
    try:
        return text.startswith(HEADING) or {"id", "kind", "public", "published_in", "text"} <= json.loads(text).keys()
    except (ValueError, RecursionError, AttributeError):
        return False


def _from_entries(name: str, entries: Path, databases: Path) -> dict[str, Any]:
    collection = read_folder(entries, jobs=processors(None), rendering=False)
    found = withdrawing.named(name, collection)
    if len(found) > 1:
        raise LessonsError(f"{' and '.join(entry.path for entry in found)} have one id; name a path, or rename one")
    return report(found[0], collection, entries, databases_of(collection.vocabulary, databases))

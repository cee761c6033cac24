"""``lessons schema``."""

from __future__ import annotations

from pathlib import Path

import click

from lessons.cli.options import entries_option, print_problems
from lessons.record import json_schema, vocabulary


@click.command("schema")
@entries_option
def command(entries: Path) -> None:
    """Print the JSON Schema of the front matter, with the terms of the folder's vocabulary.

    Editors use it for completion and to mark mistakes while you type.

    \b
    Examples:
      lessons schema > schema.json
    """
    words = vocabulary.load(entries, entries.as_posix())
    print_problems(words.problems)
    click.echo(json_schema.text(words), nl=False)
    raise SystemExit(1 if words.problems else 0)

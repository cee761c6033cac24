"""``lessons schema``."""

from __future__ import annotations

from pathlib import Path

import click

from lessons.cli.options import entries_option, print_problems
from lessons.record import json_schema, vocabulary
from lessons.record.review import Review
from lessons.record.use import LessonUse


@click.command("schema")
@entries_option
@click.option("--uses", is_flag=True, help="That of uses, in place of that of reviews.")
def command(*, entries: Path, uses: bool) -> None:
    """Print the JSON Schema of the front matter, with the terms of the folder's vocabulary.

    Editors use it for completion and to mark mistakes while you type.

    \b
    Examples:
      lessons schema > schema.json
      lessons schema --uses > schema-of-uses.json
    """
    words = vocabulary.load(entries, entries.as_posix())
    print_problems(words.problems)
    click.echo(json_schema.text(words, LessonUse if uses else Review), nl=False)
    raise SystemExit(1 if words.problems else 0)

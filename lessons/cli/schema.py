"""``lessons schema``."""

from __future__ import annotations

from pathlib import Path

import click

from lessons import forms
from lessons.authoring import decap
from lessons.cli.options import entries_option, print_problems, say
from lessons.problems import LessonsError
from lessons.proposing import issue_forms
from lessons.record import json_schema, scaffold, vocabulary
from lessons.record.review import Review
from lessons.record.use import LessonUse
from lessons.record.writing import replace_file

JSON_SCHEMA, ISSUE_FORM, DECAP = "json-schema", "issue-form", "decap"


@click.command("schema")
@entries_option
@click.option(
    "--format",
    "form",
    type=click.Choice([JSON_SCHEMA, ISSUE_FORM, DECAP]),
    default=JSON_SCHEMA,
    show_default=True,
    help="Or the issue form of a code host, which lessons import issue reads; or a configuration for Decap CMS, which edits reviews and uses in a browser.",
)
@click.option("--uses", is_flag=True, help="That of uses, in place of that of reviews.")
@click.option(
    "--write",
    is_flag=True,
    help=f"Write both into the folder of entries, where the first line of a template points: "
    f"{scaffold.SCHEMA_FILE}, {scaffold.SCHEMA_FILE_OF_USES}.",
)
def command(*, entries: Path, form: str, uses: bool, write: bool) -> None:
    """Print the JSON Schema of the front matter, with the terms of the folder's vocabulary, their labels and definitions.

    Editors use it for completion, to explain fields and terms, and to mark mistakes while you type. Other formats are for other programs in which
    reviews are written. Write them again when the vocabulary has changed.

    \b
    Examples:
      lessons schema --write
      lessons schema > schema.json
      lessons schema --uses > schema-of-uses.json
      lessons schema --format issue-form > .github/ISSUE_TEMPLATE/lesson.yml
      lessons schema --format decap > admin/config.yml
    """
    words = vocabulary.load(entries, entries.as_posix())
    print_problems(words.problems)
    if uses and form == DECAP:
        raise LessonsError("the configuration for Decap CMS has reviews and uses: leave --uses out")
    if write:
        if form != JSON_SCHEMA:
            raise LessonsError(
                f"--write writes the JSON Schemas; send --format {form} to a file: lessons schema --format {form} > FILE"
            )
        if words.problems:
            raise LessonsError("nothing was written: correct the vocabulary first")
        if not entries.is_dir():
            raise LessonsError(f"there is no folder {entries}; --entries says where it is")
        for name, text in {
            scaffold.SCHEMA_FILE: json_schema.text(words),
            scaffold.SCHEMA_FILE_OF_USES: json_schema.text(words, LessonUse),
        }.items():
            replace_file(entries / name, text)
            say(f"{entries / name} written")
        return
    if form == ISSUE_FORM:
        click.echo(issue_forms.form(forms.USE if uses else forms.RAPID, words), nl=False)
    elif form == DECAP:
        click.echo(decap.text(words, entries.as_posix()), nl=False)
    else:
        click.echo(json_schema.text(words, LessonUse if uses else Review), nl=False)
    raise SystemExit(1 if words.problems else 0)

"""``lessons brief``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from lessons.authoring.brief_formats import FORMATS
from lessons.authoring.plan_file import LARGEST_WORD_FILE, plan_text
from lessons.cli.options import database_option, say, whose_option
from lessons.learning.brief import brief
from lessons.library.soundness import opened
from lessons.problems import LessonsError


@click.command("brief")
@click.argument("plan", type=click.Path(path_type=Path, allow_dash=True), metavar="PLAN|-")
@database_option("--database", "Database whose lessons are compared with the plan.")
@whose_option
@click.option(
    "--format", "form", type=click.Choice(tuple(FORMATS)), default="text", show_default=True, help="How to print it."
)
def command(plan: Path, database: Path, form: str) -> None:
    """Give it your plan, get the lessons that apply: what to watch out for before you begin.

    PLAN is a file of plain text or Markdown, a Word file (.docx; with the extra `office`), or - for what is piped in: a paragraph or fifty
    pages, also text copied from a PDF. It is read and forgotten. Lessons of every sector are compared with its passages; each says why it is here.

    Exit status: 0 read, whether or not any lesson applies, 2 could not run.

    \b
    Examples:
      lessons brief plan.md
      lessons brief "Project initiation.docx"
      lessons brief plan.md --format markdown > lessons-for-us.md
      pbpaste | lessons brief - --format json
    """
    text, left_out = _read(plan)
    connection = opened(database)
    try:
        found = brief(connection, text, time_limit=None)
    except LessonsError as error:
        raise LessonsError(f"{plan}: {error}") from error
    finally:
        connection.close()
    found = replace(found, notices=(*left_out, *found.notices))
    for notice in found.notices:
        say(notice)
    click.echo(FORMATS[form](found), nl=False)


def _read(plan: Path) -> tuple[str, tuple[str, ...]]:
    """Return the text of a plan, and what was left out of it, in words; raises ``LessonsError`` when there is none."""
    try:
        with click.open_file(str(plan), "rb") as file:
            data = file.read(LARGEST_WORD_FILE + 1)
    except OSError as error:
        raise LessonsError(f"{plan}: cannot be read ({error.strerror or error})") from error
    try:
        text, left_out = plan_text(data)
    except LessonsError as error:
        raise LessonsError(f"{plan}: {error}") from error
    return text, tuple(f"{plan}: {message}" for message in left_out)

"""``lessons brief``."""

from __future__ import annotations

from pathlib import Path

import click

from lessons.authoring.brief_formats import FORMATS
from lessons.authoring.office import word
from lessons.cli.options import database_option, say, whose_option
from lessons.learning.brief import brief
from lessons.learning.plan import LONGEST, decoded, required_text
from lessons.library.soundness import opened
from lessons.problems import LessonsError

# A character takes at most four bytes.
LONGEST_FILE = 4 * LONGEST
# A Word file holds pictures beside its text.
LARGEST_WORD_FILE = 20_000_000
PACKED = b"PK\x03\x04"


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
    text = _read(plan)
    connection = opened(database)
    try:
        found = brief(connection, text, time_limit=None)
    except LessonsError as error:
        raise LessonsError(f"{plan}: {error}") from error
    finally:
        connection.close()
    for notice in found.notices:
        say(notice)
    click.echo(FORMATS[form](found), nl=False)


def _read(plan: Path) -> str:
    """Return the text of a plan; raises ``LessonsError`` when there is none."""
    try:
        with click.open_file(str(plan), "rb") as file:
            data = file.read(LARGEST_WORD_FILE + 1)
    except OSError as error:
        raise LessonsError(f"{plan}: cannot be read ({error.strerror or error})") from error
    packed = data.startswith(PACKED)
    if packed and len(data) > LARGEST_WORD_FILE:
        raise LessonsError(
            f"{plan}: the file has more than {LARGEST_WORD_FILE // 1_000_000} MB: give its text alone, without the pictures"
        )
    if not packed and len(data) > LONGEST_FILE:
        raise LessonsError(
            f"{plan}: the plan is longer than {LONGEST:,} characters (about 150 pages): give the part that matters most"
        )
    try:
        if not packed:
            return decoded(data)
        text, left_out = word.plain_text(data)
        for message in left_out:
            say(f"{plan}: {message}")
        return required_text(text)
    except LessonsError as error:
        raise LessonsError(f"{plan}: {error}") from error

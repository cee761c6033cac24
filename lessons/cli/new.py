"""``lessons new``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from lessons.authoring.office.formats import TEMPLATES
from lessons.cli.options import WORDS, entries_option, say
from lessons.cli.questions import Questions
from lessons.problems import LessonsError
from lessons.record import scaffold, vocabulary
from lessons.record.types import REVIEW_ID
from lessons.record.vocabulary import FIXED, Vocabulary
from lessons.schemes import NOT_STATED
from lessons.text import files


@click.command("new")
@click.argument("name", required=False)
@click.option("--title", type=WORDS, help="What the review is about, in one line.")
@click.option(
    "--date", help="Date of the review: 1998, 1998-04, 1998-04-17 or in words; or not-stated.  [default: today]"
)
@click.option("--organisation", type=WORDS, help="Organisation whose work was reviewed.  [default: not-stated]")
@click.option("--sector", help="Sector, a term of the vocabulary or its label.  [default: not-stated]")
@click.option("--result", help=f"How it turned out: {', '.join(FIXED['result'])}.  [default: not-stated]")
@click.option("--lesson", type=WORDS, help="The first lesson, in one sentence that says what to do.")
@click.option(
    "--rapid/--full", default=None, help="The short form with two sections, or the full form.  [default: full]"
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", *TEMPLATES]),
    default="markdown",
    show_default=True,
    help="Or a Word or Excel file to fill in: NAME.docx, NAME.xlsx; nothing is asked.",
)
@entries_option
def command(
    *, name: str | None, title: str | None, date: str | None, organisation: str | None, sector: str | None, result: str | None,
    lesson: str | None, rapid: bool | None, form: str, entries: Path,
) -> None:  # fmt: skip
    """Write a template for a new review: NAME.md in the folder of entries.

    On a terminal it asks for what you did not give, with the choices and their definitions; Enter takes the default, Ctrl-C
    leaves nothing behind. An existing file is never overwritten. Then open the file, replace each `[write: …]` with
    your own words, and run `lessons check`.

    With `--format docx` or `xlsx` it writes a file for people who do not work with Markdown, with all fields and what they mean; filled
    in, it becomes a review by `lessons import docx FILE`. This needs the extra `office`.

    Exit status: 0 written, 2 could not run.

    \b
    Examples:
      lessons new
      lessons new --rapid --title "Bus lanes on the ring road" --sector transport
      lessons new --format docx
    """
    words = vocabulary.load(entries, entries.as_posix())
    if words.problems:
        raise LessonsError(f"{words.problems[0]}; correct the vocabulary first")
    if form != "markdown":
        given = {"title": title, "date": date, "organisation": organisation, "sector": sector, "result": result}
        _write_office(form, Path(name or "review"), {**given, "type": "rapid-lesson" if rapid else None}, words)
        return
    ask = Questions(words, asking=on_terminal())
    title = ask.title(title)
    rapid = ask.rapid(rapid)
    fields = {
        "title": title,
        "date": ask.date(date),
        "organisation": ask.text("Organisation whose work was reviewed", organisation, NOT_STATED),
        "sector": ask.term("Sector", "sector", sector),
        "result": ask.term("How did it turn out?", "result", result),
    }
    if rapid:
        fields["type"] = "rapid-lesson"
    lesson = ask.text(
        "First lesson, in one sentence that says what to do next time (Enter to write it later)", lesson, ""
    )
    path = ask.path(
        "File name, which is the review's permanent id",
        name,
        scaffold.file_id(title),
        lambda chosen: new_path(entries, chosen, entries, "lessons new NAME"),
    )
    text = scaffold.blank(fields, words, lesson=lesson, schema=scaffold.schema_path(entries, path))
    write_new(path, text)
    say(f"Written. Replace each `[write: …]` with your own words, then run: lessons check {path}")
    click.echo(path)


def _write_office(form: str, name: Path, given: dict[str, str | None], words: Vocabulary) -> None:
    """Write a file to fill in, with what was given as options."""
    path = name if name.suffix == f".{form}" else name.with_name(f"{name.name}.{form}")
    content = TEMPLATES[form]({field: value for field, value in given.items() if value}, words)
    try:
        with path.open("xb") as stream:
            stream.write(content)
    except FileExistsError as error:
        raise LessonsError(f"{path} already exists; choose another name: lessons new --format {form} NAME") from error
    except OSError as error:
        raise LessonsError(f"cannot write {path}: {files.reason(error)}") from error
    say(f"Written. Fill it in; then it becomes a review by: lessons import {form} {path}")
    click.echo(path)


def on_terminal() -> bool:
    """Return whether there is somebody to ask."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def new_path(entries: Path, name: str, folder: Path, command: str) -> Path:
    """Return the path of a new entry in ``folder``, inside the folder of ``entries``.

    Raises :class:`LessonsError` for a name that cannot be an id, or is one already; ``command`` says how to choose another.
    """
    id_ = name.removesuffix(".md")
    if not REVIEW_ID.fullmatch(id_):
        raise LessonsError(
            f'"{id_}" cannot be an id: 3 to 80 lower-case letters, digits and hyphens, such as {scaffold.file_id(id_)}'
        )
    path = folder / f"{id_}.md"
    taken = next((one for one in files.find(entries) if one.stem == id_), None) if entries.is_dir() else None
    if taken is not None:
        raise LessonsError(f"{taken} already exists; choose another name: {command}")
    return path


def write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet. Raises :class:`LessonsError` when it is, or cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError as error:
        raise LessonsError(f"{path} already exists; choose another name") from error
    except OSError as error:
        raise LessonsError(f"cannot write {path}: {files.reason(error)}") from error

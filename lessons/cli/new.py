"""``lessons new``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import date as today
from pathlib import Path

import click
from pydantic_core import PydanticCustomError

from lessons.authoring.office import excel_template, word_template
from lessons.cli.options import entries_option, say
from lessons.problems import LessonsError
from lessons.record import scaffold, vocabulary
from lessons.record.outline import FULL, RAPID, SECTIONS
from lessons.record.types import REVIEW_ID, PartialDate
from lessons.record.vocabulary import FIXED, Term, Vocabulary
from lessons.schemes import NOT_STATED
from lessons.text import files

# What `--format` writes beside Markdown.
FORMS: dict[str, Callable[[Mapping[str, str], Vocabulary], bytes]] = {
    "docx": word_template.template,
    "xlsx": excel_template.template,
}


@click.command("new")
@click.argument("name", required=False)
@click.option("--title", help="What the review is about, in one line.")
@click.option("--date", help="Date of the review: 1998, 1998-04 or 1998-04-17; or not-stated.  [default: today]")
@click.option("--organisation", help="Organisation whose work was reviewed.  [default: not-stated]")
@click.option("--sector", help="Sector, a term of the vocabulary.  [default: not-stated]")
@click.option("--result", help=f"How it turned out: {', '.join(FIXED['result'])}.  [default: not-stated]")
@click.option("--lesson", help="The first lesson, in one sentence that says what to do.")
@click.option(
    "--rapid/--full", default=None, help="The short form with two sections, or the full form.  [default: full]"
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", *FORMS]),
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
    name = ask.text("File name, which is the review's permanent id", name, scaffold.file_id(title))
    path = new_path(entries, name, entries, "lessons new NAME")
    text = scaffold.blank(fields, words, lesson=lesson, schema=scaffold.schema_path(entries, path))
    write_new(path, text)
    say(f"Written. Replace each `[write: …]` with your own words, then run: lessons check {path}")
    click.echo(path)


def _write_office(form: str, name: Path, given: dict[str, str | None], words: Vocabulary) -> None:
    """Write a file to fill in, with what was given as options."""
    path = name if name.suffix == f".{form}" else name.with_name(f"{name.name}.{form}")
    content = FORMS[form]({field: value for field, value in given.items() if value}, words)
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


class Questions:
    """Answers from options, or asked for on a terminal; without a terminal the defaults."""

    def __init__(self, words: Vocabulary, *, asking: bool) -> None:
        self.words, self.asking = words, asking

    def text(self, question: str, given: str | None, default: str) -> str:
        """Return the given answer, the one typed, or the default."""
        if given is not None or not self.asking:
            return (default if given is None else given).strip()
        shown = bool(default)
        answer: str = click.prompt(question, default=default, show_default=shown, err=True)
        return answer.strip()

    def title(self, given: str | None) -> str:
        """Return the title, which has no default."""
        if given is None and not self.asking:
            raise LessonsError('a title is needed: lessons new --title "What the review is about"')
        title = given
        while not (title or "").strip():
            if given is not None:
                raise LessonsError("the title is empty; write what the review is about, in one line")
            title = click.prompt(
                "Title: what the review is about, in one line", default="", show_default=False, err=True
            )
        return " ".join((title or "").split())

    def rapid(self, given: bool | None) -> bool:  # noqa: FBT001 - the answer to a yes-or-no question
        """Return whether to write the short form."""
        if given is not None or not self.asking:
            return bool(given)
        forms = {
            form: ", ".join(kind.heading for kind in SECTIONS if form in kind.required_in) for form in (FULL, RAPID)
        }
        say(f"  full:  {forms[FULL]}\n  rapid: {forms[RAPID]}")
        return bool(click.prompt("Form", type=click.Choice([FULL, RAPID]), default=FULL, err=True) == RAPID)

    def date(self, given: str | None, of: str = "the review") -> str:
        """Return the date of the review, or ``of`` something else; asks again until it is one."""
        while True:
            answer = self.text(f"Date of {of}: year, month or day; or not-stated", given, today.today().isoformat())
            try:
                return answer if answer == NOT_STATED else str(PartialDate.parse(answer))
            except PydanticCustomError as error:
                self.refuse(error.message(), given)

    def term(self, question: str, scheme: str, given: str | None, *, required: bool = False) -> str:
        """Return a term of a scheme, which may be given by number, slug, label or synonym; not-stated unless it is ``required``."""
        allowed = list(self.words.allowed(scheme) or ())
        offered = [slug for slug in allowed if slug != NOT_STATED] + ([] if required else [NOT_STATED])
        if given is None and self.asking:
            self.show(question, scheme, offered)
        while True:
            answer = self.text("Number or term", given, "" if required else NOT_STATED)
            if answer in offered or (not allowed and vocabulary.slugified(answer) == answer):
                return answer
            if answer.isdecimal() and 1 <= int(answer) <= len(offered):
                return offered[int(answer) - 1]
            meant = self.words.suggestion(scheme, answer)
            if meant is not None and given is None:
                say(f"  taken as: {meant}")
                return meant
            known = "choose from the list above" if given is None else f"use one of: {', '.join(offered)}"
            hint = f', did you mean "{meant}"?' if meant else f"; {known}"
            self.refuse(f'there is no {scheme} "{answer}"{hint}', given)

    def show(self, question: str, scheme: str, offered: list[str]) -> None:
        """Print the choices with their definitions."""
        terms = self.words.terms(scheme)
        say(question)
        for number, slug in enumerate(offered, 1):
            term = terms.get(slug, Term(label="Not stated" if slug == NOT_STATED else slug))
            say(f"  {number:>2}  {slug:<28} {term.definition or term.label}")

    def refuse(self, message: str, given: str | None) -> None:
        """Say why an answer cannot be taken: stops where it came as an option, else the question is asked again."""
        if given is not None or not self.asking:
            raise LessonsError(message)
        say(f"  {message}")


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

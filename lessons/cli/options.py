"""Options and output that several commands share."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from lessons.library.audience import AUDIENCES
from lessons.library.web_addresses import fault
from lessons.problems import Problem
from lessons.record import FILE_NAME
from lessons.text.files import hidden_message, names

ENTRIES = Path("entries")
DATABASE = Path("build/lessons.db")
# A bar that is gone before it can be read is noise.
MIN_ENTRIES_FOR_PROGRESS = 500


def of_repository(folder: Path) -> Path:
    """Return the folder of reviews that a folder means: of a unit's repository its `entries/`, else the folder itself.

    A repository is told by the vocabulary, which stands in `entries/` and not beside it.
    """
    inner = folder / ENTRIES
    return inner if (inner / FILE_NAME).is_file() and not (folder / FILE_NAME).is_file() else folder


entries_option = click.option(
    "--entries",
    type=click.Path(path_type=Path),
    default=ENTRIES,
    show_default=True,
    metavar="DIR",
    callback=lambda context, parameter, folder: of_repository(folder),
    help="Folder of the reviews, or the repository that it stands in.",
)


def audience_option_with(help_text: str, **more: Any) -> Callable[[Any], Any]:
    """Return the option that names an audience, with a sentence of its own; the default database is that of the audience."""

    def kept(context: click.Context, parameter: click.Parameter, value: str) -> str:
        del parameter
        context.meta[_AUDIENCE] = value
        return value

    # Eager, since the default database depends on it.
    choice = click.Choice(AUDIENCES)
    default = AUDIENCES[0]
    return click.option(
        "--audience",
        type=choice,
        default=default,
        show_default=True,
        is_eager=True,
        callback=kept,
        help=help_text,
        **more,
    )


_AUDIENCE = "lessons.audience"
audience_option = audience_option_with("Who the database is for: reviews whose handling goes beyond it are left out.")
# For commands that read a database: it only chooses which.
whose_option = audience_option_with("Audience whose database is used if no file is named.", expose_value=False)
jobs_option = click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=None,
    help="Number of processes that read entries; does not change the result.  [default: processors]",
)


def database_of(audience: str) -> Path:
    """Return the default file of an audience's database: each has its own, so that one build never takes another's place."""
    return DATABASE if audience == AUDIENCES[0] else DATABASE.with_stem(f"{DATABASE.stem}-{audience}")


def database_option(name: str, help_text: str) -> Callable[[Any], Any]:
    """Return the option that names the database, by default the one of the audience; the command needs one of the options above."""

    def chosen(context: click.Context, parameter: click.Parameter, value: Path | None) -> Path:
        del parameter
        return value or database_of(context.meta[_AUDIENCE])

    return click.option(
        name,
        type=click.Path(path_type=Path),
        callback=chosen,
        metavar="FILE",
        help=f"{help_text}  [default: {DATABASE}, or {database_of('AUDIENCE')} for other audiences than public]",
    )


class _Words(click.types.StringParamType):
    """A text that is written into a file: without characters that nobody sees, and that no file may hold."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text."""
        # A build that finds nothing changed is not to wait for what reads and writes entries.
        from lessons.record.writing import UNWRITABLE

        if found := UNWRITABLE.search(value):
            if found[0] in _NO_TEXT:
                self.fail("it has bytes in it that are not text in UTF-8", param, ctx)
            self.fail(hidden_message(found[0]), param, ctx)
        return str(value)


WORDS = _Words()
# What stands for such bytes in an argument.
_NO_TEXT = tuple(map(chr, range(0xDC80, 0xDD00)))


def _site_address(context: click.Context, parameter: click.Parameter, value: str | None) -> str:
    del context
    if value is None:
        return ""
    if not _SITE.fullmatch(value.strip()):
        raise click.BadParameter(
            f"“{value}” is not the address of a site; it begins with https:// or http://", param=parameter
        )
    if wrong := fault(value.strip()):
        raise click.BadParameter(f"“{value}” is not the address of a site; {wrong}", param=parameter)
    return value.strip().rstrip("/")


_SITE = re.compile(r"https?://[^\s/?#]+(?:/[^\s?#]*)?")


def site_address_option(name: str, help_text: str) -> Callable[[Any], Any]:
    """Return an option that takes the full address of a site, without its last slash; it is empty when not given."""
    return click.option(name, metavar="URL", callback=_site_address, help=help_text)


address_option = site_address_option(
    "--address", "Public address of the site, such as https://lessons.example; with it, what is named is linked."
)


def processors(jobs: int | None) -> int:
    """Return the number of processes to use: as asked for, else one a processor."""
    return jobs or os.cpu_count() or 1


def say(text: str) -> None:
    """Print a message to stderr."""
    click.echo(text, err=True)


def say_how_to_begin(folder: Path) -> None:
    """Print the next step where a folder has no reviews yet."""
    if not names(folder):
        say(f"There are no reviews in {folder} yet. `lessons new` asks a few questions and writes the first one.")


def print_problems(problems: Iterable[Problem]) -> None:
    """Print problems, one per line; advice says that it is advice."""
    for problem in problems:
        say(str(problem) if problem.severity == "error" else problem.as_advice)


def without_dates(why: str) -> str:
    """Return the line that says that dates are missing and why."""
    return f"when reviews were published and last changed is missing: {why}"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural where that is due."""
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{number:,} {noun if number == 1 else plural}"


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None] | None]:
    """Give a function that shows progress as a bar on a terminal, or ``None`` where there is no terminal to show it on."""
    if not sys.stderr.isatty():
        yield None
        return
    bar: Any = None

    def show(done: int, total: int) -> None:
        nonlocal bar
        if total < MIN_ENTRIES_FOR_PROGRESS:
            return
        if bar is None:
            bar = click.progressbar(length=total, label=label, file=sys.stderr)
            bar.__enter__()
        bar.update(done - bar.pos)

    try:
        yield show
    finally:
        if bar is not None:
            bar.__exit__(None, None, None)

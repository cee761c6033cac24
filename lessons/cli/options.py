"""Options and output that several commands share."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from lessons.problems import Problem
from lessons.selection import AUDIENCES

ENTRIES = Path("entries")
DATABASE = Path("build/lessons.db")
# A bar that is gone before it can be read is noise.
WORTH_A_BAR = 500

entries_option = click.option(
    "--entries",
    type=click.Path(path_type=Path),
    default=ENTRIES,
    show_default=True,
    metavar="DIR",
    help="Folder of the reviews.",
)
audience_option = click.option(
    "--audience",
    type=click.Choice(list(AUDIENCES)),
    default="public",
    show_default=True,
    help="Who the database is for: reviews whose handling goes beyond it are left out.",
)
jobs_option = click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=None,
    help="Processes that read entries; never changes the result.  [default: processors]",
)


def processors(jobs: int | None) -> int:
    """Return the number of processes to use: as asked for, else one a processor."""
    return jobs or os.cpu_count() or 1


def say(text: str) -> None:
    """Print a message to stderr."""
    click.echo(text, err=True)


def print_problems(problems: Iterable[Problem]) -> None:
    """Print problems, one a line; advice says that it is advice."""
    for problem in problems:
        say(str(problem))


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
        if total < WORTH_A_BAR:
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

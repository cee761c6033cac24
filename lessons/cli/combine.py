"""``lessons combine``."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import click

from lessons.building import build
from lessons.building.combining.combine import combine
from lessons.building.combining.duplicates import MOST
from lessons.building.outputs.bundle.unpacking import database_of, is_bundle
from lessons.building.report import Options
from lessons.cli.options import WORDS, audience_option, counted, of_repository, print_problems, processors, say
from lessons.library.web_addresses import taken_apart
from lessons.problems import LessonsError
from lessons.text import files

# More would scroll away what matters.
_SHOWN = 10


class _Unit(click.Path):
    """A path, also written as an address of this machine; one of another is not fetched."""

    def __init__(self) -> None:
        super().__init__(exists=True, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path, which has to exist."""
        address = taken_apart(str(value))
        if str(value).lower().startswith(("http://", "https://")):
            self.fail(
                f"{value} is on another machine, and nothing is fetched; download it and name the file: curl -fO {value}",
                param,
                ctx,
            )
        if address is None or address.scheme != "file":
            return super().convert(value, param, ctx)
        if address.netloc not in ("", "localhost"):
            self.fail(f"{value} is on another machine; an address of this one begins with file:///", param, ctx)
        return super().convert(unquote(address.path), param, ctx)


@click.command("combine")
@click.argument("units", nargs=-1, required=True, type=_Unit(), metavar="UNIT...")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="Database to write."
)
@click.option(
    "--name",
    type=WORDS,
    default="All units",
    show_default=True,
    help="Name of the combined library, as it stands at the top of its site.",
)
@click.option(
    "--crosswalk",
    type=click.Path(exists=True, path_type=Path, dir_okay=False),
    help="YAML file that says which terms of a unit are which of the others: unit, scheme, term: term.",
)
@audience_option
def command(*, units: tuple[Path, ...], output: Path, name: str, crosswalk: Path | None, audience: str) -> None:
    """Combine the libraries of several units into one database that is searched and served like any other.

    Each UNIT is a database that `lessons build` wrote, by its path or its address (file:///…), a bundle (`lessons export bundle`), or a folder of entries, which is built first. Ids get the slug of their unit before
    them (`unit:review#lesson`); links, uses and repeats across units find their ends, and a facet tells units apart. A database
    that is damaged, of another version, or for fewer readers than --audience is refused, and then nothing is written.

    Exit status: 0 written, 2 could not run: the existing database is not changed.

    \b
    Examples:
      lessons combine north/build/lessons.db south/build/lessons.db -o central.db
      lessons combine north/entries nasa.db -o central.db --name "Central library" --crosswalk crosswalk.yml
    """
    with ExitStack() as stack:
        databases = [_database(unit, audience, stack) for unit in units]
        try:
            done = combine(
                databases, output, name=" ".join(name.split()) or "All units", audience=audience, crosswalk=crosswalk
            )
        except LessonsError as error:
            message = str(error)
            for unit, database in zip(units, databases, strict=True):
                message = message.replace(str(database), str(unit))
            raise LessonsError(message) from error
    for line in done.told:
        say(line)
    say_some(
        "likely the same case in two units, look at them side by side",
        [f"{one} and {other}" for one, other in done.duplicates],
    )
    if done.reviews > MOST:
        say(f"cases that two units have are looked for among at most {MOST:,} reviews")
    say_some("refers to what is not here", [f"{source} to {cited}" for source, cited in done.unresolved])
    used = f" and {counted(done.uses, 'use')}" if done.uses else ""
    say(
        f"{output}: {counted(done.units, 'unit')}, {counted(done.reviews, 'review')} with {counted(done.lessons, 'lesson')}{used}"
    )


def say_some(what: str, lines: Sequence[str]) -> None:
    """Say the first of many lines of a kind, and how many there are."""
    if lines:
        say(f"{what} ({len(lines):,}):")
        for line in lines[:_SHOWN]:
            say(f"  {line}")
        if len(lines) > _SHOWN:
            say(f"  and {len(lines) - _SHOWN:,} more")


def _database(unit: Path, audience: str, stack: ExitStack) -> Path:
    """Return the unit's database, taken out of a bundle or built from a folder of entries where it is one."""
    if is_bundle(unit):
        return database_of(unit, Path(stack.enter_context(tempfile.TemporaryDirectory())))
    if not unit.is_dir():
        return unit
    entries = of_repository(unit)
    if not files.names(entries):
        raise LessonsError(f"{unit} has no reviews; name a unit's database, its folder of entries, or its repository")
    output = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "lessons.db"
    report = build.build(
        entries, output, Options(audience, drafts=False, keep_going=False, jobs=processors(None), full=True)
    )
    if not report.written:
        print_problems(report.problems)
        raise LessonsError(
            f"{entries} has problems: nothing was combined; the existing database, if any, was not changed"
        )
    return output

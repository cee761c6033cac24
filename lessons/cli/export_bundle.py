"""``lessons export bundle``."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from lessons.building.outputs import parquet
from lessons.building.outputs.bundle import archive
from lessons.building.outputs.bundle.about import name_of
from lessons.building.outputs.bundle.contents import files
from lessons.building.outputs.bundle.verifying import verify as verify_bundle
from lessons.building.outputs.overwriting import require_no_entry, require_outside_entries
from lessons.cli.exporting import from_database_option, gathered, say_written
from lessons.cli.options import audience_option, counted, entries_option, say
from lessons.library.audience import Audience, WiderAudienceError, require_within
from lessons.problems import LessonsError


@click.command("bundle", short_help="All of these with the database and checksums, as one dated zip file.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Zip file to write, or under another name a folder.  [default: build/UNIT-DAY.zip]",
)
@entries_option
@from_database_option
@audience_option
@click.option("--drafts", is_flag=True, help="Include drafts and reviews that are still in review.")
@click.option(
    "--verify",
    type=click.Path(path_type=Path),
    metavar="BUNDLE",
    help="Write nothing; tell whether a bundle still has every byte and holds no more than the audience may see.",
)
def command(
    *, output: Path | None, entries: Path, database: Path | None, audience: str, drafts: bool, verify: Path | None
) -> None:
    """Write the library as one dated file for those who build on it: the database, its tables and views as CSV,
    described as a Frictionless data package, and as Parquet (with the extra parquet), lessons.csv, lessons.ndjson, the vocabulary, how to cite it, checksums.

    The reviews are checked first, and what the audience may not see is left out, as in a build. A database, also that
    of several units, is written as it is; one for a wider audience is refused. What is not for everybody is written for its owner's
    eyes alone, and says so. Only a former bundle is written over.

    Exit status: 0 written or verified, 1 problems found, 2 could not run.

    \b
    Examples:
      lessons export bundle -o build/lessons.zip
      lessons export bundle --database central.db -o central.zip
      lessons export bundle --verify build/lessons.zip
    """
    if verify is not None:
        _verify(verify, Audience(audience, drafts=drafts))
        return
    if output is not None:
        require_no_entry(output, entries)
        require_outside_entries(output, (), entries)
    exported = gathered(entries, audience, drafts=drafts, database=database)
    output = output or Path("build") / f"{name_of(exported)}{archive.ENDING}"
    # They leave the selection while the bundle is written.
    reviews = len(exported.selection.entries)
    with tempfile.TemporaryDirectory() as aside:
        archive.write(files(exported, Path(aside)), output, private=not exported.audience.public)
    say_written(exported, output, reviews)
    if parquet.library() is None:
        say("without Parquet, which needs the extra: pip install 'lessons-learned-unit[parquet]'")
    if not exported.audience.public:
        say(f"It is for {exported.audience} alone: do not publish it.")


def _verify(path: Path, asked_for: Audience) -> None:
    found = verify_bundle(path)
    for problem in found.problems:
        say(f"{path}: {problem}")
    if found.problems:
        say(f"{counted(len(found.problems), 'problem')}: do not use this bundle")
        raise SystemExit(1)
    if found.audience is not None:
        try:
            require_within(found.audience, asked_for)
        except WiderAudienceError as error:
            raise LessonsError(f"{path}: {error}") from error
    say(f"{path}: {counted(found.files, 'file')}, each as it was written, for {found.audience}")

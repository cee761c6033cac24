"""``lessons withdraw``."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from lessons.authoring import withdrawing
from lessons.building import taking_back
from lessons.building.copies import HeldInGit, in_git, naming
from lessons.cli.options import DATABASE, counted, entries_option, print_problems, processors, say
from lessons.entries import Entry
from lessons.entries.folder import read_folder
from lessons.record.writing import replace_file

# Where the documentation says how the history of a repository is rewritten.
MANUAL = '"Taking something back" in lessons/docs/maintaining.md, on the site /help/maintaining'
_SHOWN = 10

built_folder_option = click.option(
    "--databases",
    type=click.Path(path_type=Path, file_okay=False),
    default=DATABASE.parent,
    show_default=True,
    metavar="DIR",
    help="Folder whose databases of this unit are built anew, each for its audience.",
)
copies_option = click.option(
    "--copies",
    "exported",
    type=click.Path(exists=True, path_type=Path, file_okay=False),
    multiple=True,
    metavar="DIR",
    help="Folder with exports or a static site to look through as well; may be repeated.",
)


@click.command("withdraw")
@click.argument("name", metavar="ID")
@click.option("--reason", default="", help="Why, in a sentence: a comment in the file, which is not published.")
@entries_option
@built_folder_option
@copies_option
def command(*, name: str, reason: str, entries: Path, databases: Path, exported: tuple[Path, ...]) -> None:
    """Take back a review or a use: mark it as withdrawn, build every database without it, and say what still holds its text.

    ID is the id, also a former one, the path of the file or the address of the page. Its address then says that it was withdrawn (410). Only
    the status changes in the file. A site that is running shows the new databases by itself.

    Problems in other entries do not hold this up: a database that cannot be built with them is built without the entries that have
    them, which are named. With problems in the vocabulary nothing can be built; then the databases that still hold the text are named.

    Exit status: 0 withdrawn, 1 withdrawn, but with problems: some entries were left out, or a database still holds the text;
    2 could not run.

    \b
    Examples:
      lessons withdraw night-buses
      lessons withdraw night-buses --reason "A family asked for it." --copies public
    """
    collection = read_folder(entries, jobs=processors(None), rendering=False)
    found = withdrawing.named(name, collection)
    withdrawing.require_whole(name, found)
    for entry in found:
        mark(entry, reason)
    ids = {id_ for entry in found for id_ in (entry.id, *(former.text for former in entry.scalars("formerly")))}
    built = taking_back.databases_of(collection.vocabulary, databases)
    sound = rebuild(entries, built)
    if references := withdrawing.references_to(found[0].id, collection):
        say(f"links to it are left out of the databases; they stand at {', '.join(references[:_SHOWN])}")
    files = [Path(entry.path) for entry in found]
    say_copies((databases, *exported), ids, built)
    say_git(in_git(entries, ids, files), files, f"Withdraw {found[0].id}")
    raise SystemExit(0 if sound else 1)


def mark(entry: Entry, reason: str) -> None:
    """Write the status into the file of an entry, and say so."""
    path = Path(entry.path)
    before = path.read_bytes().decode("utf-8", "surrogateescape")
    after = withdrawing.withdrawn(entry, before, reason)
    if after == before:
        say(f"{entry.path}: is withdrawn already")
        return
    replace_file(path, after)
    say(f"{entry.path}: withdrawn")


def rebuild(entries: Path, databases: Sequence[Path]) -> bool:
    """Build databases anew, say what became of each, and return whether all of them were built from all entries."""
    sound = True
    told: set[str] = set()
    for one in taking_back.build_anew(entries, databases, jobs=processors(None), waiting=say):
        print_problems(problem for problem in one.problems if str(problem) not in told)
        told |= {str(problem) for problem in one.problems}
        sound &= one.report is not None and not one.problems
        if one.report is None:
            say(f"{one.database}: STILL HOLDS THE TEXT, since it could not be built: {one.why}")
            say("  take the site down, or delete the file, until that is put right")
            continue
        without = one.report.left_out + one.report.dependent
        besides = f"; left out until they are corrected: {', '.join(without)}" if without else ""
        say(f"{one.database}: built without it, {counted(one.report.reviews, 'review')}{besides}")
    if not databases:
        say("there is no database to build; what is built from now on is without it")
    return sound


def say_copies(folders: Sequence[Path], words: Iterable[str], besides: Sequence[Path]) -> None:
    """Say which other files below the folders name what was taken back."""
    found: Counter[Path] = Counter()
    for folder in folders:
        for path in naming([folder], words, besides):
            inside = path.relative_to(folder)
            found[folder / inside.parts[0] if len(inside.parts) > 1 else path] += 1
    for path, number in sorted(found.items()):
        many = f" ({counted(number, 'file')})" if path.is_dir() else ""
        say(f"{path}{many}: still names it; make it anew or delete it")


def say_git(held: HeldInGit, files: Sequence[Path], message: str) -> None:
    """Say what remains in the files and in git, and what can be done about it."""
    shown = ", ".join(str(path) for path in files)
    say(f"{shown}: the file itself keeps the text, for those who can read the repository")
    if held.unknown:
        say(f"what git holds could not be found out: {held.unknown}")
    if not held.committed:
        commit = shlex.join(["git", "commit", "-m", message, "--", *map(str, files)])
        say(f"not committed yet; a site that is built elsewhere keeps the text until it is, and pushed: {commit}")
    if held.commits:
        first, last = held.commits[0], held.commits[-1]
        these = f"{counted(len(held.commits), 'commit')}, {f'from {first} to {last}' if first != last else first}"
        say(f"git keeps the text in {these}")
        say(f"  files: {', '.join(held.paths)}")
        say(f"  branches and tags: {', '.join(held.refs) or 'none'}")
        say(f"  whoever has a clone has it, until the history is rewritten: {MANUAL}")

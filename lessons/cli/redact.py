"""``lessons redact``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from lessons import checks
from lessons.authoring.fixes import FixedFile
from lessons.authoring.perhaps_named import IN_FILE_NAME, perhaps_named
from lessons.authoring.redacting import REPLACEMENT, Name, redacted, without_people
from lessons.building.copies import commits_naming
from lessons.building.taking_back import databases_of
from lessons.cli.new import on_terminal
from lessons.cli.options import counted, entries_option, processors, say
from lessons.cli.withdraw import MANUAL, built_folder_option, copies_option, rebuild, say_copies
from lessons.entries import Entry, read_string
from lessons.entries.collection import Collection
from lessons.entries.folder import read_folder
from lessons.problems import LessonsError
from lessons.record import FILE_NAME
from lessons.record.vocabulary import loading

_IN_A_LINE = 10


@click.command("redact")
@click.argument("name")
@click.option(
    "--with",
    "replacement",
    default=REPLACEMENT,
    show_default=True,
    help='What stands in its place in sentences, such as "the project manager".',
)
@click.option("--yes", is_flag=True, help="Write the changes without asking; by default they are only shown.")
@entries_option
@built_folder_option
@copies_option
def command(
    *, name: str, replacement: str, yes: bool, entries: Path, databases: Path, exported: tuple[Path, ...]
) -> None:
    """Take a person's name out of every review and use and of the vocabulary, build every database anew, and say what still holds it.

    NAME is the whole name, as in "Ann Driver". It is found with a title, in the possessive, in capitals or lower-case letters, surname first, over the end of a
    line, with marks of emphasis inside, run together (AnnDriver), and as part of mailboxes, addresses and slugs (ann.driver@…, /staff/ann-driver); other
    people's names that begin or end like it are left alone. A person who is declared under `people` is declared no more, and stays with the role. First all changes are shown; on a
    terminal you are asked whether to write them. What may mean the same person (the surname alone or inflected, with initials, without its accents, both names in another way) is listed for you to look at, and not changed.

    Exit status: 0 done, or shown; 1 written, but something is left to do by hand, or a database still holds the name; 2 could not run.

    \b
    Examples:
      lessons redact "Ann Driver"
      lessons redact "Ann Driver" --with "the bus driver" --yes
    """
    person, words = Name.of(name), " ".join(replacement.split())
    if not words or person.stands_in(words):
        raise LessonsError(
            f'"{replacement}" cannot stand in the place of "{person.text}"; write a role, such as "the project manager"'
        )
    collection = read_folder(entries, jobs=processors(None), rendering=False)
    changed, by_hand = changes(collection, entries, person, words)
    for file in changed:
        click.echo(file.diff(), nl=False)
    for line in by_hand:
        say(line)
    if changed and not yes:
        said = f"{counted(len(changed), 'file')} would change"
        if not on_terminal() or not click.confirm(f"{said}. Write them?", err=True):
            say(f"{said}; nothing was changed. To write it: --yes")
            return
    for file in changed:
        file.write()
    say(f"{counted(len(changed), 'file')} changed" if changed else f'{entries}: nothing to change for "{person.text}"')
    built = databases_of(collection.vocabulary, databases)
    sound = rebuild(entries, built)
    say_copies((databases, *exported), person.forms, built)
    texts = {entry.path: entry.text for entry in collection.entries}
    texts[str(entries / FILE_NAME)] = collection.vocabulary.text
    # As they are now, so that the lines are right.
    texts |= {str(file.path): file.after for file in changed}
    for line in perhaps_the_same(texts, person):
        say(line)
    commits, unknown = commits_naming(entries, person.forms)
    if unknown:
        say(f"what git holds could not be found out: {unknown}")
    elif commits:
        say(
            f"git has the name in {counted(commits, 'commit')}; whoever has a clone has it, until the history is rewritten: {MANUAL}"
        )
    raise SystemExit(0 if sound and not by_hand else 1)


def changes(collection: Collection, folder: Path, person: Name, words: str) -> tuple[list[FixedFile], list[str]]:
    """Return the files as they would be without the name, and a line for each that a person has to change."""
    slugs = {slug for slug, one in collection.vocabulary.words.people.items() if person.stands_in(one.name)}
    found: list[FixedFile] = []
    by_hand: list[str] = []
    for entry in collection.entries:
        if person.handle.search(entry.id):
            by_hand.append(
                f"{entry.path}: the name is in the id; give the file another name by hand, and do not write the old one under `formerly`"
            )
        if not entry.text:
            by_hand.append(f"{entry.path}: cannot be read, so look for the name there by hand")
            continue
        before = Path(entry.path).read_bytes().decode("utf-8")
        after = redacted(before, person, words, slugs)
        if after != before and (harm := _harm(entry, after, collection)):
            by_hand.append(f"{entry.path}: holds the name, and has to be changed by hand: {harm}")
        elif after != before:
            found.append(FixedFile(Path(entry.path), before, after))
    path = folder / FILE_NAME
    if collection.vocabulary.text:
        before = path.read_bytes().decode("utf-8")
        after = redacted(without_people(before, slugs), person, words)
        problems = loading.read_string(after, str(path)).problems
        if after != before and problems and not collection.vocabulary.errors:
            by_hand.append(f"{path}: holds the name, and has to be changed by hand: {problems[0].message}")
        elif after != before:
            found.append(FixedFile(path, before, after))
    return found, by_hand


def _harm(entry: Entry, after: str, collection: Collection) -> str | None:
    """Return what would be wrong with an entry that is not wrong with it now, or ``None``."""
    again = read_string(
        after.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"),
        entry.path,
        use=entry.is_use,
        rendering=False,
    )
    now, then = (
        [
            one.message
            for one in checks.problems_of(two, Collection((two,), collection.vocabulary))
            if one.severity == "error"
        ]
        for two in (entry, again)
    )
    return next((message for message in then if message not in now), None)


def perhaps_the_same(texts: Mapping[str, str], person: Name) -> list[str]:
    """Return a line for each spelling of the surname that is left in the ``texts``, by their paths, and may mean the same person."""
    found = []
    for spelling, places in perhaps_named(texts, person).items():
        shown = f"the {spelling}" if spelling == IN_FILE_NAME else f'"{spelling}"'
        # Each has to be looked at: none is left out, and many are easier to go through one below the other.
        listed = " " + ", ".join(places) if len(places) <= _IN_A_LINE else "\n  ".join([":", *places])
        found.append(f"{shown} may mean the same person, look at{listed}")
    return found

"""``lessons check``."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

import click

from lessons import checks
from lessons.authoring import against, changes, fixes, report_formats, suggestions
from lessons.authoring.changes import Changes
from lessons.authoring.report_formats import FORMATS, OF_CHANGES, OF_CHANGES_ALONE, SUGGESTIONS, TEXT, Checked
from lessons.authoring.report_formats import text as as_text
from lessons.authoring.suggestions import Suggestion
from lessons.building.fingerprint import program
from lessons.building.outputs import kept
from lessons.checks import RULES
from lessons.cli.named_folders import folders
from lessons.cli.options import (
    DATABASE,
    ENTRIES,
    counted,
    jobs_option,
    processors,
    progress,
    say,
    say_how_to_begin,
)
from lessons.entries.collection import Collection
from lessons.entries.folder import read_folder, without_collecting
from lessons.problems import LessonsError, Problem
from lessons.record.vocabulary import FILE_NAME
from lessons.text.docstrings import documentation

_COLOURS = {"place": {"bold": True}, "error": {"fg": "red"}, "advice": {"fg": "yellow"}, "faint": {"dim": True}}


@dataclass
class Findings:
    """What the check of all folders found so far."""

    problems: list[Problem] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    lessons: int = 0
    uses: int = 0
    changes: Changes | None = None
    suggestions: list[Suggestion] = field(default_factory=list)


@dataclass(frozen=True)
class _Asked:
    """The options of the command that say what to do with a folder."""

    jobs: int | None
    revision: str | None
    changed: bool
    fix: bool
    diff: bool
    form: str


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--explain", metavar="RULE", help="Print the manual of a rule; its id is in brackets after each message.")
@click.option(
    "--format",
    "form",
    type=click.Choice([TEXT, *FORMATS]),
    default=TEXT,
    show_default=True,
    help="Format of the report; all but text go to stdout.",
)
@click.option("--strict", is_flag=True, help="Advice counts as a problem.")
@click.option("--fix", is_flag=True, help="Fix what is safe to fix, and show what was changed.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option(
    "--against", "revision", metavar="REF", help="Compare with a git revision: published ids must not vanish."
)
@click.option("--changed", is_flag=True, help="With --against: report, and fix, only entries that changed since then.")
@jobs_option
def command(
    *, paths: tuple[Path, ...], explain: str | None, form: str, strict: bool, fix: bool, diff: bool, revision: str | None,
    changed: bool, jobs: int | None,
) -> None:  # fmt: skip
    """Check reviews: files, folders or a repository's, by default those in entries/.

    Every problem in every file is reported as path:line:column: message [rule]; on a terminal also with the line, what is right
    and why. A folder is checked with its own vocabulary.yml. When files are given, only they are reported, but their links are
    looked up in the whole folder. Advice on quality is shown but does not fail the check, except with --strict.

    --fix adds missing lesson Ids and Bases, corrects dates, numbers, codes and references in another form, several values in
    one, terms written by another name, alternative headings, invisible characters and trailing spaces, and leaves everything else as it is, byte for byte. What is reported afterwards
    is for a person to decide.

    Exit status: 0 no problems, 1 problems found, 2 the check could not run.

    \b
    Examples:
      lessons check
      lessons check entries/kirklees-recycling.md --fix
      lessons check --against origin/main --changed --format github
      lessons check --explain required-sections
    """
    if explain is not None:
        click.echo(_manual(explain), nl=False)
        return
    if revision is None and (changed or form in OF_CHANGES_ALONE):
        raise LessonsError(f"{'--changed' if changed else f'--format {form}'} needs to know since when: --against REF")
    found, asked = Findings(), _Asked(jobs, revision, changed, fix, diff, form)
    with without_collecting():
        for folder, only in folders(paths or (ENTRIES,)).items():
            _look_through(folder, only, asked, found)
        checked = _checked(found, strict=strict)
        _print(checked, form)
    for folder in folders(paths or (ENTRIES,)):
        say_how_to_begin(folder)
    raise SystemExit(1 if any(checked.counts(problem) for problem in found.problems) else 0)


def _manual(rule: str) -> str:
    text = _lookup(rule)
    if text is None:
        raise LessonsError(f'there is no rule "{rule}"; rules are: {", ".join((*checks.IDS, against.ID))}')
    return text


def _lookup(rule: str) -> str | None:
    return f"{rule}\n\n{documentation(against)}\n" if rule == against.ID else checks.manual(rule)


def _read(folder: Path, jobs: int | None) -> Collection:
    """Read a folder; entries that the last build of the default database read are not read again."""
    with progress("Reading") as show, kept.opened(DATABASE, program()) as before:
        known = before.entry if before else None
        return read_folder(folder, jobs=processors(jobs), progress=show, rendering=False, known=known)


def _fixed(collection: Collection, only: set[str] | None, *, write: bool, as_data: bool) -> bool:
    """Show what can be fixed, write it if asked to, and return whether anything was written."""
    number = 0
    for file in fixes.fixed(collection, only):
        click.echo(file.diff(), nl=False, err=not as_data)
        if write:
            file.write()
        number += 1
    say(f"{counted(number, 'file')} {'fixed' if write else 'would be fixed'}" if number else "nothing to fix")
    return write and number > 0


def _look_through(folder: Path, only: set[str] | None, asked: _Asked, found: Findings) -> None:
    """Check one folder. Its entries are gone afterwards: the garbage collector would look through them all for nothing when it runs again."""
    collection = _read(folder, asked.jobs)
    if asked.revision is not None and asked.changed:
        now = changes.since(collection, folder, asked.revision).paths
        only = set(now if only is None else only & now)
    if (asked.fix or asked.diff) and _fixed(
        collection, only, write=asked.fix and not asked.diff, as_data=asked.form == TEXT
    ):
        collection = _read(folder, asked.jobs)
    if asked.revision is not None and asked.form in OF_CHANGES:
        found.changes = changes.since(collection, folder, asked.revision)
        # Of two that resemble each other, the one that changed is told.
        collection = replace(collection, given=found.changes.paths)
        if asked.form == SUGGESTIONS:
            told = found.changes.paths if only is None else found.changes.paths & only
            found.suggestions += suggestions.suggested(collection, folder, asked.revision, told)
    _check(collection, folder, only, asked.revision, found)


def _check(collection: Collection, folder: Path, only: set[str] | None, revision: str | None, found: Findings) -> None:
    if only is not None:
        collection = replace(collection, given=frozenset(only))
    given = [entry for entry in collection.entries if only is None or entry.path in only]
    found.problems += checks.check(collection, given, RULES)
    if revision is not None:
        # A file that is gone cannot be among those given.
        gone = against.vanished(collection, folder, revision)
        found.problems += [
            one for one in gone if only is None or one.place.path in only or not Path(one.place.path).exists()
        ]
    found.files += [entry.path for entry in given]
    found.texts |= {entry.path: entry.text for entry in given}
    found.texts[(folder / FILE_NAME).as_posix()] = collection.vocabulary.text
    found.uses += sum(entry.is_use for entry in given)
    found.lessons += sum(len(entry.body.lessons) for entry in given)


def _checked(found: Findings, *, strict: bool) -> Checked:
    checked = Checked(
        sorted(found.problems), found.files, found.texts, _lookup, "", strict, found.changes, found.suggestions
    )
    failing = [problem for problem in checked.problems if checked.counts(problem)]
    reviews = len(found.files) - found.uses
    parts = (
        [f"{counted(reviews, 'review')} with {counted(found.lessons, 'lesson')}"] if reviews or not found.uses else []
    )
    parts += [counted(found.uses, "use")] if found.uses else []
    what = " and ".join(parts)
    advice = len(found.problems) - len(failing)
    also = f", {counted(advice, 'piece')} of advice" if advice else ""
    files = counted(len({problem.place.path for problem in failing}), "file")
    result = f"{counted(len(failing), 'problem')} in {files}" if failing else "no problems"
    return replace(checked, summary=f"{what}: {result}{also}")


def _print(checked: Checked, form: str) -> None:
    if form != TEXT:
        click.echo(report_formats.FORMATS[form](checked), nl=False)
        return
    terminal = sys.stderr.isatty()
    # https://no-color.org: any value switches colours off.
    paint = as_text.plain if os.environ.get("NO_COLOR") else _paint
    for line in as_text.taught(checked, paint) if terminal else as_text.lines(checked):
        say(line)


def _paint(text: str, style: str) -> str:
    return click.style(text, **_COLOURS[style])  # type: ignore[arg-type]

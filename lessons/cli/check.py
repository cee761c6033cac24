"""``lessons check``."""

from __future__ import annotations

from pathlib import Path

import click

from lessons import checks, reading
from lessons.checks import RULES, Collection
from lessons.cli.options import ENTRIES, counted, jobs_option, print_problems, processors, progress, say
from lessons.files import is_entry
from lessons.problems import LessonsError, Problem
from lessons.vocabulary import FILE_NAME


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--explain", metavar="RULE", help="Print the manual of a rule, whose id stands in brackets after each message.")
@jobs_option
def command(paths: tuple[Path, ...], explain: str | None, jobs: int | None) -> None:
    """Check reviews: files or folders, by default entries/.

    Every problem of every file is reported as path:line:column: message [rule]. A folder is checked with its own
    vocabulary.yml. When files are given, only they are reported, but their links are looked up in the whole folder.

    Exit status: 0 no problems, 1 problems found, 2 the check could not run.

    \b
    Examples:
      lessons check
      lessons check entries/kirklees-recycling.md
      lessons check --explain required-sections
    """
    if explain is not None:
        click.echo(_manual(explain), nl=False)
        return
    problems: list[Problem] = []
    reviews = lessons = 0
    for folder, only in _folders(paths or (ENTRIES,)).items():
        with progress("Reading") as show:
            collection = reading.read_folder(folder, jobs=processors(jobs), progress=show)
        given = [entry for entry in collection.entries if only is None or entry.path in only]
        problems += _reported(collection, only)
        reviews += len(given)
        lessons += sum(len(entry.body.lessons) for entry in given)
    print_problems(problems)
    errors = [problem for problem in problems if problem.severity == "error"]
    say(_summary(problems, errors, reviews, lessons))
    raise SystemExit(1 if errors else 0)


def _manual(rule: str) -> str:
    text = checks.manual(rule)
    if text is None:
        raise LessonsError(f'there is no rule "{rule}"; rules are: {", ".join(one.ID for one in RULES)}')
    return text


def _folders(paths: tuple[Path, ...]) -> dict[Path, set[str] | None]:
    """Return the folders to read, each with the shown paths of the files to report, or ``None`` for all of them."""
    folders: dict[Path, set[str] | None] = {}
    for path in paths:
        if path.is_dir():
            folders[path] = None
            continue
        if not path.is_file():
            raise LessonsError(f"there is no file or folder {path}")
        folder = _folder_of(path)
        if path.name == FILE_NAME:
            folders[folder] = None
        elif not is_entry(path.name):
            raise LessonsError(f"{path} is no review: a review is a Markdown file (.md), not README.md, not beginning with _ or .")
        elif folder not in folders:
            folders[folder] = reading.inside(folder, [path])
        elif (only := folders[folder]) is not None:
            only |= reading.inside(folder, [path])
    return folders


def _folder_of(path: Path) -> Path:
    """Return the folder of entries that a file belongs to: the nearest one above it with a vocabulary, else its own."""
    return next((parent for parent in path.parents if (parent / FILE_NAME).is_file()), path.parent)


def _reported(collection: Collection, only: set[str] | None) -> list[Problem]:
    if only is None:
        return checks.check(collection)
    return checks.check(collection, [entry for entry in collection.entries if entry.path in only])


def _summary(problems: list[Problem], errors: list[Problem], reviews: int, lessons: int) -> str:
    what = f"{counted(reviews, 'review')} with {counted(lessons, 'lesson')}"
    advice = len(problems) - len(errors)
    also = f", {counted(advice, 'piece')} of advice" if advice else ""
    if not errors:
        return f"{what}: no problems{also}"
    files = len({problem.place.path for problem in errors})
    return f"{what}: {counted(len(errors), 'problem')} in {counted(files, 'file')}{also}"

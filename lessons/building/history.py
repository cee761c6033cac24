"""When each entry was first published and last changed, as git knows it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from lessons.problems import LessonsError
from lessons.text import git


class Dates(NamedTuple):
    """Days of the first and the last commit that hold a file, YYYY-MM-DD in the committer's own time zone."""

    first: str
    last: str


class History(NamedTuple):
    """The dates of each file by its path inside a folder; when git could not be asked for them, ``unknown`` says why.

    Where there is no git repository there is nothing to know, and no reason either.
    """

    dates: Mapping[str, Dates]
    unknown: str | None = None


class _NothingKnown(Exception):  # noqa: N818 - not always an error
    """There are no dates; ``why`` says in words why not, where there should be some."""

    def __init__(self, why: str | None) -> None:
        super().__init__(why)
        self.why = why


def read(folder: Path) -> History:
    """Return what git knows of the files of ``folder``: nothing outside git, without git, and in a shallow clone."""
    try:
        return History(_dates(folder))
    except _NothingKnown as nothing:
        return History({}, nothing.why)


def _dates(folder: Path) -> dict[str, Dates]:
    if _git(folder, "rev-parse", "--is-shallow-repository").strip() == "true":
        # Its first commit is not the first.
        raise _NothingKnown(
            "this is a shallow clone, which lacks the first commits; get them with `git fetch --unshallow`"
        )
    log = _git(folder, "log", "--format=%x01%cs", "--name-only", "--relative", "--no-renames", "-z", "--", ".")
    found: dict[str, Dates] = {}
    for commit in log.split("\x01")[1:]:
        day, _, names = commit.partition("\x00")
        day = day.strip()
        for name in filter(None, names.lstrip("\n").split("\x00")):
            last = found[name].last if name in found else day
            found[name] = Dates(day, last)
    return found


def _git(folder: Path, *arguments: str) -> str:
    try:
        done = git.run(folder, *arguments, offline=True, seconds=None)
    except LessonsError as error:
        raise _NothingKnown(str(error) if git.in_repository(folder) else None) from error
    if done.returncode:
        begun = b"does not have any commits yet" not in done.stderr
        raise _NothingKnown(git.refusal(folder, done.stderr) if begun else None)
    return done.stdout.decode("utf-8", "replace")

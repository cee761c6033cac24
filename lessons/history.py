"""When each entry was first published and last changed, as git knows it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from lessons import git
from lessons.problems import LessonsError


class Dates(NamedTuple):
    """Days of the first and the last commit that hold a file, YYYY-MM-DD in the committer's own time zone."""

    first: str
    last: str


def dates(folder: Path) -> dict[str, Dates]:
    """Return the dates of each file by its path inside ``folder``.

    Empty outside git, without git, and in a shallow clone, whose first commit is not the first.
    """
    if _git(folder, "rev-parse", "--is-shallow-repository").strip() != "false":
        return {}
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
        return git.text(folder, *arguments, offline=True, seconds=None) or ""
    except LessonsError:
        # Without git, nothing is known.
        return ""

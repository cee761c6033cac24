"""When each entry was first published and last changed, as git knows it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import NamedTuple


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


# What a user may have configured must not change what is read here, nor may a partial clone ask its server.
_PLAIN = (
    "-c",
    "log.showSignature=false",
    "-c",
    "log.follow=false",
    "-c",
    "log.diffMerges=off",
    "-c",
    "core.fsmonitor=false",
)
_OFFLINE = {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}


def _git(folder: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command on the user's own folder
            ["git", "-C", str(folder), *_PLAIN, *arguments],  # noqa: S607 - git is found where the user installed it
            capture_output=True,
            check=True,
            env=os.environ | _OFFLINE,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", "replace")

"""Asking git about a folder, without changing anything and whatever its user has configured."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from lessons.files import reason
from lessons.problems import LessonsError

# What a user may have configured must not change what is read here.
_PLAIN = (
    *("-c", "log.showSignature=false"),
    *("-c", "log.follow=false"),
    *("-c", "log.diffMerges=off"),
    *("-c", "core.fsmonitor=false"),
)
_QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
# A partial clone may not ask its server for what it lacks.
_OFFLINE = {"GIT_NO_LAZY_FETCH": "1"}


def answer(
    folder: Path, *arguments: str, given: bytes = b"", offline: bool = False, seconds: float | None = 60
) -> bytes | None:
    """Return what git prints in ``folder``, or ``None`` when it fails; ``given`` is what it reads.

    Raises :class:`LessonsError` when git cannot be run, or takes longer than ``seconds`` (``None``: as long as it needs).
    """
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command on the user's own folder
            ["git", "-C", str(folder), *_PLAIN, *arguments],  # noqa: S607 - git is found where the user installed it
            input=given,
            capture_output=True,
            timeout=seconds,
            check=False,
            env=os.environ | _QUIET | (_OFFLINE if offline else {}),
        )
    except OSError as error:
        raise LessonsError(f"git cannot be run: {reason(error)}") from error
    except subprocess.TimeoutExpired as error:
        raise LessonsError(f"git did not answer within {seconds:.0f} seconds") from error
    return done.stdout if done.returncode == 0 else None


def text(folder: Path, *arguments: str, offline: bool = False, seconds: float | None = 60) -> str | None:
    """Return the same as text."""
    found = answer(folder, *arguments, offline=offline, seconds=seconds)
    return None if found is None else found.decode("utf-8", "replace")

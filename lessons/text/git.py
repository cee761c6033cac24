"""Asking git about a folder, without changing anything and whatever its user has configured."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from lessons.problems import LessonsError
from lessons.text.files import reason

# What a user may have configured must not change what is read here.
_PLAIN = (
    *("-c", "log.showSignature=false"),
    *("-c", "log.follow=false"),
    *("-c", "log.diffMerges=off"),
    *("-c", "core.fsmonitor=false"),
)
_QUIET = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0"}
# A commit is what its id says, and not what somebody put in its place here.
_AS_COMMITTED = {"GIT_NO_REPLACE_OBJECTS": "1"}
# Its messages are looked into, so they must not be translated.
_ENGLISH = {"LC_ALL": "C", "LANGUAGE": ""}
# A partial clone may not ask its server for what it lacks.
_OFFLINE = {"GIT_NO_LAZY_FETCH": "1"}


def run(
    folder: Path, *arguments: str, given: bytes = b"", offline: bool = False, seconds: float | None = 60
) -> subprocess.CompletedProcess[bytes]:
    """Run git in ``folder`` and return its exit status and what it printed; ``given`` is what it reads.

    Raises :class:`LessonsError` when git cannot be run, or takes longer than ``seconds`` (``None``: as long as it needs).
    """
    try:
        return subprocess.run(  # noqa: S603 - a fixed command on the user's own folder
            ["git", "-C", str(folder), *_PLAIN, *arguments],  # noqa: S607 - git is found where the user installed it
            input=given,
            capture_output=True,
            timeout=seconds,
            check=False,
            env=os.environ | _QUIET | _ENGLISH | _AS_COMMITTED | (_OFFLINE if offline else {}),
        )
    except OSError as error:
        raise LessonsError(f"git cannot be run: {reason(error)}") from error
    except subprocess.TimeoutExpired as error:
        raise LessonsError(f"git did not answer within {seconds:.0f} seconds") from error


def answer(folder: Path, *arguments: str, given: bytes = b"") -> bytes | None:
    """Return what git prints in ``folder``, or ``None`` when it fails. Raises :class:`LessonsError` as :func:`run` does."""
    done = run(folder, *arguments, given=given)
    return done.stdout if done.returncode == 0 else None


def text(folder: Path, *arguments: str) -> str | None:
    """Return the same as text."""
    found = answer(folder, *arguments)
    return None if found is None else found.decode("utf-8", "replace")


def refusal(folder: Path, said: bytes) -> str | None:
    """Return in words why git failed in ``folder``, from what it ``said`` on stderr; ``None`` when there is no repository."""
    lines = [line.strip() for line in said.decode("utf-8", "replace").splitlines() if line.strip()]
    if any("dubious ownership" in line for line in lines):
        # Git says what to do about it, with the folder that it means.
        command = next((line for line in lines if line.startswith("git config")), "")
        advice = f"; if you trust it: `{command}`" if command else ""
        return f"git refuses the folder, because it belongs to another user{advice}"
    if any("not a git repository" in line for line in lines) and not in_repository(folder):
        return None
    first = lines[0] if lines else "it does not say why"
    return f"git cannot read the repository: {''.join(mark if mark.isprintable() else ' ' for mark in first)}"


def in_repository(folder: Path) -> bool:
    """Return whether the folder looks as if it were in a repository, without asking git."""
    inside = Path(os.path.realpath(folder))
    return any(os.path.lexists(parent / ".git") for parent in (inside, *inside.parents))

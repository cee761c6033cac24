"""Writing a file beside the old one and moving it into its place, so that whatever goes wrong the old one stays."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def atomically(
    target: Path, ending: str = ".new", *, private: bool = False, owner_only: bool = False
) -> Iterator[Path]:
    """Give an empty file beside ``target`` to write to; move it to ``target`` at the end, or delete it when something fails.

    It may be read by whoever might read the one before; where there was none and it is ``private``, by its owner alone,
    and always so when it is ``owner_only``. The name of the file beside it begins with a full stop, so that it is no entry, and ends
    with ``ending``. Raises :class:`OSError`.
    """
    # By chance and not by the process's number, which is the same in two containers.
    beside = target.with_name(f".{target.name}.{secrets.token_hex(8)}{ending}")
    _create(beside, target, private=private, owner_only=owner_only)
    try:
        yield beside
        with beside.open("rb") as stream:
            os.fsync(stream.fileno())
        beside.replace(target)
    finally:
        with suppress(OSError):  # the folder is gone or locked; then so is the file, or the message said so
            beside.unlink(missing_ok=True)


def _create(beside: Path, target: Path, *, private: bool, owner_only: bool) -> None:
    try:
        mode = None if owner_only else stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        mode = None
    closed = mode is not None or private or owner_only
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if closed else 0o666)
    try:
        if mode is not None:
            os.chmod(beside, mode)
    finally:
        os.close(descriptor)

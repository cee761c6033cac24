"""One build of a database at a time, also when the builders are in containers of their own and share nothing but the folder."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lessons.problems import LessonsError
from lessons.text.files import reason, shown

try:
    import fcntl
except ImportError:  # Windows has no such locks; there a build relies on its temporary name alone
    fcntl = None  # type: ignore[assignment]

# Called with a sentence that says for whom a build waits.
Waiting = Callable[[str], None]
# File systems that cannot lock: some network mounts.
_CANNOT_LOCK = (errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL)
_LONGEST_NAME = 200


class BusyError(LessonsError):
    """Another build holds the lock."""


@contextmanager
def locked(output: Path, waiting: Waiting | None = None) -> Iterator[bool]:
    """Hold the lock on building ``output``; the value is whether it can be relied upon that nobody else builds it.

    While another build holds it, ``waiting`` is called with a sentence that says who, and then waits; without ``waiting``,
    :class:`BusyError` is raised with that sentence. The system lets go of the lock when its holder ends, however it ends.
    Raises ``OSError`` when the lock file cannot be made, and :class:`LessonsError` when something that cannot be locked has its name.
    """
    path = _beside(output)
    descriptor, held = _acquire(path, output, waiting)
    try:
        yield held
    finally:
        # While it is still held: whoever opened it meanwhile finds that it is no longer the file of that name.
        with suppress(OSError):
            if held and _is_at(descriptor, path):
                path.unlink()
        os.close(descriptor)


def forget_left(output: Path) -> None:
    """Delete the lock file of a build that was killed, if there is one and nobody holds it."""
    if os.path.lexists(_beside(output)):
        with suppress(OSError, LessonsError), locked(output):
            pass


def _beside(output: Path) -> Path:
    return output.with_name(f".{output.name}.lock")


def _acquire(path: Path, output: Path, waiting: Waiting | None) -> tuple[int, bool]:
    while True:
        descriptor = _open(path)
        try:
            held = _lock(descriptor, output, waiting)
            if not held:
                return descriptor, False
            if _is_at(descriptor, path):
                _write_holder(descriptor)
                return descriptor, True
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _open(path: Path) -> int:
    flags = os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK if os.name == "posix" else 0
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | flags, 0o666)
    except OSError as error:
        if not os.path.lexists(path):
            raise
        with suppress(OSError):
            # Left by a killed build of another user: it can be locked all the same.
            return os.open(path, os.O_RDONLY | flags)
        raise LessonsError(f"cannot lock {shown(path)}: {reason(error)}; delete it when nobody is building") from error


def _lock(descriptor: int, output: Path, waiting: Waiting | None) -> bool:
    """Lock the file and return True, or return False where files cannot be locked."""
    if fcntl is None:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        said = f"{_holder(descriptor)} is building {shown(output)}"
        if waiting is None:
            raise BusyError(f"{said}; try again when it is done") from None
        waiting(f"{said}; waiting until it is done")
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    except OSError as error:
        if error.errno not in _CANNOT_LOCK:
            raise
        return False
    return True


def _is_at(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), os.stat(path, follow_symlinks=False))
    except FileNotFoundError:
        return False


def _write_holder(descriptor: int) -> None:
    # A full disk takes away the name of the holder and not the lock.
    with suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"process {os.getpid()} on {os.uname().nodename}".encode(), 0)


def _holder(descriptor: int) -> str:
    try:
        name = os.pread(descriptor, _LONGEST_NAME, 0).decode("utf-8", "replace")
    except OSError:
        name = ""
    return name if name and name.isprintable() else "another process"

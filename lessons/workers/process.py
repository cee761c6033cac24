"""The worker: a process that calls one function after the other and sends back what it returned or raised.

It ends when the server does, however that ends: its standard input is then closed.
"""

from __future__ import annotations

import importlib
import math
import os
import pickle
import queue
import struct
import threading
from contextlib import suppress
from importlib.machinery import EXTENSION_SUFFIXES
from typing import IO, TYPE_CHECKING, Any

from lessons.workers.limits import AnswerTooLong, Limits, TookTooMuchMemory

if TYPE_CHECKING:
    from collections.abc import Callable

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

LENGTH = struct.Struct("<Q")


def send(pipe: IO[bytes], message: bytes) -> None:
    """Write one message, its length first."""
    pipe.write(LENGTH.pack(len(message)))
    pipe.write(message)
    pipe.flush()


def receive(pipe: IO[bytes]) -> bytes | None:
    """Read one message; None when the other side has ended."""
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    message = pipe.read(length)
    return message if len(message) == length else None


def main() -> None:
    """Work until the server ends."""
    asked, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # What a function prints must not come among the answers.
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    jobs: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=listen, args=(asked, jobs), daemon=True).start()
    while True:
        send(answers, answer(jobs.get()))


def listen(asked: IO[bytes], jobs: queue.SimpleQueue[bytes]) -> None:
    """Take in jobs; end the process as soon as there is nobody left to answer, also in the middle of one."""
    while True:
        job = receive(asked)
        if job is None:
            os._exit(0)
        jobs.put(job)


def answer(job: bytes) -> bytes:
    """Do one job and return the pickled pair: whether it was done, and what it returned or raised."""
    name, arguments, limits = pickle.loads(job)  # noqa: S301 - the server wrote it
    try:
        limit(limits)
        message = pickle.dumps((True, function_of(name)(*arguments)), pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # noqa: BLE001 - it is raised again where the work was asked for
        if isinstance(error, MemoryError) or _had_no_room(error):
            unlimited()
            return failed(TookTooMuchMemory())
        return failed(error)
    return message if len(message) <= limits.answer else failed(AnswerTooLong())


def _had_no_room(error: Exception) -> bool:
    """Return whether a library in C was there and could not be loaded, as where too little memory is left for it."""
    return isinstance(error, ImportError) and str(error.path).endswith(tuple(EXTENSION_SUFFIXES))


def failed(error: Exception) -> bytes:
    """Return the answer that makes the server raise this; an exception that cannot travel goes as its text."""
    with suppress(Exception):
        message = pickle.dumps((False, error))
        pickle.loads(message)  # noqa: S301 - just written
        return message
    return pickle.dumps((False, RuntimeError(f"{type(error).__name__}: {error}")))


def function_of(name: str) -> Callable[..., Any]:
    """Return the function that ``package.module:function`` names."""
    module, _, function = name.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return found


def limit(limits: Limits) -> None:
    """Let the system hold the limits for this job: memory is denied, and the process killed after its time.

    The system counts whole seconds; work that can stop itself earlier does so.
    """
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = math.ceil(used.ru_utime + used.ru_stime + limits.seconds)
    soften(resource.RLIMIT_CPU, seconds)
    soften(resource.RLIMIT_AS, address_space() + limits.memory)


def unlimited() -> None:
    """Give back the memory that telling of the failure needs."""
    if resource is not None:
        soften(resource.RLIMIT_AS, resource.RLIM_INFINITY)


def soften(kind: int, value: int) -> None:
    """Set the lower of the two bounds of a limit, the one that the process may move; a system may refuse."""
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY and (value == resource.RLIM_INFINITY or value > hard):
        value = hard
    with suppress(ValueError, OSError):
        resource.setrlimit(kind, (value, hard))


def address_space() -> int:
    """Return the bytes of address space that the process has now, or 0 where the system does not say (not Linux)."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0

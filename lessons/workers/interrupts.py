"""Ctrl-C and SIGTERM end the program, whatever it is doing at that moment, with an exit status that says so."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

SIGNALS = (signal.SIGINT, signal.SIGTERM)
# What shells report of a program that a signal ended: this much more than the signal's number.
BY_SIGNAL = 128
# Tidying up takes less; what takes longer hangs.
PATIENCE_SECONDS = 5.0


class Interrupted(BaseException):
    """The program is to end with ``status``.

    No ``KeyboardInterrupt``, which libraries catch and turn into something else.
    """

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class _Ending:
    """How the program ends when it is interrupted."""

    normal = False
    held = False
    came: int | None = None

    @classmethod
    def status(cls, number: int) -> int:
        return 0 if cls.normal else BY_SIGNAL + number


def stopping_is_normal() -> None:
    """Take an interrupt from now on as the way in which one ends the work: the exit status is 0."""
    _Ending.normal = True


@contextmanager
def ending_the_program() -> Iterator[None]:
    """Raise :class:`Interrupted` in the block when the program is interrupted; for the main thread.

    Installed also where the shell had interrupts ignored, as it does for what runs in the background of a script: a server
    that takes them only once it serves cannot be relied on to end.
    """
    _Ending.normal, _Ending.held, _Ending.came = False, False, None
    sys.unraisablehook = _unraisable
    try:
        for number in SIGNALS:
            signal.signal(number, _interrupt)
        yield
    finally:
        # While the interpreter ends there is nothing left to tidy up, and nobody to catch what is raised.
        for number in SIGNALS:
            signal.signal(number, signal.SIG_DFL)


@contextmanager
def starting_children() -> Iterator[None]:
    """Start processes in the block that never hear Ctrl-C, which a terminal sends to each: their parent ends them.

    An interrupt of the parent comes when the block is left, since a process that is half started would complain.
    """
    if threading.current_thread() is not threading.main_thread():
        # Interrupts come in the main thread alone.
        with _blocked():
            yield
        return
    _Ending.held, _Ending.came = True, None
    try:
        with _blocked():
            yield
    finally:
        _Ending.held = False
    if _Ending.came is not None:
        _interrupt(_Ending.came, None)


@contextmanager
def _blocked() -> Iterator[None]:
    if os.name != "posix":
        yield
        return
    from multiprocessing import resource_tracker  # POSIX has it

    # Python's tracker of shared resources starts with the first of them, and would let the signal through again.
    resource_tracker.ensure_running()
    # A child has the mask of the thread that starts it.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _interrupt(number: int, frame: FrameType | None) -> None:
    if _Ending.held:
        _Ending.came = number
        return
    status = _Ending.status(number)
    # Who asks a second time does not want to wait any longer.
    for again in SIGNALS:
        signal.signal(again, lambda *_: os._exit(status))
    # In a callback of a C library an exception may get lost, and a thread may never come to its end.
    timer = threading.Timer(PATIENCE_SECONDS, os._exit, (status,))
    timer.daemon = True
    timer.start()
    raise Interrupted(status)


def _unraisable(unraisable: Any) -> None:
    """End at once where the interrupt came during a destructor, out of which no exception gets."""
    if isinstance(unraisable.exc_value, Interrupted):
        os._exit(unraisable.exc_value.status)
    sys.__unraisablehook__(unraisable)

"""Noticing that what a folder of entries says has changed."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import watchfiles

from lessons.building.fingerprint import contents

# How often it is asked whether the folder is still the one that is watched, and whether to stop; and how often a folder is
# read that the system does not tell of.
LOOK_EVERY_MS = 500
# A save is often several changes; they are taken together when nothing more has come for so long, and after so long at the latest.
QUIET_MS = 50
LONGEST_MS = 300


class Watcher:
    """Watches a folder, from its making on: what is saved before :meth:`run` is called counts as well."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen = state(folder)
        self._asking = False

    def run(self, changed: Callable[[], None], failed: Callable[[Exception], None], stop: threading.Event) -> None:
        """Call ``changed`` each time that the entries or their vocabulary say something else, until ``stop`` is set.

        So it does when the folder cannot be read any more, or can be again, and when another one takes its place, as where a
        branch is changed. Whatever else goes wrong, in ``changed`` too, is given to ``failed``, the same thing once, and the
        watching goes on.
        """
        told = ""
        while not stop.is_set():
            try:
                if not self._asking and os.path.isdir(self._folder):
                    self._watch(changed, stop)
                    told = ""
                    continue
                self._look(changed)
            except Exception as error:  # noqa: BLE001 - a watcher that ends silently is worse than any error
                # A system tells of changes in so many folders only; reading them again and again works always.
                self._asking = self._asking or isinstance(error, OSError)
                if str(error) != told:
                    told = str(error)
                    failed(error)
            stop.wait(LOOK_EVERY_MS / 1000)

    def _watch(self, changed: Callable[[], None], stop: threading.Event) -> None:
        """Watch until the folder is another one or ``stop`` is set."""
        root = os.path.realpath(self._folder)
        watched = _identity(root)
        begun = False
        for changes in watchfiles.watch(
            root,
            watch_filter=None,
            debounce=LONGEST_MS,
            step=QUIET_MS,
            stop_event=stop,
            rust_timeout=LOOK_EVERY_MS,
            yield_on_timeout=True,
            raise_interrupt=False,
        ):
            # Once without a change: something may have been saved before the watching had begun.
            if changes or not begun:
                begun = True
                self._look(changed)
            # A new folder may get the number of the deleted one, so that its deletion has to be noticed as well.
            if (watchfiles.Change.deleted, root) in changes or _identity(self._folder) != watched:
                return

    def _look(self, changed: Callable[[], None]) -> None:
        now = state(self._folder)
        if now != self._seen:
            self._seen = now
            changed()


def state(folder: Path) -> str:
    """Return a text that changes when the entries or their vocabulary do, or when whether they can be read does."""
    try:
        return contents(folder)
    except Exception as error:  # noqa: BLE001 - whoever reads the folder next says what is wrong with it
        return f"{type(error).__name__}: {error}"


def _identity(folder: Path | str) -> tuple[int, int] | None:
    try:
        found = os.stat(folder)
    except OSError:
        return None
    return found.st_dev, found.st_ino

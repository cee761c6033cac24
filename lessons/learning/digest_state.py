"""What a digest has told already, in a small file, so that the next one goes on from there and two alike tell nothing twice."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.learning.days import DayError, stated_day
from lessons.problems import LessonsError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from lessons.learning.digest import Digest

VERSION = 1
_NO_STATE = "is not the state of a digest; name another file, or move this one away and begin anew with --since"


@dataclass(frozen=True)
class State:
    """The first day that digests were about, the last one, the library, the searches, and the keys of the events that were told."""

    since: str
    until: str
    unit: str
    searches: tuple[str, ...]
    told: frozenset[str]

    def after(self, digest: Digest) -> State:
        """Return the state after another digest was told."""
        told = self.told | digest.passed_over | {event.key for event in digest.events}
        return State(self.since, max(self.until, digest.until), self.unit, self.searches, told)

    def text(self) -> str:
        """Return the state as its file holds it."""
        content = {
            "lessons_digest": VERSION,
            "unit": self.unit,
            "searches": list(self.searches),
            "since": self.since,
            "until": self.until,
            "told": sorted(self.told),
        }
        return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def read(path: Path, unit: str, searches: Sequence[str]) -> State | None:
    """Return the state that a file holds, or None when there is no such file.

    Raises :class:`LessonsError` when it cannot be read, is not the state of a digest, or is that of another library or of other searches: what was
    told there was not told here.
    """
    try:
        content = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise LessonsError(f"{path}: cannot be read as the state of a digest ({error.strerror})") from error
    except (ValueError, RecursionError) as error:
        raise LessonsError(f"{path}: {_NO_STATE}") from error
    try:
        if content["lessons_digest"] != VERSION:
            raise LessonsError(
                f"{path}: is the state of a digest of another version; name another file, and begin anew with --since"
            )
        found = State(
            stated_day(content["since"]),
            stated_day(content["until"]),
            str(content["unit"]),
            tuple(map(str, content["searches"])),
            frozenset(map(str, content["told"])),
        )
    except (KeyError, TypeError, AttributeError, DayError) as error:
        raise LessonsError(f"{path}: {_NO_STATE}") from error
    if found.unit != unit:
        raise LessonsError(
            f"{path}: is the state of a digest of another library ({found.unit}); each needs a file of its own"
        )
    if found.searches != tuple(searches):
        asked = ", ".join(found.searches) or "everything"
        raise LessonsError(
            f"{path}: is the state of a digest of other searches ({asked}); each needs a file of its own"
        )
    return found

"""The day as of which something is said: a stated one, or the newest in the database, so that the same file says the same on every day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lessons.library.rows import scalar
from lessons.problems import LessonsError
from lessons.words import MONTHS, gettext

if TYPE_CHECKING:
    import sqlite3

# Where no day is known nothing can be overdue. No day that somebody can state is as early.
BEFORE_ALL = "0000-12-31"


class DayError(LessonsError):
    """A text that is not a day."""


def stated_day(text: str) -> str:
    """Return a day as YYYY-MM-DD. Raises :class:`DayError` when the text is none."""
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        found = None
    if found is None or found.isoformat() != text.strip():
        raise DayError(gettext("learning.not_a_day", text=text.strip()[:40]))
    return found.isoformat()


def newest_day(connection: sqlite3.Connection) -> str:
    """Return the newest day on which anything in the database happened, as it says itself; one before all where it knows none."""
    return scalar(connection, "SELECT value FROM build_info WHERE key = 'newest_day'") or BEFORE_ALL


def in_words(day: str | None) -> str:
    """Return a date of any precision in words, such as 26 November 2026 or April 1998."""
    if not day or day == BEFORE_ALL:
        return gettext("shared.unknown_day")
    year, month, last = day[:4], day[5:7], day[8:10]
    words = [str(int(last))] if last else []
    words += [gettext(MONTHS[int(month) - 1])] if month else []
    return " ".join([*words, year])

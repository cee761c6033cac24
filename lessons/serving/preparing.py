"""Before a site is served: bring its database up to date, or keep the last good one whatever hinders that."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lessons.building.report import Options, Report
from lessons.building.unchanged import require_servable, up_to_date
from lessons.library.audience import Audience
from lessons.library.version import identity_of
from lessons.problems import LessonsError

if TYPE_CHECKING:
    from lessons.building.outputs.locking import Waiting
    from lessons.entries.folder import Progress

NOT_BUILT = "A new version could not be built, so this is the last good version, which may be out of date."


@dataclass(frozen=True)
class Ready:
    """A database that can be served: what building it found (``None``: it was not built) and what every page has to say.

    ``version`` names the version that was there before, which the notice is about: another program may have built the next.
    ``hindrance`` says in words why it could not be built anew, when that had other reasons than its entries.
    """

    database: Path
    report: Report | None
    notice: str | None
    hindrance: str | None = None
    version: str | None = None


def prepare(
    folder: Path,
    database: Path,
    options: Options,
    *,
    progress: Progress | None = None,
    waiting: Waiting | None = None,
    changed: bool = False,
) -> Ready:
    """Build the database where its entries changed; whatever hinders that, keep the last good one and say so on its pages.

    Whether they have is found out by their content, unless it is known that they ``changed``.

    Raises :class:`LessonsError` when entries cannot be read or the database not be written, and there is no good one from
    before. The result's database may be missing or bad when there were problems: look at ``report.written``. While another
    process builds the same file, ``waiting`` is called with a sentence that says which, and then waits; without it, that is one
    of the things that hinder.
    """
    version = str(identity_of(database))
    try:
        if not changed and up_to_date(folder, database, options):
            return Ready(database, None, None)
        # Loading what reads, checks and writes takes longer than seeing that there is nothing to do.
        from lessons.building import build

        report = build.build(folder, database, options, progress=progress, waiting=waiting)
    except Exception as error:
        # Also a fault of ours: readers are better served with the last good version than with nothing.
        if why_not_servable(database, options.readers):
            raise
        return Ready(database, None, NOT_BUILT, in_words(error), version)
    return Ready(database, report, None if report.written else notice_of(report), version=version)


def as_it_is(database: Path, readers: Audience) -> Ready:
    """Return the database as it stands, for a machine that has no entries.

    Raises :class:`LessonsError` when it cannot be served to ``readers``.
    """
    if not database.exists():
        raise LessonsError(f"there is no database {database}; build one with `lessons build`, or leave out --no-build")
    require_servable(database, readers)
    return Ready(database, None, None)


def why_not_servable(database: Path, readers: Audience) -> str | None:
    """Return in words why the file cannot be served to ``readers``, or ``None`` when it can."""
    try:
        require_servable(database, readers)
    except LessonsError as error:
        return str(error)
    return None


def in_words(error: Exception) -> str:
    """Return what went wrong, in one line; what is not meant for users is said to be a fault of the program."""
    if isinstance(error, LessonsError):
        return str(error)
    return f"{type(error).__name__}: {error}; please report this"


def notice_of(report: Report, *, listed: int = 0) -> str:
    """Return what the pages say while they show the last good version, with up to ``listed`` problems, one a line."""
    number = len(report.errors)
    problems = "a problem" if number == 1 else f"{number:,} problems"
    lines = [f"The reviews have {problems}, so this is the last good version, not the newest."]
    lines += [str(problem) for problem in report.errors[:listed]]
    return "\n".join(lines)

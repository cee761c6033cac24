"""Databases built anew in a hurry, after something was taken back: what is wrong elsewhere must not keep it where it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lessons.building import build
from lessons.building.outputs.locking import Waiting
from lessons.building.report import Options, Report
from lessons.library.audience import audience_of
from lessons.library.connection import facts_in, is_marked
from lessons.problems import LessonsError, Problem
from lessons.record.vocabulary import Vocabulary


@dataclass(frozen=True)
class BuiltAnew:
    """What became of one database: ``report`` of the build that wrote it, else ``why`` it stays as it was.

    ``problems`` are what stopped a build of everything; what has them was then left out.
    """

    database: Path
    report: Report | None = None
    problems: tuple[Problem, ...] = ()
    why: str = ""


def databases_of(vocabulary: Vocabulary, folder: Path) -> list[Path]:
    """Return the databases in a folder that were built from entries of this unit, in the order of their names.

    Where the vocabulary cannot be read, and nobody knows which unit this is, they are all databases of ours.
    """
    unit = vocabulary.words.unit.slug
    found = [path for path in sorted(folder.glob("*.db")) if is_marked(path)] if folder.is_dir() else []
    return [path for path in found if vocabulary.errors or facts_in(path).get("unit", unit) == unit]


def build_anew(
    entries: Path, databases: Iterable[Path], *, jobs: int = 1, waiting: Waiting | None = None
) -> Iterator[BuiltAnew]:
    """Build each database again for the audience that it has; entries with problems are left out where nothing else will do."""
    for database in databases:
        yield _built(entries, database, jobs, waiting)


def _built(entries: Path, database: Path, jobs: int, waiting: Waiting | None) -> BuiltAnew:
    audience = audience_of(facts_in(database))
    if not audience.known:
        return BuiltAnew(database, why="it does not say who it is for; delete it, and build it with lessons build")
    options = Options(audience.name, audience.drafts, jobs=jobs)
    try:
        report = build.build(entries, database, options, waiting=waiting)
        if report.written:
            return BuiltAnew(database, report)
        stopped = tuple(report.errors)
        report = build.build(entries, database, replace(options, keep_going=True), waiting=waiting)
    except LessonsError as error:
        return BuiltAnew(database, why=str(error))
    if report.written:
        return BuiltAnew(database, report, stopped)
    return BuiltAnew(database, problems=stopped, why="the vocabulary has problems, and nothing can be built without it")

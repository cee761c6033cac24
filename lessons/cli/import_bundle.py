"""``lessons import bundle``."""

from __future__ import annotations

from pathlib import Path

from lessons.authoring import importers
from lessons.authoring.importers import mapping
from lessons.building.outputs.bundle.sums import SUMS
from lessons.building.outputs.bundle.unpacking import unpacked
from lessons.building.outputs.bundle.verifying import verify
from lessons.cli.options import counted, progress, say
from lessons.problems import LessonsError
from lessons.record import FILE_NAME, vocabulary

BUNDLE = "bundle"


def run(source: Path, into: Path, options: importers.ImportOptions) -> importers.ImportReport:
    """Import every review and use of a bundle or data package and its vocabulary; one that was changed is refused, with an exit status of 1."""
    audience = None
    if not source.is_dir() or (source / SUMS).is_file():
        found = verify(source)
        for problem in found.problems:
            say(f"{source}: {problem}")
        if found.problems:
            say(f"{counted(len(found.problems), 'problem')}: nothing was imported")
            raise SystemExit(1)
        audience = found.audience
    with unpacked(source) as folder, progress("Importing") as show:
        given = vocabulary.load(folder, source.as_posix()) if (folder / FILE_NAME).is_file() else None
        if given is not None and given.problems:
            raise LessonsError(str(given.problems[0]))
        report = importers.run(
            BUNDLE, folder, mapping.load("lessons-ndjson"), into, options, given=given, progress=show
        )
    if audience is not None and not audience.public:
        report.notes.append(f"It was for {audience} alone: what it holds must not be published.")
    return report

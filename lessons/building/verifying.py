"""The proof that a database is the one that a build from nothing would have written."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from lessons.building import build
from lessons.building.build import Options
from lessons.building.outputs.comparing import differences


def verify(folder: Path, output: Path, options: Options) -> list[str]:
    """Build from nothing beside ``output``, and return in words how the two differ, which is a fault of the program.

    Entries that change meanwhile make them differ too. Raises :class:`LessonsError` when the folder cannot be read.
    """
    with tempfile.TemporaryDirectory() as beside:
        anew = Path(beside) / output.name
        report = build.build(folder, anew, replace(options, full=True))
        return differences(output, anew) if report.written else ["the entries have problems by now"]

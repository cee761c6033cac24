"""Whether there is anything to build: nothing is where a database is as it was built, from exactly what there is to build from.

This is all that most builds do, so it does without everything that reading an entry needs.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from lessons.building import history
from lessons.building.fingerprint import digests, of_contents, program
from lessons.building.outputs import kept
from lessons.building.outputs.locking import forget_left
from lessons.building.outputs.replacing import side_files
from lessons.building.report import Options, Report
from lessons.library.audience import Audience, audience_of, require_within
from lessons.library.connection import connect, facts_in, facts_of
from lessons.library.file_digest import is_as_built
from lessons.problems import LessonsError
from lessons.text import files


def unchanged(folder: Path, output: Path, options: Options, contents: Mapping[str, str] | None = None) -> Report | None:
    """Return what came of the build that wrote ``output``, if a build now would write the same, else ``None``.

    ``contents`` are the digests of the files where they are known already. Raises :class:`LessonsError` when the folder cannot be read.
    """
    facts = {} if options.full else kept.facts(output, program())
    # Problems are told by the paths of their files, which begin with the folder as it was named.
    if facts.get("folder") != files.shown(folder):
        return None
    known = history.read(folder, facts.get("history", ""))
    if not _is_built_from(output, digests(folder) if contents is None else contents, known, options):
        return None
    forget_left(Path(os.path.realpath(output)))
    try:
        return replace(Report.of_json(facts["report"]), unchanged=True, dates_unknown=known.unknown)
    except (KeyError, TypeError, ValueError):
        return None


def up_to_date(folder: Path, database: Path, options: Options) -> bool:
    """Return whether the database was built from exactly these entries, by their content, and is still as it was built."""
    return _is_built_from(database, digests(folder), history.read(folder), options)


def require_servable(database: Path, readers: Audience) -> None:
    """Raise :class:`LessonsError` unless the file is a database of ours, whole, of a version that is read, and for ``readers``."""
    # Who only builds asks nothing about tables.
    from lessons.library.soundness import require_sound

    connection = connect(database)
    try:
        require_sound(connection)
        require_within(audience_of(facts_of(connection)), readers)
    except LessonsError as error:
        raise LessonsError(f"{database}: {error}") from error
    finally:
        connection.close()


def _is_built_from(database: Path, contents: Mapping[str, str], known: history.History, options: Options) -> bool:
    facts = facts_in(database)
    if facts.get("content_digest") != of_contents(contents, known.dates, options.audience, drafts=options.drafts):
        return False
    # With every byte as it was built it is as sound as it was then, and for the readers that it was built for.
    return not side_files(database) and is_as_built(database, facts)

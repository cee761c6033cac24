"""Other systems' lessons as reviews: a source, a map, and a folder to write into.

1. ``sources`` reads the export row by row; ``mapping`` reads the map, both with the place of what is wrong.
2. ``compose`` makes each row a review by the ``rules`` of the map; ``terms`` gives values their slugs.
3. Every review made is checked like any other before it is written; a row whose review would not pass is reported and left out.
4. The vocabulary is written beside the reviews, where there is none.

Nothing is guessed: what a source does not state is ``not-stated`` or left out. The same source, map and date make the same
files, and a file that is there already is left alone unless replacing it is asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from lessons import checks, entries
from lessons.authoring.importers.compose import Composed, compose
from lessons.authoring.importers.map_model import Map
from lessons.authoring.importers.mapping import suggestion
from lessons.authoring.importers.rules import RuleError
from lessons.authoring.importers.sources import READERS, Row
from lessons.authoring.importers.terms import Terms, with_terms_met
from lessons.entries.collection import Collection
from lessons.problems import LessonsError, Place, Problem
from lessons.record import vocabulary
from lessons.record.vocabulary import FILE_NAME, Vocabulary, Words
from lessons.record.writing import replace_file
from lessons.text.files import find, reason

ID = "import"
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class ImportOptions:
    """How to import: the date to record, whether to replace files that differ, and whether to write at all."""

    imported: str
    update: bool = False
    dry_run: bool = False


@dataclass
class ImportReport:
    """What came of an import."""

    rows: int = 0
    written: list[str] = field(default_factory=list)
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)
    dropped: Counter[tuple[str, str]] = field(default_factory=Counter)
    unmapped: list[str] = field(default_factory=list)
    vocabulary: str = ""
    problems: list[Problem] = field(default_factory=list)


def run(
    kind: str, source: Path, map_: Map, folder: Path, options: ImportOptions, *, progress: Progress | None = None
) -> ImportReport:
    """Import a source of a kind (csv, json, ndjson, markdown) into a folder of entries, and return what came of it.

    ``progress`` is called with the number of rows done and their total. Raises :class:`LessonsError` when the source, the
    map or the folder cannot be used at all; what is wrong with single rows is in the report.
    """
    if map_.problems:
        return ImportReport(problems=map_.problems)
    rows = list(READERS[kind](source, map_.settings))
    report = ImportReport(rows=len(rows))
    _refuse_unknown_columns(map_, rows)
    words, is_new = _words(map_, folder)
    terms = Terms(words)
    made = list(_composed(rows, map_, terms, folder, options, report, progress))
    if is_new:
        words = with_terms_met(map_.vocabulary, terms.met)
    good = _checked(made, folder, words, report)
    report.unmapped = _unmapped(map_, rows)
    for one in good:
        report.dropped.update(one.dropped)
    _write(good, folder, options, report)
    if is_new and good:
        report.vocabulary = words.text
        if not options.dry_run:
            replace_file(folder / FILE_NAME, words.text)
    return report


def _words(map_: Map, folder: Path) -> tuple[Vocabulary, bool]:
    """Return the folder's vocabulary, or the map's where the folder has none yet."""
    if (folder / FILE_NAME).is_file():
        found = vocabulary.load(folder, folder.as_posix())
        if found.problems:
            raise LessonsError(str(found.problems[0]))
        return found, False
    return Vocabulary(Words.model_validate(map_.vocabulary)), True


def _refuse_unknown_columns(map_: Map, rows: list[Row]) -> None:
    known = {name for row in rows for name in row.values}
    if not known:
        return
    for column, place in map_.columns():
        if column not in known and column.split(".")[0] not in known:
            raise LessonsError(f'{place}: the source has no column "{column}"{suggestion(column, sorted(known))}')


def _unmapped(map_: Map, rows: list[Row]) -> list[str]:
    used = {name for column, _ in map_.columns() for name in (column, column.split(".")[0])} | set(map_.left_out)
    return list(dict.fromkeys(name for row in rows for name in row.values if name not in used))


def _composed(
    rows: list[Row],
    map_: Map,
    terms: Terms,
    folder: Path,
    options: ImportOptions,
    report: ImportReport,
    progress: Progress | None,
) -> Iterable[Composed]:
    taken: dict[str, Place] = {}
    for number, row in enumerate(rows, 1):
        if progress is not None:
            progress(number, len(rows))
        if row.fault is not None:
            report.problems.append(Problem(row.place, row.fault, ID))
            continue
        try:
            made = compose(row, map_, terms, lambda id_: _imported_before(folder / f"{id_}.md") or options.imported)
        except RuleError as error:
            report.problems.append(Problem(row.place, str(error), ID))
            continue
        if made.id in taken:
            message = f'the id "{made.id}" is already used by the row on line {taken[made.id].line}; ids must be unique'
            report.problems.append(Problem(row.place, message, ID))
            continue
        taken[made.id] = row.place
        yield made


def _imported_before(path: Path) -> str | None:
    """Return the date in a review that was imported before: a second import changes nothing, not even the date."""
    if not path.is_file():
        return None
    entry = entries.read(path, path.as_posix())
    return next((scalar.text for scalar in entry.scalars("source_system", "imported")), None)


def _checked(made: list[Composed], folder: Path, words: Vocabulary, report: ImportReport) -> list[Composed]:
    """Return the reviews that pass the checks, in the company of those that the folder holds already."""
    fresh = {one.id: entries.read_string(one.text, f"{folder.as_posix()}/{one.id}.md") for one in made}
    there = list(find(folder)) if folder.is_dir() else []
    # The file that an import would replace is no other review; one of that name in another place is.
    others = [
        entries.read(path, path.as_posix(), inside=folder)
        for path in there
        if path != folder / f"{path.stem}.md" or path.stem not in fresh
    ]
    collection = Collection((*others, *fresh.values()), words)
    good = []
    for one in made:
        faults = [problem for problem in checks.problems_of(fresh[one.id], collection) if problem.severity == "error"]
        for fault in faults:
            report.problems.append(
                Problem(one.row.place, f'the review "{one.id}" would not pass: {fault.message} [{fault.rule}]', ID)
            )
        if not faults:
            good.append(one)
    return good


def _write(made: list[Composed], folder: Path, options: ImportOptions, report: ImportReport) -> None:
    if not options.dry_run:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LessonsError(f"cannot make the folder {folder}: {reason(error)}") from error
    for one in made:
        path = folder / f"{one.id}.md"
        there = path.read_bytes() if path.is_file() else None
        if there == one.text.encode():
            report.unchanged += 1
        elif there is not None and not options.update:
            report.kept.append(path.as_posix())
        else:
            report.written.append(path.as_posix())
            if not options.dry_run:
                replace_file(path, one.text)

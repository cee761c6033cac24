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
from lessons.authoring.importers.columns import grouped, passed_over, refuse_unknown_columns, unmapped
from lessons.authoring.importers.compose import Composed, Context, compose, id_of
from lessons.authoring.importers.map_model import Map
from lessons.authoring.importers.notes import read_markdown
from lessons.authoring.importers.package import read_package
from lessons.authoring.importers.parquet import read_parquet
from lessons.authoring.importers.rules import RuleError
from lessons.authoring.importers.siblings import Siblings
from lessons.authoring.importers.sources import Reader, Row, read_json, read_ndjson
from lessons.authoring.importers.tables import read_csv, read_xlsx
from lessons.authoring.importers.terms import Terms, with_terms_met
from lessons.entries.collection import Collection
from lessons.problems import LessonsError, Problem
from lessons.record import vocabulary
from lessons.record.vocabulary import FILE_NAME, Vocabulary, Words
from lessons.record.writing import replace_file
from lessons.text import markdown
from lessons.text.damaged import damage
from lessons.text.files import find, reason

ID = "import"
READERS: dict[str, Reader] = {
    "csv": read_csv, "xlsx": read_xlsx, "json": read_json, "ndjson": read_ndjson, "parquet": read_parquet, "markdown": read_markdown, "bundle": read_package,
}  # fmt: skip
# Of compositions, until none has a link to a record that is left out.
_MOST_ROUNDS = 6
DAMAGED = "words with damaged letters, as in the source (lessons check names them)"
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
    skipped: int = 0
    written: list[str] = field(default_factory=list)
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)
    dropped: Counter[tuple[str, str]] = field(default_factory=Counter)
    changes: Counter[str] = field(default_factory=Counter)
    unmapped: list[str] = field(default_factory=list)
    vocabulary: str = ""
    vocabulary_came_along: bool = False
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def run(
    kind: str,
    source: Path,
    map_: Map,
    folder: Path,
    options: ImportOptions,
    *,
    given: Vocabulary | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Import a source of a kind (one of :data:`READERS`) into a folder of entries, and return what came of it.

    ``given`` is the vocabulary that comes with the source, if one does: it is written where the folder has none. ``progress`` is called with the number of rows done and their total. Raises :class:`LessonsError` when the source, the
    map or the folder cannot be used at all; what is wrong with single rows is in the report.
    """
    if map_.problems:
        return ImportReport(problems=map_.problems)
    found = list(READERS[kind](source, map_.settings))
    read = [row for row in found if not row.note]
    rows = list(grouped([row for row in read if not passed_over(row, map_)], map_.group))
    report = ImportReport(rows=len(read), skipped=sum(passed_over(row, map_) for row in read))
    report.notes = [row.note for row in found if row.note]
    refuse_unknown_columns(map_, [*read, *rows])
    words, is_new = _words(map_, folder, given, options)
    terms = Terms(words)
    rows = list(_readable(rows, map_, report))
    good: list[Composed] = []
    siblings = {row.path: id_of(row, map_) for row in rows if row.path}
    said = list(report.problems)
    # A link to a record that does not come along would lead nowhere, so that those left are composed without it.
    for _ in range(_MOST_ROUNDS):
        report.problems = list(said)
        context = Context(
            map_, terms, Siblings(siblings), lambda id_: _imported_before(folder / f"{id_}.md") or options.imported
        )
        made = list(_composed(rows, context, report, progress))
        written = with_terms_met(map_.vocabulary, terms.met) if is_new and given is None else words
        good = _checked(made, folder, written, report)
        reached = {one.row.path: one.id for one in good if one.row.path}
        if reached == siblings:
            break
        siblings = reached
    report.unmapped = unmapped(map_, rows)
    for one in good:
        report.dropped.update(one.dropped)
        report.changes.update(one.changes)
        report.changes.update(DAMAGED for line in one.text.split("\n") for _ in damage(line))
    _write(good, folder, options, report)
    if given is not None:
        if is_new:
            report.vocabulary, report.vocabulary_came_along = given.text, True
        elif given.text != words.text:
            report.kept.append((folder / FILE_NAME).as_posix())
    elif is_new and good and map_.as_written is None:
        report.vocabulary = with_terms_met(map_.vocabulary, terms.met).text
    if report.vocabulary and not options.dry_run:
        replace_file(folder / FILE_NAME, report.vocabulary)
    return report


def _words(map_: Map, folder: Path, given: Vocabulary | None, options: ImportOptions) -> tuple[Vocabulary, bool]:
    """Return the folder's vocabulary, or that of the source or map where the folder has none yet, and whether it is to be written."""
    if (folder / FILE_NAME).is_file():
        found = vocabulary.load(folder, folder.as_posix())
        if given is not None and options.update and given.text != found.text:
            return given, True
        if found.problems:
            raise LessonsError(str(found.problems[0]))
        return found, False
    return given or Vocabulary(Words.model_validate(map_.vocabulary)), True


def _readable(rows: list[Row], map_: Map, report: ImportReport) -> Iterable[Row]:
    """Yield the rows that can be read and have an id of their own; report the others."""
    taken: dict[str, Row] = {}
    for row in rows:
        if row.fault is not None:
            report.problems.append(Problem(row.place, _named(row, row.fault), ID))
            continue
        try:
            id_ = id_of(row, map_)
        except RuleError as error:
            report.problems.append(Problem(row.place, _named(row, str(error)), ID))
            continue
        if id_ in taken:
            words = f'the id "{id_}" is already used by {taken[id_].known_by}; ids must be unique'
            report.problems.append(Problem(row.place, _named(row, words), ID))
            continue
        taken[id_] = row
        yield row


def _composed(rows: list[Row], context: Context, report: ImportReport, progress: Progress | None) -> Iterable[Composed]:
    for number, row in enumerate(rows, 1):
        if progress is not None:
            progress(number, len(rows))
        try:
            yield compose(row, context)
        except RuleError as error:
            report.problems.append(Problem(row.place, _named(row, str(error)), ID))
        except (markdown.TooSlowError, markdown.TooDeepError):
            words = "the text is nested too deeply, or takes too long to read"
            report.problems.append(Problem(row.place, _named(row, words), ID))


def _named(row: Row, message: str) -> str:
    return f"{row.name}: {message}" if row.name else message


def _imported_before(path: Path) -> str | None:
    """Return the date in a review that was imported before: a second import changes nothing, not even the date."""
    if not path.is_file():
        return None
    entry = entries.read(path, path.as_posix())
    return next((scalar.text for scalar in entry.scalars("source_system", "imported")), None)


def _checked(made: list[Composed], folder: Path, words: Vocabulary, report: ImportReport) -> list[Composed]:
    """Return the reviews that pass the checks, in the company of those that the folder holds already."""
    fresh = {one.id: entries.read_string(one.text, f"{folder.as_posix()}/{one.path}", use=one.is_use) for one in made}
    paths = {folder / one.path for one in made}
    there = list(find(folder)) if folder.is_dir() else []
    # The file that an import would replace is no other review; one of that name in another place is.
    others = [entries.read(path, path.as_posix(), inside=folder) for path in there if path not in paths]
    collection = Collection((*others, *fresh.values()), words)
    good = []
    for one in made:
        faults = [problem for problem in checks.problems_of(fresh[one.id], collection) if problem.severity == "error"]
        for fault in faults:
            report.problems.append(
                Problem(
                    one.row.place,
                    _named(one.row, f'the review "{one.id}" would not pass: {fault.message} [{fault.rule}]'),
                    ID,
                )
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
        path = folder / one.path
        there = path.read_bytes() if path.is_file() else None
        if there == one.text.encode():
            report.unchanged += 1
        elif there is not None and not options.update:
            report.kept.append(path.as_posix())
        else:
            report.written.append(path.as_posix())
            if not options.dry_run:
                path.parent.mkdir(parents=True, exist_ok=True)
                replace_file(path, one.text)

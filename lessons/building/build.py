"""The story of a build: read, check, choose, write. It prints nothing; the command line does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from lessons import checks, entries
from lessons.building import filing, history, incremental, selection
from lessons.building.fingerprint import digests, program
from lessons.building.outputs import database, kept
from lessons.building.outputs.kept import Kept
from lessons.building.outputs.locking import Waiting
from lessons.building.outputs.replacing import only_builder
from lessons.building.report import Options, Report
from lessons.entries.collection import Collection
from lessons.entries.folder import Progress, paths_inside, read_folder, without_collecting
from lessons.record import FILE_NAME
from lessons.text import files

__all__ = ["Options", "Report", "build"]


def build(
    folder: Path,
    output: Path,
    options: Options,
    *,
    progress: Progress | None = None,
    waiting: Waiting | None = None,
    contents: Mapping[str, str] | None = None,
) -> Report:
    """Check the entries of ``folder`` and write them to the database ``output``.

    Nothing is written when there are errors, unless ``keep_going`` leaves out the entries that have them. A draft that has some is
    left out in any case, since it is not finished and must not hold up the others. ``contents`` are the digests of the files where they
    were found out just now.
    While another process builds ``output``, ``waiting`` is called with a sentence that says which, and then waits for it;
    without ``waiting``, :class:`~lessons.building.outputs.locking.BusyError` is raised.
    Raises :class:`~lessons.problems.LessonsError` when the folder cannot be read or the database not be written.
    """
    waited: list[str] = []

    def wait(said: str) -> None:
        waited.append(said)
        if waiting is not None:
            waiting(said)

    with (
        only_builder(output, None if waiting is None else wait),
        without_collecting(),
        kept.opened(output, program(), anew=options.full) as before,
    ):
        # Before reading, so that a file changed meanwhile makes the database out of date, not wrongly up to date.
        found = digests(folder) if contents is None or waited else contents
        return _build(folder, output, options, progress, before, found)


def _build(
    folder: Path,
    output: Path,
    options: Options,
    progress: Progress | None,
    before: Kept,
    contents: Mapping[str, str],
) -> Report:
    known = history.read(folder, before.facts.get("history", ""))
    now = filing.Now(folder, contents, known, options)
    if before and (upon := incremental.build_upon(output, now, before)) is not None:
        return upon
    collection = read_folder(folder, jobs=options.jobs, progress=progress, known=before.entry if before else None)
    problems, unfinished = selection.without_unfinished(collection, checks.check(collection), drafts=options.drafts)
    sound = selection.Sound(collection)
    if any(problem.severity == "error" for problem in problems):
        if not options.keep_going or collection.vocabulary.errors:
            return Report(problems, written=False)
        sound = selection.sound(collection, problems)
    left_out = (*sound.bad, *sound.dependent)
    if not left_out:
        # What was read, and not what was there before: a file may have been another for a moment.
        now = replace(now, contents=_as_read(folder, collection, contents))
    chosen = selection.select(
        sound.collection, options.audience, drafts=options.drafts, left_out=left_out, unfinished=unfinished
    )
    facts = {
        "audience": options.audience,
        "drafts": "yes" if options.drafts else "no",
        # A database without some of the reviews is never up to date.
        "content_digest": "" if left_out else now.built_from,
        "unit": collection.vocabulary.words.unit.slug,
    }
    # A draft may have the id of another entry, which is why it is unfinished.
    finished = (entry for entry in sound.collection.entries if entry.path not in unfinished)
    # With ids of its own: one small text of an entry that stays keeps the memory around it.
    paths = {entry.id.encode().decode(): path for entry, path in paths_inside(folder, finished)}
    report = Report(
        problems,
        written=True,
        reviews=len(chosen.entries),
        lessons=sum(len(entry.body.lessons) for entry in chosen.entries),
        uses=len(chosen.uses),
        withheld=chosen.left_out,
        uses_withheld=chosen.uses_left_out,
        links_dropped=chosen.links_dropped,
        left_out=tuple(entry.path for entry in sound.bad),
        dependent=tuple(entry.path for entry in sound.dependent),
        unfinished=tuple(sorted(unfinished)) if options.drafts else (),
        dates_unknown=known.unknown,
    )
    # What could not be taken as text has none, as an empty file has.
    read = {entries.key(entry.path, entry.text, use=entry.is_use): entry for entry in collection.entries if entry.text}
    before.add(read.items())
    named = () if left_out else zip(now.contents, collection.entries, strict=False)
    filed = filing.filed(chosen, named)
    kept_facts = {
        "folder": files.shown(folder),
        "report": report.as_json(),
        "history": known.as_json(),
        **(now.facts(filed) if filed else {}),
    }
    keys = frozenset(read)
    # No entry need stay in memory when its rows have been made, nor what was made of it.
    del read, named, collection, sound, left_out, filed, now
    written = database.write(
        chosen,
        chosen.vocabulary,
        output,
        facts=facts,
        history=known.dates,
        paths=paths,
        last=database.BuiltFile.of_facts(before.facts),
    )
    before.keep({**kept_facts, **written.as_facts()}, keys)
    return report


def _as_read(folder: Path, collection: Collection, before: Mapping[str, str]) -> dict[str, str]:
    """Return the digests of what was read, by the names of the files, which are not always shown as they are."""
    odd = {files.shown(PurePosixPath(name)): name for name in before if not name.isprintable()}
    found = {odd.get(path, path): entry.content for entry, path in paths_inside(folder, collection.entries)}
    return found | ({FILE_NAME: words} if (words := collection.vocabulary.content) else {})

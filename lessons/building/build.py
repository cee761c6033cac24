"""The story of a build: read, check, choose, write. It prints nothing; the command line does."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from lessons import checks
from lessons.building import history, selection
from lessons.building.fingerprint import fingerprint
from lessons.building.outputs import database
from lessons.building.outputs.locking import Waiting
from lessons.building.outputs.replacing import only_builder
from lessons.entries.collection import Collection
from lessons.entries.folder import Progress, read_folder, without_collecting
from lessons.library.audience import Audience
from lessons.problems import Problem
from lessons.text import files


@dataclass(frozen=True)
class Report:
    """What came of a build. ``written`` says whether a database was written; ``left_out`` and ``dependent`` list paths.

    ``dates_unknown`` says why git gave no dates, where it should have known them.
    """

    problems: list[Problem]
    written: bool
    reviews: int = 0
    lessons: int = 0
    uses: int = 0
    withheld: int = 0
    uses_withheld: int = 0
    links_dropped: int = 0
    left_out: tuple[str, ...] = ()
    dependent: tuple[str, ...] = ()
    dates_unknown: str | None = None

    @property
    def errors(self) -> list[Problem]:
        """Return the problems that stop a build; advice does not."""
        return [problem for problem in self.problems if problem.severity == "error"]


@dataclass(frozen=True)
class Options:
    """How to build. ``audience`` is public, internal or restricted; ``jobs`` never changes the result."""

    audience: str = "public"
    drafts: bool = False
    keep_going: bool = False
    jobs: int = 1

    @property
    def readers(self) -> Audience:
        """Whom the database is for."""
        return Audience(self.audience, self.drafts)


def build(
    folder: Path, output: Path, options: Options, *, progress: Progress | None = None, waiting: Waiting | None = None
) -> Report:
    """Check the entries of ``folder`` and write them to the database ``output``.

    Nothing is written when there are errors, unless ``keep_going`` leaves out the entries that have them.
    While another process builds ``output``, ``waiting`` is called with a sentence that says which, and then waits for it;
    without ``waiting``, :class:`~lessons.building.outputs.locking.BusyError` is raised.
    Raises :class:`~lessons.problems.LessonsError` when the folder cannot be read or the database not be written.
    """
    with only_builder(output, waiting), without_collecting():
        return _build(folder, output, options, progress)


def _build(folder: Path, output: Path, options: Options, progress: Progress | None) -> Report:
    known = history.read(folder)
    # Before reading, so that a file changed meanwhile makes the database out of date, not wrongly up to date.
    built_from = fingerprint(folder, known.dates, options.audience, drafts=options.drafts)
    collection = read_folder(folder, jobs=options.jobs, progress=progress)
    problems = checks.check(collection)
    sound = selection.Sound(collection)
    if any(problem.severity == "error" for problem in problems):
        if not options.keep_going or any(p.severity == "error" for p in collection.vocabulary.problems):
            return Report(problems, written=False)
        sound = selection.sound(collection, problems)
    left_out = (*sound.bad, *sound.dependent)
    chosen = selection.select(sound.collection, options.audience, drafts=options.drafts, left_out=left_out)
    facts = {
        "audience": options.audience,
        "drafts": "yes" if options.drafts else "no",
        # A database without some of the reviews is never up to date.
        "content_digest": "" if left_out else built_from,
        "unit": collection.vocabulary.words.unit.slug,
    }
    paths = _paths(folder, sound.collection)
    database.write(chosen, chosen.vocabulary, output, facts=facts, history=known.dates, paths=paths)
    return Report(
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
        dates_unknown=known.unknown,
    )


def _paths(folder: Path, collection: Collection) -> dict[str, str]:
    """Return each entry's path inside the folder, whatever way the folder was named."""
    return {
        entry.id: PurePosixPath(entry.path).relative_to(files.shown(folder)).as_posix() for entry in collection.entries
    }

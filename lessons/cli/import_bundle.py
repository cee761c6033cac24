"""``lessons import bundle``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from lessons import entries
from lessons.authoring import importers
from lessons.authoring.importers import mapping, package
from lessons.authoring.importers.map_model import Map
from lessons.authoring.importers.terms import lacking, with_terms_met
from lessons.building.combining.units import CENTRAL
from lessons.building.outputs.bundle.sums import SUMS
from lessons.building.outputs.bundle.unpacking import unpacked
from lessons.building.outputs.bundle.verifying import verify
from lessons.cli.options import counted, progress, say
from lessons.entries import Entry
from lessons.problems import LessonsError
from lessons.record import FILE_NAME, vocabulary
from lessons.record.types import SLUG
from lessons.record.vocabulary import Unit, Vocabulary
from lessons.record.vocabulary.loading import read_string
from lessons.record.writing import block

BUNDLE = "bundle"


def run(source: Path, into: Path, options: importers.ImportOptions) -> importers.ImportReport:
    """Import every review and use of a bundle or data package and its vocabulary; one that was changed is refused, with an exit status of 1.

    Of a library of several units, each comes into a folder of its own below ``into``.
    """
    audience = None
    is_package = source.is_dir() and not (source / SUMS).is_file()
    # A folder around a bundle is told where it is.
    if not is_package or (not (source / package.DESCRIPTION).is_file() and any(source.glob(f"*/{SUMS}"))):
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
        map_ = mapping.load("lessons-ndjson")
        if given is not None and given.words.unit.slug == CENTRAL:
            # One that cannot come in is told before the first is written.
            units = list(_units(folder, given, map_))
            for slug, _ in units:
                there = vocabulary.load(into / slug, (into / slug).as_posix())
                if there.problems and not options.update:
                    raise LessonsError(str(there.problems[0]))
            report = _together(
                importers.run(
                    BUNDLE, folder, _of_unit(map_, slug), into / slug, options, given=words, progress=show,
                )
                for slug, words in units
            )  # fmt: skip
            report.notes.append(
                "Each unit has a folder of its own, with the words of all and the terms that it alone uses; "
                "an id with its unit before it leads to that unit."
            )
        else:
            report = importers.run(BUNDLE, folder, map_, into, options, given=given, progress=show)
    if audience is not None and not audience.public:
        report.notes.append(f"It was for {audience} alone: what it holds must not be published.")
    return report


def _of_unit(map_: Map, slug: str) -> Map:
    return replace(map_, settings=replace(map_.settings, unit=slug))


def _units(folder: Path, given: Vocabulary, map_: Map) -> Iterator[tuple[str, Vocabulary]]:
    """Yield each unit's slug, and the vocabulary of all as that unit's own, with the terms that its entries name beside.

    Those are the terms that the unit never declared, and those that a crosswalk took for another unit's.
    """
    for row in package.units_of(folder):
        if row["id"] == CENTRAL:
            continue
        if not SLUG.fullmatch(row["id"]):
            raise LessonsError(f'the unit "{row["id"][:80]}" is not written in lower-case letters, digits and hyphens')
        mine = list(_entries(folder, _of_unit(map_, row["id"])))
        words = given.words.model_dump(exclude_none=True)
        words |= {"unit": _about(row), "people": _people(words["people"], row["id"], mine)}
        found = read_string("\n".join(block(words)) + "\n")
        if found.problems:
            raise LessonsError(str(found.problems[0]))
        yield row["id"], with_terms_met(words, lacking(found, mine))


def _entries(folder: Path, map_: Map) -> Iterator[Entry]:
    for row in package.read_package(folder, map_.settings):
        yield entries.read_string(
            row.values["markdown"], row.values["path"], use=row.values["kind"] == "use", rendering=False
        )


def _people(people: Mapping[str, Any], unit: str, entries_: Sequence[Entry]) -> dict[str, Any]:
    """Return the people of all under the slugs by which a unit's own entries name them.

    Of two people of one slug in two units, combining gave the second's the name of its unit at the end.
    """
    found = dict(people)
    named = dict.fromkeys(scalar.text for entry in entries_ for scalar in entry.scalars("contributors", "person"))
    for slug in named:
        in_all = f"{slug}-{unit}"
        if in_all in found and in_all not in named:
            found[slug] = found.pop(in_all)
    return found


def _about(row: Mapping[str, str]) -> dict[str, str]:
    stated = {name: row.get(name) for name in Unit.model_fields}
    return {"slug": row["id"], **{name: value for name, value in stated.items() if value}}


def _together(reports: Iterable[importers.ImportReport]) -> importers.ImportReport:
    found = importers.ImportReport()
    for one in reports:
        found.rows += one.rows
        found.unchanged += one.unchanged
        for name in ("written", "kept", "problems"):
            getattr(found, name).extend(getattr(one, name))
    return found

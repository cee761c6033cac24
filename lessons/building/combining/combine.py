"""The story of combining: open the units' databases, join their words, resolve what refers across them, write one database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from lessons.building.combining import words
from lessons.building.combining.crosswalk import read_crosswalk
from lessons.building.combining.library import CombinedRows
from lessons.building.combining.names import term_of
from lessons.building.combining.rows import BY_NAME
from lessons.building.combining.units import CENTRAL
from lessons.building.outputs import database
from lessons.building.outputs.replacing import only_builder
from lessons.building.outputs.vocabulary import scheme_names
from lessons.library.audience import AUDIENCES, Audience
from lessons.library.untrusted import UnitFile, untrusted
from lessons.problems import LessonsError
from lessons.record.types import SLUG
from lessons.record.vocabulary import FILE_NAME, Unit
from lessons.record.vocabulary.loading import read_string


@dataclass(frozen=True)
class Combined:
    """What came of combining: how much there is, a sentence for each thing that its maker should know of the joined words,
    pairs of reviews of different units that are likely the same, and references that lead nowhere, with who makes them."""

    units: int
    reviews: int
    lessons: int
    uses: int
    told: tuple[str, ...]
    duplicates: tuple[tuple[str, str], ...]
    unresolved: tuple[tuple[str, str], ...]


def combine(
    files: Sequence[Path], output: Path, *, name: str, audience: str = AUDIENCES[0], crosswalk: Path | None = None
) -> Combined:
    """Combine the databases of several units into ``output``, which gets the ``name``.

    Each is refused that is damaged, of another version, not one unit's, or holds more than the ``audience`` may see. The order of
    ``files`` makes no difference: units go by their slugs. None of them can be the ``output``. Raises :class:`~lessons.problems.LessonsError`; then ``output`` is not changed.
    """
    asked_for = Audience(audience)
    if any(path.resolve() == output.resolve() for path in files):
        raise LessonsError(f"{output}: is the database of one of the units, which would be lost; write to another file")
    with ExitStack() as stack:
        stack.enter_context(only_builder(output))
        opened = [stack.enter_context(untrusted(path, asked_for)) for path in files]
        units = _by_slug(opened)
        own = {slug: _words(file) for slug, file in units.items()}
        mapped = read_crosswalk(crosswalk, own) if crosswalk else {}
        about = Unit(slug=CENTRAL, name=name, description=f"The reviews of {len(units)} units.")
        joined = words.join(own, about, mapped)
        library = CombinedRows(units, joined)
        stated = {
            "audience": audience,
            "drafts": "no",
            "content_digest": _digest([name, audience, *(file.checksum for file in units.values()), repr(mapped)]),
            "unit": CENTRAL,
        }
        facts = database.with_room_for_digest(stated)
        try:
            database.write_all(library.rows(facts), output, facts=facts)
        except database.RowRefusedError as error:
            raise LessonsError(
                f"{_misfit(library)}; build that database again; the existing database, if any, was not changed"
            ) from error
        return Combined(
            len(units),
            len(library.reviews),
            len(library.numbers[1]),
            len(library.referring["uses"]),
            tuple(joined.told),
            tuple(library.duplicates()),
            tuple(library.across.unresolved),
        )


def _misfit(library: CombinedRows) -> str:
    """Return what is wrong with the rows of a library that no database can hold."""
    if found := library.every.misfit():
        return f"{found[0]}: its `{found[1]}` has a row that no database of this program has, or that does not fit with the others"
    return "one of the databases has a row that does not fit with those of the others"


def _by_slug(files: Iterable[UnitFile]) -> dict[str, UnitFile]:
    found: dict[str, UnitFile] = {}
    for file in files:
        slug = file.facts.get("unit", "")
        if slug == CENTRAL:
            raise LessonsError(f"{file.shown}: is a combined library; name the databases of its units instead")
        if not SLUG.fullmatch(slug):
            raise LessonsError(
                f'{file.shown}: its unit "{slug[:80]}" is not written in lower-case letters, digits and hyphens'
            )
        if slug in found:
            raise LessonsError(
                f'{found[slug].shown} and {file.shown} are both of the unit "{slug}"; a unit\'s slug stands at the top of its {FILE_NAME}'
            )
        found[slug] = file
    return dict(sorted(found.items()))


def _words(file: UnitFile) -> words.UnitWords:
    text = next((row["content"] for row in file.rows(BY_NAME["documents"]) if row["name"] == FILE_NAME), "")
    vocabulary = read_string(str(text), f"{file.shown}: {FILE_NAME}")
    if vocabulary.errors:
        raise LessonsError(f"{vocabulary.errors[0]}; build that database again")
    # A scheme that is not listed is refused when the row is copied.
    schemes = set(scheme_names(vocabulary))
    used = {
        (row["scheme"], term_of(file.shown, row["scheme"], row["term"]))
        for table in ("review_terms", "lesson_terms")
        for row in file.rows(BY_NAME[table], "scheme", "term")
        if row["scheme"] in schemes
    }
    return words.UnitWords(vocabulary, used)


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()

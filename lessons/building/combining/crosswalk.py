"""The file that says which terms of a unit are which of the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from lessons.building.combining.words import MOST_NAMED, Crosswalk, UnitWords
from lessons.problems import LessonsError, Place
from lessons.schemes import FIXED
from lessons.text import files, nodes
from lessons.text.distance import closest


def read_crosswalk(path: Path, units: Mapping[str, UnitWords]) -> Crosswalk:
    """Return what a file says each unit's terms are among those of the others.

    Raises :class:`LessonsError` with the place of what is wrong with it: of a unit, a scheme or a term that is not there, and of a
    term that is to be one which no unit has, or which is itself to be another.
    """
    try:
        text = files.read_text(path, str(path))
    except files.Unreadable as unreadable:
        raise LessonsError(str(unreadable.problems[0])) from unreadable
    parsed = nodes.parse(text, str(path))
    if parsed.faults:
        raise LessonsError(str(parsed.faults[0]))
    found: dict[str, dict[tuple[str, str], str]] = {}
    places: dict[tuple[str, str, str], Place] = {}
    for unit, scheme, terms in _lines(parsed.root or nodes.Mapping({}, {}, Place(str(path))), units):
        known = units[unit].terms.get(scheme, ())
        for slug, node in terms.fields.items():
            if slug not in known:
                raise LessonsError(
                    f'{terms.names[slug]}: {unit} has no term "{slug}" of {scheme}{_hint(slug, known, "its terms")}'
                )
            to = nodes.data(node)
            if not to:
                raise LessonsError(f'{terms.names[slug]}: write after "{slug}:" the term that it is, or leave it out')
            if to != slug:
                found.setdefault(unit, {})[scheme, slug] = to
                places[unit, scheme, slug] = node.place
    for (unit, scheme, slug), place in places.items():
        _require_kept(scheme, found[unit][scheme, slug], place, units, found)
    return found


def _lines(root: nodes.Mapping, units: Mapping[str, UnitWords]) -> Iterator[tuple[str, str, nodes.Mapping]]:
    """Yield each unit and scheme of a crosswalk with its terms; all three are there."""
    every = sorted({scheme for one in units.values() for scheme in one.terms})
    for unit, schemes in root.fields.items():
        if unit not in units:
            raise LessonsError(f'{root.names[unit]}: unknown unit "{unit}"{_hint(unit, sorted(units), "known units")}')
        if not isinstance(schemes, nodes.Mapping):
            _malformed(schemes)
        for scheme, terms in schemes.fields.items():
            if not isinstance(terms, nodes.Mapping) or not all(
                isinstance(one, nodes.Scalar) for one in terms.fields.values()
            ):
                _malformed(terms)
            if scheme in FIXED:
                raise LessonsError(f'{terms.place}: the terms of "{scheme}" are the same in every unit; leave them out')
            if scheme not in every:
                raise LessonsError(
                    f'{schemes.names[scheme]}: no unit has the scheme "{scheme}"{_hint(scheme, every, "their schemes")}'
                )
            yield unit, scheme, terms


def _require_kept(scheme: str, to: str, place: Place, units: Mapping[str, UnitWords], crosswalk: Crosswalk) -> None:
    """Refuse a term that no unit has, or that none has any more once the crosswalk is followed."""
    having = {unit for unit, one in units.items() if to in one.terms.get(scheme, ())}
    became = {crosswalk.get(unit, {}).get((scheme, to)) for unit in having}
    if None in became:
        return
    if having:
        other = min(filter(None, became))
        raise LessonsError(f'{place}: "{to}" is itself to be "{other}" by this crosswalk; write "{other}" here too')
    every = sorted({slug for one in units.values() for slug in one.terms.get(scheme, ())})
    raise LessonsError(f'{place}: no unit has the term "{to}" of {scheme}{_hint(to, every, "their terms")}')


def _hint(text: str, known: Sequence[str], what: str) -> str:
    """Return the end of a sentence about a name that is not there: what may have been meant, or what there is."""
    if close := closest(text, known, 0.6):
        return f', did you mean "{close}"?'
    more = f" and {len(known) - MOST_NAMED} more" if len(known) > MOST_NAMED else ""
    return f"; {what}: {', '.join(known[:MOST_NAMED])}{more}" if known else ""


def _malformed(node: nodes.Node) -> NoReturn:
    raise LessonsError(
        f"{node.place}: write the unit, below it the scheme, and below that each term with a colon and the term it is, such as `roads: transport`"
    )

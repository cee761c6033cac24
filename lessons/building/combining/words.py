"""The vocabularies of several units as one: terms by their slugs, organisations and people by their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from lessons.building.outputs.vocabulary import scheme_names
from lessons.problems import LessonsError, Place
from lessons.record.vocabulary import Organisation, Scheme, Term, Unit, Vocabulary, Words
from lessons.record.vocabulary.loading import read_string
from lessons.record.vocabulary.model import Person, folded
from lessons.record.writing import block
from lessons.schemes import FIXED, worded
from lessons.text import files, nodes
from lessons.text.distance import closest

Crosswalk = Mapping[str, Mapping[str, Mapping[str, str]]]


@dataclass
class Joined:
    """One vocabulary of all, what each unit's terms are called in it, and what is to be told of the joining, a sentence each."""

    vocabulary: Vocabulary
    terms: Mapping[str, Mapping[tuple[str, str], str]]
    people: dict[tuple[str, str], str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    @cached_property
    def schemes(self) -> Mapping[str, str]:
        """Return the names of all schemes, each under itself."""
        return {name: name for name in scheme_names(self.vocabulary)}

    def term(self, unit: str, scheme: str, slug: str) -> str:
        """Return the slug that a term of a unit has in the vocabulary of all."""
        return self.terms[unit].get((scheme, slug), slug)


def read_crosswalk(path: Path, units: Iterable[str]) -> Crosswalk:
    """Return what a file says each unit's terms are among those of the others: unit, scheme, slug: slug.

    Raises :class:`LessonsError` with the place of what is wrong with it.
    """
    try:
        text = files.read_text(path, str(path))
    except files.Unreadable as unreadable:
        raise LessonsError(str(unreadable.problems[0])) from unreadable
    parsed = nodes.parse(text, str(path))
    if parsed.faults:
        raise LessonsError(str(parsed.faults[0]))
    known = sorted(units)
    root = parsed.root or nodes.Mapping({}, {}, Place(str(path)))
    for unit, schemes in root.fields.items():
        if unit not in known:
            close = closest(unit, known, 0.6)
            hint = f', did you mean "{close}"?' if close else f"; known units: {', '.join(known)}"
            raise LessonsError(f'{root.names[unit]}: unknown unit "{unit}"{hint}')
        for scheme, terms in schemes.fields.items() if isinstance(schemes, nodes.Mapping) else _malformed(schemes):
            if not isinstance(terms, nodes.Mapping) or not all(
                isinstance(one, nodes.Scalar) for one in terms.fields.values()
            ):
                _malformed(terms)
            if scheme in FIXED:
                raise LessonsError(f'{terms.place}: the terms of "{scheme}" are the same in every unit; leave them out')
    return nodes.data(root) or {}


def _malformed(node: nodes.Node) -> Any:
    raise LessonsError(
        f"{node.place}: write the unit, below it the scheme, and below that each term with a colon and the term it is, such as `roads: transport`"
    )


def join(vocabularies: Mapping[str, Vocabulary], unit: Unit, crosswalk: Crosswalk) -> Joined:
    """Return the vocabulary of all units, whose own ``unit`` is given; of terms that several have, the first unit's label and definition hold,
    and a scheme that they call by several names has its field's.

    Raises :class:`LessonsError` when a crosswalk leads to a term that no unit has.
    """
    found = Joined(Vocabulary(), {slug: _mapped(crosswalk.get(slug, {})) for slug in vocabularies})
    schemes: dict[str, dict[str, Any]] = {}
    first: dict[tuple[str, str], str] = {}
    named: dict[str, str] = {}
    for owner, vocabulary in vocabularies.items():
        for name, scheme in vocabulary.words.schemes.items():
            named.setdefault(name, owner)
            joined = schemes.setdefault(name, {"label": scheme.label, "definition": scheme.definition, "terms": {}})
            if joined["label"].casefold() != scheme.label.casefold():
                found.told.append(
                    f'{name} is called "{joined["label"]}" in {named[name]} and "{scheme.label}" in {owner}; here it is "{worded(name)}"'
                )
                # What one unit calls it by itself, such as "Mission directorate", would be wrong of the reviews of the others.
                known = next(
                    (one for one in (joined, dict(scheme)) if one["label"].casefold() == worded(name).casefold()), {}
                )
                joined |= {"label": worded(name), "definition": known.get("definition")}
            for slug, term in scheme.terms.items():
                if (name, slug) in found.terms[owner]:
                    continue
                if slug not in joined["terms"]:
                    joined["terms"][slug] = term
                    first[name, slug] = owner
                    continue
                before: Term = joined["terms"][slug]
                if before.label.casefold() != term.label.casefold():
                    found.told.append(
                        f'{name}/{slug} is "{before.label}" in {first[name, slug]} and "{term.label}" in {owner}; the first is used'
                    )
                joined["terms"][slug] = before.model_copy(
                    update={"synonyms": list(dict.fromkeys([*before.synonyms, *term.synonyms]))}
                )
    _require_known(found, schemes)
    _tell_unmapped(found, vocabularies, crosswalk)
    words = Words(
        unit=unit,
        schemes={name: Scheme(**{**scheme, "terms": _within(scheme["terms"])}) for name, scheme in schemes.items()},
        organisations=_organisations(vocabularies),
        people=_people(found, vocabularies),
    )
    text = "\n".join(block(words.model_dump(exclude_none=True))) + "\n"
    found.vocabulary = read_string(text)
    if found.vocabulary.problems:
        raise LessonsError(
            f"the vocabularies do not fit together: {found.vocabulary.problems[0].message}; correct that in one of them"
        )
    return found


def _mapped(schemes: Mapping[str, Mapping[str, str]]) -> dict[tuple[str, str], str]:
    return {(scheme, slug): to for scheme, terms in schemes.items() for slug, to in terms.items()}


def _within(terms: Mapping[str, Term]) -> dict[str, Term]:
    """Return the terms of a scheme without broader ones that a crosswalk has taken away."""
    return {
        slug: term if term.broader in terms else term.model_copy(update={"broader": None})
        for slug, term in terms.items()
    }


def _require_known(found: Joined, schemes: Mapping[str, Mapping[str, Any]]) -> None:
    for unit, mapped in found.terms.items():
        for (scheme, slug), to in mapped.items():
            terms = schemes.get(scheme, {}).get("terms", {})
            if to not in terms:
                close = closest(to, terms, 0.6)
                hint = f', did you mean "{close}"?' if close else ""
                raise LessonsError(f'crosswalk: {unit}: {scheme}: {slug}: no unit has the term "{to}"{hint}')


def _tell_unmapped(found: Joined, vocabularies: Mapping[str, Vocabulary], crosswalk: Crosswalk) -> None:
    """Tell which terms a unit has alone, in schemes that others have as well: perhaps they are the same by another name."""
    if len(vocabularies) < 2:
        return
    for unit, vocabulary in vocabularies.items():
        for name, scheme in vocabulary.words.schemes.items():
            others = [
                other.words.schemes[name].terms
                for slug, other in vocabularies.items()
                if slug != unit and name in other.words.schemes
            ]
            alone = [
                slug
                for slug in scheme.terms
                if not any(slug in terms for terms in others) and (name, slug) not in found.terms[unit]
            ]
            if others and alone and name not in FIXED:
                more = f" and {len(alone) - 5} more" if len(alone) > 5 else ""
                found.told.append(f"{unit}: terms of {name} that no other unit has: {', '.join(alone[:5])}{more}")


def _organisations(vocabularies: Mapping[str, Vocabulary]) -> dict[str, Organisation]:
    """Return the organisations of all: those that share a slug or a name are one, under the first unit's name for it."""
    found: dict[str, Organisation] = {}
    owners: dict[str, str] = {}
    for vocabulary in vocabularies.values():
        for slug, organisation in vocabulary.words.organisations.items():
            names = (slug, organisation.name, *organisation.variants)
            known = next((owners[folded(name)] for name in names if folded(name) in owners), slug)
            before = found.get(known, organisation)
            others = [
                name
                for name in (*before.variants, organisation.name, *organisation.variants)
                if folded(name) != folded(before.name)
            ]
            free = [name for name in dict.fromkeys(others) if owners.get(folded(name), known) == known]
            found[known] = Organisation(name=before.name, variants=free)
            owners |= {folded(name): known for name in (known, before.name, *free)}
    return found


def _people(found: Joined, vocabularies: Mapping[str, Vocabulary]) -> dict[str, Person]:
    """Return the people of all, and note under which slug each unit's are: two of one slug and another name are two."""
    people: dict[str, Person] = {}
    for unit, vocabulary in vocabularies.items():
        for slug, person in vocabulary.words.people.items():
            own = slug if people.setdefault(slug, person).name == person.name else f"{slug}-{unit}"
            people[own] = person
            found.people[unit, slug] = own
    return people

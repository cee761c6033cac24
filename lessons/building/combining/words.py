"""The vocabularies of several units as one: terms by their slugs, organisations and people by their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lessons.building.outputs.vocabulary import scheme_names
from lessons.problems import LessonsError
from lessons.record.vocabulary import Organisation, Scheme, Term, Unit, Vocabulary, Words
from lessons.record.vocabulary.loading import read_string
from lessons.record.vocabulary.model import Person, folded
from lessons.record.writing import block
from lessons.schemes import FIXED, worded

# Of each unit, which term another one is: (scheme, slug): slug.
Crosswalk = Mapping[str, Mapping[tuple[str, str], str]]
# More would hide what the sentence says.
MOST_NAMED = 5


@dataclass(frozen=True)
class UnitWords:
    """The words of one unit: its vocabulary, and the (scheme, slug) pairs of the terms that its reviews and lessons use."""

    vocabulary: Vocabulary
    used: Set[tuple[str, str]]

    @cached_property
    def terms(self) -> Mapping[str, Sequence[str]]:
        """Return the slugs of its own terms by scheme, those that its vocabulary lists before those that it uses besides."""
        found = {name: list(scheme.terms) for name, scheme in self.vocabulary.words.schemes.items()}
        for scheme, slug in sorted(self.used):
            if slug not in found.setdefault(scheme, []):
                found[scheme].append(slug)
        return {scheme: slugs for scheme, slugs in found.items() if slugs and scheme not in FIXED}


@dataclass
class Joined:
    """One vocabulary of all, what each unit's terms are called in it, the (scheme, slug) pairs that are used, and what is to be told of the joining, a sentence each."""

    vocabulary: Vocabulary
    terms: Mapping[str, Mapping[tuple[str, str], str]]
    used: Set[tuple[str, str]] = frozenset()
    people: dict[tuple[str, str], str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    @cached_property
    def schemes(self) -> Mapping[str, str]:
        """Return the names of all schemes, each under itself."""
        return {name: name for name in scheme_names(self.vocabulary)}

    def term(self, unit: str, scheme: str, slug: str) -> str:
        """Return the slug that a term of a unit has in the vocabulary of all."""
        return self.terms[unit].get((scheme, slug), slug)


def join(units: Mapping[str, UnitWords], about: Unit, crosswalk: Crosswalk) -> Joined:
    """Return the vocabulary of all units, which is ``about`` them together; of terms that several have, the first unit's label and definition hold,
    and a scheme that they call by several names has its field's.

    Raises :class:`LessonsError` when the vocabularies do not fit together.
    """
    vocabularies = {slug: one.vocabulary for slug, one in units.items()}
    found = Joined(Vocabulary(), {slug: crosswalk.get(slug, {}) for slug in units})
    found.used = {(scheme, found.term(unit, scheme, slug)) for unit, one in units.items() for scheme, slug in one.used}
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
    _tell_unmapped(found, units)
    words = Words(
        unit=about,
        schemes={
            name: Scheme(**{**scheme, "terms": _apart(found, name, _within(scheme["terms"]), first)})
            for name, scheme in schemes.items()
        },
        organisations=_organisations(vocabularies),
        people=_people(found, vocabularies),
    )
    text = "\n".join(block(words.model_dump(exclude_none=True))) + "\n"
    found.vocabulary = read_string(text)
    if problems := found.vocabulary.errors:
        raise LessonsError(f"the vocabularies do not fit together: {problems[0].message}; correct that in one of them")
    return found


def _within(terms: Mapping[str, Term]) -> dict[str, Term]:
    """Return the terms of a scheme without broader ones that a crosswalk has taken away."""
    return {
        slug: term if term.broader in terms else term.model_copy(update={"broader": None})
        for slug, term in terms.items()
    }


def _apart(
    found: Joined, scheme: str, terms: Mapping[str, Term], first: Mapping[tuple[str, str], str]
) -> dict[str, Term]:
    """Return the terms of a scheme with names that are theirs alone, and tell what was changed: in a unit of its own each name meant one term."""
    owners = {folded(slug): slug for slug in terms}
    apart: dict[str, Term] = {}
    for slug, term in terms.items():
        unit = first[scheme, slug]
        label = next(
            one
            for one in (term.label, f"{term.label} ({unit})", f"{term.label} ({slug})", slug)
            if owners.setdefault(folded(one), slug) == slug
        )
        if label != term.label:
            other = owners[folded(term.label)]
            found.told.append(
                f'{scheme}/{slug} of {unit} is called "{term.label}" as {scheme}/{other} is; here it is "{label}"; '
                "where both are one, say so in a crosswalk"
            )
        apart[slug] = term.model_copy(update={"label": label})
    left: list[str] = []
    for slug, term in apart.items():
        own = [text for text in term.synonyms if owners.setdefault(folded(text), slug) == slug]
        left += [text for text in term.synonyms if text not in own]
        apart[slug] = term.model_copy(update={"synonyms": own})
    if left:
        more = f" and {len(left) - MOST_NAMED} more" if len(left) > MOST_NAMED else ""
        found.told.append(
            f"{scheme}: names that another term goes by as well are left to that: {', '.join(left[:MOST_NAMED])}{more}"
        )
    return apart


def _tell_unmapped(found: Joined, units: Mapping[str, UnitWords]) -> None:
    """Tell which terms a unit has alone, in schemes that others have as well: perhaps they are the same by another name."""
    for unit, one in units.items():
        for scheme, slugs in one.terms.items():
            others = {
                found.term(other, scheme, slug)
                for other, words in units.items()
                if other != unit
                for slug in words.terms.get(scheme, ())
            }
            alone = [slug for slug in slugs if found.term(unit, scheme, slug) not in others]
            if others and alone:
                more = f" and {len(alone) - MOST_NAMED} more" if len(alone) > MOST_NAMED else ""
                found.told.append(
                    f"{unit}: terms of {scheme} that no other unit has: {', '.join(alone[:MOST_NAMED])}{more}"
                )


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

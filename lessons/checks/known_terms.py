"""Terms come from the unit's vocabulary.

What is right: a slug that `vocabulary.yml` lists under the scheme named as the field; for result, status, type and the
other fixed schemes one of the terms fixed for all units. `not-stated` is accepted for sector and result.

A `person` among the contributors is one whom the vocabulary declares under `people`, which is how somebody consents to be named; all others
are named by their role. One whom it does not declare, or no longer, is advice and not an error: the role is published, and the name nowhere. What cannot be anybody's slug is an error.

Why: facets count terms. Two spellings of one sector split its reviews between two counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from lessons.checks.faults import field_errors
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Problem
from lessons.record.meant import is_unknown as unknown
from lessons.record.review import LISTS, needed_paths, term_fields
from lessons.record.types import SLUG, shorten
from lessons.schemes import NOT_STATED, RECURRED
from lessons.text import lookalikes, nodes
from lessons.text.distance import closest

ID = "known-terms"
_PERSON = ("contributors", "person")
_SINGULAR = {"enablers": "enabler", "barriers": "barrier", "reviewed_by": "reviewer"}
# Names of fields that are no nouns.
_FIELDS = frozenset({"measures", "better"})
_BY_HAND = 'the status "recurred" is never written by hand: it is set when a later review `repeats` the lesson'
_MOST_LISTED = 12
_SEPARATORS = re.compile(r"[,;/|+&]")
_JOINED = re.compile(r"[,;/|+&•·\n]|\s(?:and|or)\s", re.IGNORECASE)


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for each term that the vocabulary does not hold."""
    needed = needed_paths(entry.model)
    schemes = dict(term_fields(entry.model))
    asked = {scalar.place for _, scalar in entry.scalars_at((*schemes, _PERSON))}
    for error in field_errors(entry, ID):
        if error.place not in asked:
            yield Problem(error.place, f"{error.name}: {error.message}", ID)
    for path, scalar in entry.scalars_at(schemes):
        words = _wrong(collection, schemes[path], scalar.text, needed=path in needed, is_list=path[-1] in LISTS)
        if words:
            yield Problem(scalar.place, words, ID)
    yield from _people(entry, collection)
    yield from _in_lessons(entry, collection)


def _people(entry: Entry, collection: Collection) -> Iterator[Problem]:
    people = collection.vocabulary.words.people
    named = {person.name: slug for slug, person in people.items()}
    for scalar in entry.scalars(*_PERSON):
        if scalar.text not in people:
            close = named.get(scalar.text) or closest(scalar.text, people, 0.75)
            hint = (
                f', did you mean "{close}"?'
                if close
                else "; people are named only where they consent to it: declare them under `people` in vocabulary.yml, or write the role alone"
            )
            # Who ends their consent is taken out of the vocabulary, and no review may stand in the way of the build that takes them off the site.
            severity = "advice" if SLUG.fullmatch(scalar.text) else "error"
            yield Problem(scalar.place, f'no person "{shorten(scalar.text)}" is declared{hint}', ID, severity)


def _in_lessons(entry: Entry, collection: Collection) -> Iterator[Problem]:
    for lesson in entry.body.lessons:
        for value in lesson.fields:
            if scheme := value.field.scheme:
                for term, place in value.parts:
                    if words := _wrong(collection, scheme, term, separator=value.field.separator):
                        yield Problem(place, words, ID)


def listed_terms(collection: Collection, path: tuple[str, ...], scalar: nodes.Scalar) -> list[str]:
    """Return the slugs of the terms that one item of a list of terms names, or nothing where one of them is not certain."""
    scheme = dict(term_fields()).get(path)
    if scheme is None or path[-1] not in LISTS:
        return []
    return _several(scalar.text, partial(collection.vocabulary.named, scheme))


def _several(text: str, term: Callable[[str], str | None]) -> list[str]:
    """Return the terms that a text joins, each once, or nothing where it is one or a part of it is none; ``term`` finds that of a part."""
    slugs: list[str] = []
    for part in filter(None, map(str.strip, _JOINED.split(text))):
        slug = term(part)
        if slug is None:
            return []
        slugs.append(slug)
    several = list(dict.fromkeys(slugs))
    return several if len(several) > 1 else []


def _not_a_slug(text: str, one: str) -> str | None:
    """Return what is wrong with a term of which no list exists, or ``None``; ``one`` names the field that takes only one term."""
    if SLUG.fullmatch(text):
        return None
    # A label may hold "and", and without a list nothing tells it from two terms.
    several = one and all(SLUG.fullmatch(part.strip()) for part in _SEPARATORS.split(text))
    right = (
        f"write one {one}, the main one" if several else "a term is written in lower-case letters, digits and hyphens"
    )
    return f'found "{shorten(text)}"{lookalikes.named(text)}; {right}'


def _wrong(
    collection: Collection,
    scheme: str,
    text: str,
    *,
    needed: bool = False,
    is_list: bool = False,
    separator: str | None = None,
) -> str | None:
    """Return what is wrong with a term, in words, or ``None``; ``needed`` says that its field cannot be left out."""
    vocabulary = collection.vocabulary
    allowed = vocabulary.allowed(scheme)
    what = f"value of `{scheme}`" if scheme in _FIELDS else _SINGULAR.get(scheme, scheme.replace("_", " "))
    if text not in (allowed or ()) and unknown(text):
        may_say_so = scheme == "sector" or NOT_STATED in (allowed or ())
        if needed and not may_say_so:
            return f'found "{shorten(text)}"; use one of: {", ".join(allowed or ())}'
        if text != NOT_STATED or may_say_so:
            return None  # of other words than that the rule `not-known` speaks
        return f'found "{NOT_STATED}"; where the {what} is not stated, leave the field out'
    if allowed is None:
        return _not_a_slug(text, "" if is_list or separator else what)
    meant = vocabulary.suggestion(scheme, text)
    if scheme == "lesson_status" and RECURRED in (text, meant):
        return _BY_HAND
    if text in allowed:
        return None
    if is_list and "," in text:
        return f'found "{shorten(text)}"; write a list, one `- term` per line'
    if several := _several(text, partial(vocabulary.suggestion, scheme)):
        right = f"write one {what}, the main one: {' or '.join(several)}"
        right = f"separate them with commas: {', '.join(several)}" if separator else right
        right = "write a list, one `- term` per line" if is_list else right
        return f'found "{shorten(text)}"{lookalikes.named(text)}; {right}'
    if meant:
        return f'unknown {what} "{shorten(text)}"{lookalikes.named(text)}, did you mean "{meant}"?'
    usable = [term for term in allowed if term != RECURRED or scheme != "lesson_status"]
    listed = f"use one of: {', '.join(usable)}" if len(usable) <= _MOST_LISTED else f"see `{scheme}` in vocabulary.yml"
    return f'unknown {what} "{shorten(text)}"{lookalikes.named(text)}; {listed}'

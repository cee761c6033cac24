"""Rows about words: schemes, terms, synonyms, organisations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, count

from lessons.building.outputs.shared import Row
from lessons.record.codes import COUNTRIES
from lessons.record.review import Review, field_extra, vocabulary_fields
from lessons.record.vocabulary import FIXED, ORDERED, Term, Vocabulary
from lessons.schemes import NOT_STATED, worded

# Schemes that search offers as facets of lessons, beside the fields of a review that are declared as facets.
_LESSON_FACETS = ("kind", "priority", "lesson_status", "evidence_strength")
# Facets that are named otherwise than the field that declares them.
_FACET_NAMES = {"date": "year", "tags": "tag", "reviewed": "reviewed_by"}
# The facets that most people begin with; the others follow as they are declared.
_FIRST_FACETS = ("sector", "organisation", "result", "year")


def scheme_names(vocabulary: Vocabulary) -> list[str]:
    """Return every scheme: fields in their declared order, then those of lessons and outcomes, then the unit's own."""
    names = [
        *dict.fromkeys(vocabulary_fields().values()),
        *_LESSON_FACETS,
        *FIXED,
        "country",
        *vocabulary.words.schemes,
    ]
    return list(dict.fromkeys(names))


def scheme_rows(vocabulary: Vocabulary) -> Iterator[Row]:
    """Yield the rows of the table ``schemes``."""
    facets = {scheme for name, scheme in vocabulary_fields().items() if field_extra(name).get("facet")}
    facets.update((*_LESSON_FACETS, "reviewed_by"))
    for position, name in enumerate(scheme_names(vocabulary), 1):
        scheme = vocabulary.words.schemes.get(name)
        yield {
            "id": name,
            "label": scheme.label if scheme else worded(name),
            "definition": scheme.definition if scheme else None,
            "facet": int(name in facets),
            "ordered": int(name in ORDERED),
            "position": position,
        }


def facet_rows(vocabulary: Vocabulary) -> Iterator[Row]:
    """Yield the rows of the table ``facets``: the fields that are declared as facets, then those of lessons."""
    declared = [
        _FACET_NAMES.get(name, field_extra(name).get("vocabulary") or name)
        for name in Review.model_fields
        if field_extra(name).get("facet")
    ]
    declared.sort(key=lambda name: (*_FIRST_FACETS, name).index(name))
    for position, name in enumerate([*declared, *_LESSON_FACETS], 1):
        scheme = vocabulary.words.schemes.get(name)
        yield {
            "id": name,
            "label": scheme.label if scheme else worded(name),
            "lessons_only": int(name in _LESSON_FACETS),
            "ordered": int(name in ORDERED),
            "position": position,
        }


def term_rows(vocabulary: Vocabulary, used: Iterable[tuple[str, str]]) -> Iterator[Row]:
    """Yield the rows of the table ``terms``: the vocabulary's, the fixed ones, and those that entries use besides."""
    by_scheme: dict[str, dict[str, Term | None]] = {name: {} for name in scheme_names(vocabulary)}
    for name, terms in by_scheme.items():
        terms.update(dict.fromkeys(FIXED.get(name, ())))
        terms.update(vocabulary.terms(name))
    for scheme, slug in sorted(set(used)):
        by_scheme[scheme].setdefault(slug, None)
    for scheme, terms in by_scheme.items():
        # What is not stated is no term, but a column without a value.
        terms.pop(NOT_STATED, None)
        for position, (slug, term) in enumerate(terms.items(), 1):
            yield {
                "id": f"{scheme}/{slug}",
                "scheme": scheme,
                "slug": slug,
                "label": term.label if term else default_label(scheme, slug),
                "definition": term.definition if term else None,
                "broader": term.broader if term else None,
                "cofog": term.cofog if term else None,
                "position": position,
            }


def synonym_rows(vocabulary: Vocabulary) -> Iterator[Row]:
    """Yield the rows of the table ``synonyms``."""
    for scheme in vocabulary.words.schemes:
        for slug, term in vocabulary.terms(scheme).items():
            for synonym in dict.fromkeys(term.synonyms):
                yield {"scheme": scheme, "term": slug, "synonym": synonym}


def organisations(stated: Iterable[str], vocabulary: Vocabulary) -> dict[str, tuple[str, str]]:
    """Return slug and preferred name of each organisation by its name as stated; ``not-stated`` is none.

    Spellings in another case are one organisation. Two organisations whose names make the same slug get a number after it;
    those of the vocabulary keep theirs, and of the others the one that is stated first.
    """
    names = {slug: known.name.casefold() for slug, known in vocabulary.words.organisations.items()}
    shown: dict[str, str] = {}
    found: dict[str, tuple[str, str]] = {}
    for text in dict.fromkeys(stated):
        if text == NOT_STATED:
            continue
        preferred, name = vocabulary.organisation(text)
        slug = next(
            slug
            for slug in chain([preferred], (f"{preferred}-{number}" for number in count(2)))
            if names.setdefault(slug, name.casefold()) == name.casefold()
        )
        found[text] = (slug, shown.setdefault(slug, name))
    return found


def organisation_rows(organisations: Mapping[str, tuple[str, str]], reviewed: Iterable[str]) -> Iterator[Row]:
    """Yield the rows of the table ``organisations``; ``reviewed`` names the organisation of each review, as stated."""
    counts = Counter(organisations[text] for text in reviewed if text in organisations)
    for slug, name in sorted(set(organisations.values())):
        yield {"id": slug, "name": name, "review_count": counts[slug, name]}


def variant_rows(organisations: Mapping[str, tuple[str, str]], vocabulary: Vocabulary) -> Iterator[Row]:
    """Yield the rows of the table ``organisation_variants`` for the organisations that have a row."""
    for slug in sorted({slug for slug, _ in organisations.values()}):
        known = vocabulary.words.organisations.get(slug)
        for variant in dict.fromkeys(known.variants) if known else ():
            yield {"organisation_id": slug, "variant": variant}


def people_rows(contributors: Iterable[str], vocabulary: Vocabulary) -> Iterator[Row]:
    """Yield the rows of the table ``people``: those of the contributors who consent to be named."""
    named = set(contributors)
    for slug in sorted(named & vocabulary.words.people.keys()):
        yield {"id": slug, "name": vocabulary.words.people[slug].name}


def default_label(scheme: str, slug: str) -> str:
    """Return the label of a term that the vocabulary does not label."""
    return COUNTRIES.get(slug, slug) if scheme == "country" else worded(slug)

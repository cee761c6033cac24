"""Terms come from the unit's vocabulary.

What is right: a slug that `vocabulary.yml` lists under the scheme named as the field; for result, status, type and the
other fixed schemes one of the terms fixed for all units. `not-stated` is accepted for sector and result.

Why: facets count terms. Two spellings of one sector are two half-empty drawers.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.checks.collection import Collection
from lessons.checks.record_errors import of_rule
from lessons.entries import Entry
from lessons.errors_in_words import in_words
from lessons.field_types import shorten
from lessons.problems import Place, Problem
from lessons.review import NOT_STATED, vocabulary_fields

ID = "known-terms"
_NESTED: list[tuple[tuple[str, ...], str]] = [
    (("outcomes", "better"), "better"),
    (("outcomes", "method"), "method"),
    (("builds_on", "decision"), "decision"),
]


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield a problem for each term that the vocabulary does not hold."""
    seen: set[Place] = set()
    fields: list[tuple[tuple[str, ...], str]] = [((name,), scheme) for name, scheme in vocabulary_fields().items()]
    for path, scheme in fields + _NESTED:
        for scalar in entry.scalars(*path):
            if path != ("sector",) or scalar.text != NOT_STATED:
                for problem in _problem(collection, scheme, scalar.text, scalar.place):
                    seen.add(problem.place)
                    yield problem
    yield from _in_lessons(entry, collection)
    for error, place in of_rule(entry, ID):
        if place not in seen:
            yield Problem(place, f"{error['loc'][-1]}: {in_words(error)}", ID)


def _in_lessons(entry: Entry, collection: Collection) -> Iterator[Problem]:
    for lesson in entry.body.lessons:
        for value in lesson.fields:
            if value.field.scheme:
                for term in value.text.split(",") if value.field.many else (value.text,):
                    yield from _problem(collection, value.field.scheme, term.strip(), value.place, typed=True)


def _problem(collection: Collection, scheme: str, text: str, place: Place, *, typed: bool = False) -> Iterator[Problem]:
    vocabulary = collection.vocabulary
    allowed = vocabulary.allowed(scheme)
    if allowed is None or (text in allowed and not (typed and text == "recurred")):
        return
    what = scheme.replace("_", " ")
    if text == "recurred":
        yield Problem(place, 'status "recurred" is never typed: a later review that `repeats` the lesson sets it', ID)
        return
    meant = vocabulary.suggestion(scheme, text)
    listed = ", ".join(allowed) if len(allowed) <= 12 else f"see `{scheme}` in vocabulary.yml"
    hint = f', did you mean "{meant}"?' if meant else f"; known are: {listed}" if len(allowed) <= 12 else f"; {listed}"
    yield Problem(place, f'unknown {what} "{shorten(text)}"{hint}', ID)

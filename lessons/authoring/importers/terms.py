"""The terms that an import meets: slugs for the values of a source, and the vocabulary that lists them."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lessons.entries import Entry
from lessons.record.review import term_fields
from lessons.record.types import SLUG
from lessons.record.vocabulary import FIXED, Vocabulary, Words, slugified
from lessons.record.vocabulary.model import folded, names_of
from lessons.record.writing import block
from lessons.schemes import NOT_STATED, worded


class Terms:
    """Gives the source's values their slugs, and remembers those that the vocabulary does not hold yet."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.met: dict[str, dict[str, str]] = {}
        self._known: dict[str, dict[str, str]] = {}

    def slug(self, scheme: str, value: str) -> str:
        """Return the slug of a value: the term of that slug, label or synonym, else one made from the value."""
        known = self._named(scheme, value)
        if known is not None:
            return known
        slug = slugified(value).encode("ascii", "ignore").decode().strip("-")
        if scheme not in FIXED and slug and value != NOT_STATED:
            self.met.setdefault(scheme, {}).setdefault(slug, value)
        return slug

    def _named(self, scheme: str, value: str) -> str | None:
        if value in FIXED.get(scheme, ()):
            return value
        if scheme not in self._known:
            named = self._known[scheme] = {}
            for _, slug, text in names_of(self.vocabulary.terms(scheme)):
                named.setdefault(folded(text), slug)
        return self._known[scheme].get(folded(value))


def with_terms_met(written: Mapping[str, Any], met: Mapping[str, Mapping[str, str]]) -> Vocabulary:
    """Return the vocabulary that a map holds, with the terms met after those it lists; its ``text`` is the file to write."""
    data = copy.deepcopy(dict(written))
    schemes = data.setdefault("schemes", {})
    for name in sorted(met):
        scheme = schemes.setdefault(name, {"label": worded(name)})
        terms = scheme.setdefault("terms", {})
        terms.update({slug: {"label": label} for slug, label in sorted(met[name].items())})
    return Vocabulary(Words.model_validate(data), "\n".join(block(data)) + "\n")


def lacking(vocabulary: Vocabulary, entries: Iterable[Entry]) -> dict[str, dict[str, str]]:
    """Return the terms that entries name and a vocabulary does not list, by scheme, each with a label made from its slug.

    A scheme of which it lists no term takes any, so that it lacks none.
    """
    found: dict[str, dict[str, str]] = {}
    for entry in entries:
        for scheme, text in _named_in(entry):
            listed = vocabulary.terms(scheme)
            if scheme not in FIXED and listed and text not in listed and text != NOT_STATED and SLUG.fullmatch(text):
                found.setdefault(scheme, {})[text] = worded(text)
    return found


def _named_in(entry: Entry) -> Iterator[tuple[str, str]]:
    for path, scheme in term_fields(entry.model):
        for scalar in entry.scalars(*path):
            yield scheme, scalar.text
    for lesson in entry.body.lessons:
        for value in lesson.fields:
            for text, _ in value.parts if value.field.scheme else ():
                yield value.field.scheme or "", text

"""Terms written as their label, a synonym or with other letters become the slug that they mean.

A spelling that is only close is left to the writer: the check says what may have been meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from lessons.authoring.fixes.edits import Edit, field_value, front_value
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.record.review import term_fields
from lessons.record.vocabulary import FIXED, Vocabulary
from lessons.schemes import NOT_STATED, OTHER_NAMES


def edits(entry: Entry, collection: Collection) -> Iterator[Edit]:
    """Yield an edit for each term that the vocabulary knows under another name."""
    lines = entry.text.split("\n")
    vocabulary = collection.vocabulary
    for path, scheme in term_fields(entry.model):
        for scalar in entry.scalars(*path):
            new = meant(vocabulary, scheme, scalar.text)
            edit = front_value(lines, scalar, new) if new else None
            if edit is not None:
                yield edit
    for lesson in entry.body.lessons:
        for value in lesson.fields:
            if value.field.scheme is not None:
                for term in value.text.split(",") if value.field.many else (value.text,):
                    new = meant(vocabulary, value.field.scheme, term.strip())
                    edit = field_value(lines, value, term.strip(), new) if new else None
                    if edit is not None:
                        yield edit


def meant(vocabulary: Vocabulary, scheme: str, text: str) -> str | None:
    """Return the slug that a text names exactly but does not spell, or ``None``."""
    allowed = vocabulary.allowed(scheme)
    if allowed is None or text in allowed or not text:
        return None
    folded_text = _folded(text)
    named = {slug: {_folded(slug)} for slug in (*FIXED.get(scheme, ()), *allowed)}
    for slug, names in OTHER_NAMES.get(scheme, {}).items():
        named[slug].update(map(_folded, names))
    for slug, term in vocabulary.terms(scheme).items():
        named.setdefault(slug, set()).update(_folded(name) for name in (term.label, *term.synonyms))
    if scheme == "sector":
        named.setdefault(NOT_STATED, {_folded(NOT_STATED)})
    found = [slug for slug, names in named.items() if folded_text in names and slug != text]
    # "recurred" is never written by hand, and a name that two terms share means neither for certain.
    return found[0] if len(found) == 1 and found[0] != "recurred" else None


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").split())

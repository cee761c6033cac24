"""How far a document has words as they were typed, and not only others of their stems."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lessons.search.inflection import bases, regular
from lessons.search.reader import idf
from lessons.search.statements import any_of

if TYPE_CHECKING:
    from lessons.search.lsa import Single
    from lessons.search.reader import Reader
    from lessons.search.terms import QueryTerm

# What a term counts for in a document that has another written form of it, and in one that has only another word of its stem.
FORM_WEIGHTS = (np.float32(0.9), np.float32(1.0))
STEM_ONLY = np.float32(0.5)
# One word alone: whoever typed "news" wants no text that only has "new", so the form counts for more than any BM25.
STRICTLY = np.float32(20.0)


def form_weights(reader: Reader, asked: tuple[QueryTerm, ...], first: int, size: int) -> Single:
    """Return how far documents have their terms as they were typed, from 0 (none of the terms) to 1.

    Each term counts by its inverse document frequency: wholly in the form typed, less in another of its forms, and least
    where a document only has a word that shares its stem.
    """
    forms = {term: _exact_forms(reader, term) for term in asked}
    if not any(forms.values()):
        return np.ones(size, np.float32)
    reader.read((one for pair in forms.values() for one in pair), exact=True)
    reader.read(term.stemmed for term in asked)
    whole, weighed = np.zeros(size, np.float32), np.zeros(size, np.float32)
    for term, pair in forms.items():
        places = reader.documents(term.stemmed) - first
        share = np.float32(idf(len(places), size))
        whole[places] += share
        form = np.full(size, STEM_ONLY if pair else np.float32(1.0))
        for expression, weight in zip(reversed(pair), FORM_WEIGHTS[-len(pair) :] if pair else (), strict=True):
            form[reader.documents(expression, exact=True) - first] = weight
        weighed[places] += share * form[places]
    return (weighed / np.maximum(whole, np.float32(1e-9))).astype(np.float32)


def weighed(by_words: Single, forms: Single, *, alone: bool) -> Single:
    """Return scores by words with the forms of the words counted in; where one word is all, its form comes before the score."""
    if alone:
        return np.where(by_words > 0, by_words + STRICTLY * forms, np.float32(0.0))
    return by_words * forms


def _exact_forms(reader: Reader, term: QueryTerm) -> tuple[str, ...]:
    """Return the expressions for the forms typed and for the other written forms; nothing where no other word shares a stem."""
    lexicon = reader.index.lexicon
    typed = {form for form in term.forms.typed if len(form) > 1}
    typed |= {(other,) for form in term.forms.typed if len(form) == 1 for other in regular(form[0]) if other in lexicon}
    sharing = {other for form in term.forms.all if len(form) == 1 for other in lexicon.forms(form[0])}
    if not (term.forms.others or sharing - {form[0] for form in typed}):
        return ()
    others = {form for form in term.forms.others if form not in typed}
    own = {base for form in term.forms.typed if len(form) == 1 for base in bases(form[0])}
    others |= {(other,) for other in sharing if (other,) not in typed and not own.isdisjoint(bases(other))}
    others |= {(other,) for form in others if len(form) == 1 for other in regular(form[0]) if other in lexicon}
    return tuple(any_of(sorted(own)) for own in (typed, others) if own)

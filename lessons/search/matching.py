"""Decides which documents answer a query, before any filter, and how well each does by its words and by LSA."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from lessons.search import corrections
from lessons.search.deadline import TimeUp
from lessons.search.inflection import bases, regular
from lessons.search.lsa import cosines, unit
from lessons.search.reader import idf
from lessons.search.restrictions import Days
from lessons.search.statements import any_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lessons.search.lsa import Positions, Single
    from lessons.search.reader import Reader
    from lessons.search.restrictions import Codes
    from lessons.search.understanding import Term, Understanding

# With fewer than these that have every word, documents with some of the words and the nearest by LSA follow.
ENOUGH = 20
# Words that a query must have for LSA to be asked: one word means what it says.
FEWEST_WORDS = 2
# What the cosine counts for, the best BM25 being 1.
# Found with one setting for four collections, see docs/search.md.
COSINE_SHARE = np.float32(2.0)
# What a title counts for that has all that was asked for.
TITLE_SHARE = np.float32(0.5)
# What a term counts for in a document that has another written form of it, and in one that has only another word of its stem.
FORM_WEIGHTS = (np.float32(0.9), np.float32(1.0))
STEM_ONLY = np.float32(0.5)
# One word alone: whoever typed "news" wants no text that only has "new", so the form counts for more than any BM25.
STRICTLY = np.float32(20.0)
# The best results, which draw the query's vector towards their own, and how far. Source of the idea: Rocchio, "Relevance
# feedback in information retrieval", 1971.
FEEDBACK = 5
FEEDBACK_WEIGHT = np.float32(1.5)
# The power makes the very best count for most.
FEEDBACK_POWER = 3
# Documents whose BM25 is worked out when only some of the words are asked for.
CANDIDATES = 400
BELOW = np.float32(0.1)
# With enough documents that have every word, the order of these is refined by LSA.
REFINED = 200
# Documents that are added by LSA: at most so many, none with a smaller cosine than this, nor than this share of the largest.
MOST_ADDED = 100
LEAST_COSINE = 0.05
SHARE_OF_MOST = 0.1


@dataclass(frozen=True)
class Matches:
    """The match set of a query: positions in ascending order, their scores, and whether each has every word.

    ``by_lsa`` marks those that are there for LSA alone. ``corrections`` are words of no text with what was looked for
    instead; ``least`` is the number of terms that were enough; ``partial`` says that time ran out before all was looked up.
    """

    documents: Positions
    scores: Single
    complete: npt.NDArray[np.bool_]
    by_lsa: npt.NDArray[np.bool_]
    corrections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    least: int = 0
    partial: bool = False


def match(reader: Reader, understood: Understanding) -> tuple[Understanding, Matches]:
    """Return the match set, and the query with its misspelt words read as those that they were matched as."""
    first, end = reader.index.span(reader.result_type)
    allowed = _allowed(reader, understood, first, end)
    try:
        read_as = corrections.readings(reader, understood)
    except TimeUp:
        return understood, _nothing(allowed, first, partial=True)
    understood = understood.corrected(read_as)
    if not understood.terms:
        found = _everything(reader, understood, allowed, first)
    else:
        found = _by_words(reader, understood, allowed, first)
    return understood, replace(found, corrections=read_as)


def _nothing(allowed: npt.NDArray[np.bool_], first: int, *, partial: bool) -> Matches:
    """Return an empty match set."""
    none = np.zeros(0, np.int64)
    return Matches(none, none.astype(np.float32), none.astype(bool), none.astype(bool), partial=partial)


def _everything(reader: Reader, understood: Understanding, allowed: npt.NDArray[np.bool_], first: int) -> Matches:
    """Return the match set of a query without words: all documents that restrictions leave, or the records that it names."""
    if understood.records.ids and not understood.restrictions:
        allowed = np.zeros(len(allowed), np.bool_)
    try:
        for term in understood.excluded:
            allowed[_documents(reader, term) - first] = False
    except TimeUp:
        return _nothing(allowed, first, partial=True)
    places = np.flatnonzero(allowed)
    found = Matches(places + first, np.zeros(len(places), np.float32), np.ones(len(places), bool), np.zeros(len(places), bool))
    return _with_records(reader, understood, found)


def _by_words(reader: Reader, understood: Understanding, allowed: npt.NDArray[np.bool_], first: int) -> Matches:
    """Return the match set of a query with words."""
    asked = understood.asked
    partial = False
    try:
        documents, scores = reader.ranked(understood.plan())
    except TimeUp:
        return _nothing(allowed, first, partial=True)
    # Values of fields always hold, so they count in whether enough was found.
    kept = allowed[documents - first]
    documents, scores = documents[kept], scores[kept]
    found = Matches(documents, _share(scores), np.ones(len(documents), bool), np.zeros(len(documents), bool), least=len(asked))
    words = [word for term in asked for word in term.words]
    widen = len(documents) < ENOUGH and len(asked) >= FEWEST_WORDS
    try:
        if widen:
            found, by_words = _some_of(reader, understood, allowed, first, found)
        else:
            by_words = np.zeros(len(allowed), np.float32)
            by_words[found.documents - first] = found.scores
        forms = _forms(reader, asked, first, len(allowed))
        if widen:
            # With some of the words only, and none of them as anybody would write it, a document is there by accident.
            weak = (forms > 0) & (forms <= STEM_ONLY)
            allowed &= ~weak
            found = _without(found, weak[found.documents - first] & ~found.complete)
        by_words = _titled(reader, asked, first, _weighed_by_form(by_words, forms, alone=len(asked) == 1))
        found = replace(found, scores=by_words[found.documents - first])
        if len(words) >= FEWEST_WORDS:
            found = _with_lsa(reader, words, allowed, by_words, found, widen=widen)
    except TimeUp:
        partial = True
    return _with_records(reader, understood, replace(found, partial=partial))


def _share(scores: Single) -> Single:
    """Return scores with the largest as 1."""
    most = scores.max(initial=0.0)
    return scores / most if most > 0 else scores


def _some_of(
    reader: Reader, understood: Understanding, allowed: npt.NDArray[np.bool_], first: int, complete: Matches
) -> tuple[Matches, Single]:
    """Return the match set with the documents that have at least half of the terms, and the scores of all by words.

    Documents are scored by the inverse document frequencies of the terms that they have; BM25 is worked out for the best.
    """
    asked = understood.asked
    reader.read(term.stemmed for term in asked)
    hits = np.zeros(len(allowed), np.uint8)
    rough = np.zeros(len(allowed), np.float32)
    for term in asked:
        places = reader.documents(term.stemmed) - first
        hits[places] += 1
        rough[places] += np.float32(idf(len(places), len(allowed)))
    for term in understood.terms:
        if term.exact:
            inside = np.zeros(len(allowed), np.bool_)
            inside[_documents(reader, term) - first] = True
            allowed &= inside
    for term in understood.excluded:
        allowed[_documents(reader, term) - first] = False
    least = -(-len(asked) // 2)
    rough[~allowed] = 0.0
    # What is not among the candidates stays below them.
    scores = rough * (BELOW / (rough.max(initial=0.0) or np.float32(1.0)))
    some = np.flatnonzero(rough)
    best = np.sort(some[_largest(rough[some], CANDIDATES)])
    documents, bm25 = reader.scores(" OR ".join(f"({term.stemmed})" for term in asked), best + first)
    scores[documents - first] = _share(bm25)
    places = np.flatnonzero((hits >= least) & allowed)
    found = Matches(
        places + first,
        scores[places],
        np.isin(places + first, complete.documents),
        np.zeros(len(places), bool),
        least=least,
    )
    return found, scores


def _without(found: Matches, gone: npt.NDArray[np.bool_]) -> Matches:
    """Return the match set without some of its documents."""
    kept = ~gone
    return replace(
        found,
        documents=found.documents[kept],
        scores=found.scores[kept],
        complete=found.complete[kept],
        by_lsa=found.by_lsa[kept],
    )


def _forms(reader: Reader, asked: tuple[Term, ...], first: int, size: int) -> Single:
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
    return weighed / np.maximum(whole, np.float32(1e-9))


def _weighed_by_form(by_words: Single, forms: Single, *, alone: bool) -> Single:
    """Return scores by words with the forms of the words counted in; where one word is all, its form comes before the score."""
    if alone:
        return np.where(by_words > 0, by_words + STRICTLY * forms, np.float32(0.0))
    return by_words * forms


def _exact_forms(reader: Reader, term: Term) -> tuple[str, ...]:
    """Return the expressions for the forms typed and for the other written forms; nothing where no other word shares a stem."""
    lexicon = reader.index.lexicon
    typed = {form for form in term.forms.typed if len(form) > 1}
    typed |= {(other,) for form in term.forms.typed if len(form) == 1 for other in regular(form[0]) if other in lexicon}
    sharing = {other for form in term.forms.all if len(form) == 1 for other in lexicon.forms(form[0])}
    if not typed or not (term.forms.others or sharing - {form[0] for form in typed}):
        return ()
    others = {form for form in term.forms.others if form not in typed}
    own = {base for form in term.forms.typed if len(form) == 1 for base in bases(form[0])}
    others |= {(other,) for other in sharing if (other,) not in typed and not own.isdisjoint(bases(other))}
    others |= {(other,) for form in others if len(form) == 1 for other in regular(form[0]) if other in lexicon}
    return (any_of(sorted(typed)), any_of(sorted(others))) if others else (any_of(sorted(typed)),)


def _titled(reader: Reader, asked: tuple[Term, ...], first: int, by_words: Single) -> Single:
    """Return the scores with more for documents whose title, or sentence, has all that was asked for: they are what was meant."""
    if len(asked) < FEWEST_WORDS:
        return by_words
    found = by_words.copy()
    for type_ in reader.types:
        found[reader.titled([term.stemmed for term in asked], type_) - first] += TITLE_SHARE
    found[by_words == 0] = 0.0
    return found


def _with_lsa(
    reader: Reader, words: list[str], allowed: npt.NDArray[np.bool_], by_words: Single, found: Matches, *, widen: bool
) -> Matches:
    """Return the match set with the cosines of its best documents counted in; widened by the nearest where asked."""
    first, _ = reader.index.span(reader.result_type)
    direction = reader.direction(words)
    if direction is None or (not len(found.documents) and not widen):
        return found
    inside = np.full(len(allowed), -1, dtype=np.int64)
    inside[found.documents - first] = np.arange(len(found.documents))
    looked_at = np.zeros(len(allowed), np.bool_)
    looked_at[found.documents[_largest(found.scores + found.complete, CANDIDATES if widen else REFINED)] - first] = True
    if widen:
        looked_at[_largest(by_words, CANDIDATES)] = True
        looked_at[reader.index.vectors.promising(direction, first, first + len(allowed)) - first] = True
        looked_at &= allowed
    places = np.flatnonzero(looked_at)
    base = by_words[places]
    points = reader.index.vectors.points(places + first)
    rough = base + COSINE_SHARE * cosines(points, direction)
    best = np.argsort(-rough, kind="stable")[:FEEDBACK]
    shares = rough[best] ** FEEDBACK_POWER
    shares /= max(float(shares.sum()), 1e-9)
    near = cosines(points, unit(direction + FEEDBACK_WEIGHT * unit(shares.astype(np.float32) @ points[best])))
    fused = base + COSINE_SHARE * near
    scores = found.scores.copy()
    own = inside[places] >= 0
    scores[inside[places[own]]] = fused[own]
    found = replace(found, scores=scores)
    if not widen:
        return found
    limit = max(LEAST_COSINE, SHARE_OF_MOST * float(near.max(initial=0.0)))
    able = np.flatnonzero((near >= limit) & ~own)
    added = np.sort(able[_largest(fused[able], MOST_ADDED)])
    return _joined(found, places[added] + first, fused[added])


def _joined(found: Matches, documents: Positions, scores: Single) -> Matches:
    """Return the match set with documents that are there for LSA alone."""
    together = np.concatenate((found.documents, documents))
    order = np.argsort(together, kind="stable")
    new = np.ones(len(documents), bool)
    return replace(
        found,
        documents=together[order],
        scores=np.concatenate((found.scores, scores))[order],
        complete=np.concatenate((found.complete, ~new))[order],
        by_lsa=np.concatenate((found.by_lsa, new))[order],
    )


def _with_records(reader: Reader, understood: Understanding, found: Matches) -> Matches:
    """Return the match set with the records whose ids were typed, before everything else."""
    if not understood.records.ids:
        return found
    documents = reader.positions_of(understood.records.ids)
    order = np.union1d(found.documents, documents)
    at = np.searchsorted(order, found.documents)
    scores, complete, by_lsa = np.zeros(len(order), np.float32), np.zeros(len(order), bool), np.zeros(len(order), bool)
    scores[at], complete[at], by_lsa[at] = found.scores, found.complete, found.by_lsa
    named = np.searchsorted(order, documents)
    # In the order in which they were named, above any sum of scores.
    scores[named] = 100.0 + np.arange(len(documents), 0, -1)
    complete[named], by_lsa[named] = True, False
    return replace(found, documents=order, scores=scores, complete=complete, by_lsa=by_lsa)


def _documents(reader: Reader, term: Term) -> Positions:
    """Return the documents of one term."""
    return reader.documents(term.exact, exact=True) if term.exact else reader.documents(term.stemmed)


def _allowed(reader: Reader, understood: Understanding, first: int, end: int) -> npt.NDArray[np.bool_]:
    """Return which documents the values of fields leave."""
    allowed = np.ones(end - first, dtype=np.bool_)
    for restriction in understood.restrictions:
        mask = _mask(reader, restriction, first, end)
        allowed &= ~mask if restriction.excluded else mask
    return allowed


def _mask(reader: Reader, restriction: Codes | Days, first: int, end: int) -> npt.NDArray[np.bool_]:
    """Return which documents have one of the values."""
    if isinstance(restriction, Days):
        dates = reader.index.dates[first:end]
        return np.logical_or.reduce([(dates >= low) & (dates <= high) for low, high in restriction.ranges])
    return reader.index.facets.mask(list(restriction.codes))[first:end]


def _largest(values: Single, count: int) -> npt.NDArray[np.int64]:
    """Return where the ``count`` largest values are, in no order."""
    if len(values) <= count:
        return np.arange(len(values))
    return np.argpartition(values, len(values) - count)[-count:]

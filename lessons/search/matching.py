"""Decides which documents answer a query, before any filter: those with its words, and the nearest by LSA."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from lessons.search import corrections
from lessons.search.allowed import allowed_by_fields, documents_of, require
from lessons.search.deadline import TimeUp
from lessons.search.form_weights import STEM_ONLY, form_weights, weighed
from lessons.search.fusion import with_lsa
from lessons.search.matches import Mask, Matches, largest, share
from lessons.search.reader import NOTHING, NOWHERE, idf
from lessons.search.statements import Plan, any_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lessons.search.lsa import Positions, Single
    from lessons.search.reader import Reader
    from lessons.search.terms import QueryTerm
    from lessons.search.understanding import Understanding

# With fewer than these that have every word, documents with some of the words and the nearest by LSA follow.
ENOUGH = 20
# Words that a query must have for LSA to be asked: one word means what it says.
FEWEST_WORDS = 2
# What a title counts for that has all that was asked for.
TITLE_SHARE = np.float32(0.5)
# Documents whose BM25 is worked out when only some of the words are asked for: with twice as many no list of judgements gains.
CANDIDATES = 200
BELOW = np.float32(0.1)
# What there is when time ran out before anything was looked up.
OUT_OF_TIME = replace(Matches.of(NOWHERE, NOTHING), partial=True)


def match(reader: Reader, understood: Understanding) -> tuple[Understanding, Matches]:
    """Return the match set, and the query with its misspelt words read as those that they were matched as."""
    first, end = reader.index.span(reader.result_type)
    allowed = allowed_by_fields(reader, understood, first, end)
    try:
        read_as = corrections.readings(reader, understood)
    except TimeUp:
        return understood, OUT_OF_TIME
    understood = understood.corrected(read_as)
    if not understood.terms:
        found = _everything(reader, understood, allowed, first)
    else:
        found = _by_words(reader, understood, allowed, first)
    return understood, replace(found, corrections=read_as) if read_as else found


def _everything(reader: Reader, understood: Understanding, allowed: Mask, first: int) -> Matches:
    """Return the match set of a query without words: all documents that restrictions leave, or the records that it names."""
    if understood.records.ids and not understood.restrictions:
        allowed = np.zeros(len(allowed), np.bool_)
    try:
        for term in understood.excluded:
            allowed[documents_of(reader, term) - first] = False
    except TimeUp:
        return OUT_OF_TIME
    places = np.flatnonzero(allowed)
    found = Matches.of(places + first, np.zeros(len(places), np.float32))
    return _with_records(reader, understood, found)


def _by_words(reader: Reader, understood: Understanding, allowed: Mask, first: int) -> Matches:
    """Return the match set of a query with words."""
    asked = understood.asked
    partial = False
    try:
        require(reader, understood, allowed, first)
        some = _some_of(reader, asked, allowed, first) if asked and len(understood.terms) >= FEWEST_WORDS else None
        found = _complete(reader, understood, allowed, first, some)
    except TimeUp:
        return OUT_OF_TIME
    if len(found.documents) >= ENOUGH:
        some = None
    widen = some is not None
    try:
        if some is not None:
            found, by_words = _widened(reader, understood, allowed, first, some)
        else:
            by_words = np.zeros(len(allowed), np.float32)
            by_words[found.documents - first] = found.scores
        forms = form_weights(reader, asked, first, len(allowed))
        if widen and len(asked) == len(understood.terms):
            # With some of the words only, and none of them as anybody would write it, a document is there by accident.
            weak = (forms > 0) & (forms <= STEM_ONLY)
            weak[found.documents[found.complete] - first] = False
            allowed &= ~weak
            forms[weak] *= BELOW
        by_words = weighed(by_words, forms, alone=len(asked) == 1)
        _count_titles(reader, understood, first, by_words, found)
        found = replace(found, scores=by_words[found.documents - first])
        if sum(len(term.words) for term in asked) >= FEWEST_WORDS:
            found = with_lsa(reader, asked, allowed, by_words, found, widen=widen)
    except TimeUp:
        partial = True
    return _with_records(reader, understood, replace(found, partial=True) if partial else found)


@dataclass(frozen=True)
class Some:
    """How many of the terms each document has, and the sum of their inverse document frequencies; 0 where it is not allowed."""

    terms: npt.NDArray[np.uint8]
    rough: Single


def finds(reader: Reader, understood: Understanding) -> Positions:
    """Return the documents that answer a query by its words, as ``match`` would find them, without ranking them.

    Raises :class:`TimeUp`.
    """
    understood = understood.corrected(corrections.readings(reader, understood))
    first, end = reader.index.span(reader.result_type)
    allowed = allowed_by_fields(reader, understood, first, end)
    if not understood.asked:
        return match(reader, understood)[1].documents
    require(reader, understood, allowed, first)
    having = _some_of(reader, understood.asked, allowed, first).terms
    complete = np.flatnonzero((having == len(understood.asked)) & allowed)
    if len(complete) >= ENOUGH:
        return complete + first
    return np.flatnonzero((having >= _enough_terms(understood)) & allowed) + first


def _enough_terms(understood: Understanding) -> int:
    """Return how many of the terms that are asked of the stemmed index are enough: half of all terms."""
    # Phrases are words of the query as well, and every document that is allowed has them.
    return max(0, -(-len(understood.terms) // 2) - (len(understood.terms) - len(understood.asked)))


def _some_of(reader: Reader, asked: Sequence[QueryTerm], allowed: Mask, first: int) -> Some:
    """Return which of the terms documents have."""
    reader.read(term.stemmed for term in asked)
    terms = np.zeros(len(allowed), np.uint8)
    rough = np.zeros(len(allowed), np.float32)
    for term in asked:
        places = reader.documents(term.stemmed) - first
        terms[places] += 1
        rough[places] += np.float32(idf(len(places), len(allowed)))
    return Some(terms * allowed, rough * allowed)


def _complete(reader: Reader, understood: Understanding, allowed: Mask, first: int, some: Some | None) -> Matches:
    """Return the documents with all terms that are allowed.

    They come with their BM25; but where others are to be added, which are ranked with them, with their rough scores.
    """
    least = len(understood.asked)
    if some is not None:
        places = np.flatnonzero(some.terms == least)
        if len(places) < ENOUGH:
            return Matches.of(places + first, share(some.rough[places]), least=least)
    documents, scores = _ranked(reader, understood, allowed, first)
    kept = allowed[documents - first]
    return Matches.of(documents[kept], share(scores[kept]), least=least)


def _ranked(reader: Reader, understood: Understanding, allowed: Mask, first: int) -> tuple[Positions, Single]:
    """Return the documents with all terms, and their BM25."""
    if understood.asked:
        return reader.ranked(Plan(terms=tuple(term.stemmed for term in understood.asked)))
    beginnings = [form for term in understood.terms for form in term.begun]
    if not beginnings:
        return reader.ranked(understood.plan())
    # Ranking thousands of words that begin alike takes long and says little; the commonest will do.
    documents = np.flatnonzero(allowed) + first
    found, bm25 = reader.scores(any_of(beginnings), documents)
    scores = np.zeros(len(documents), np.float32)
    scores[np.searchsorted(documents, found)] = bm25
    return documents, scores


def _widened(
    reader: Reader, understood: Understanding, allowed: Mask, first: int, some: Some
) -> tuple[Matches, Single]:
    """Return the match set with the documents that have at least half of the terms, and the scores of all by words.

    Documents are scored by the inverse document frequencies of the terms that they have; BM25 is worked out for the best.
    """
    asked = understood.asked
    least = _enough_terms(understood)
    # What is not among the candidates stays below them.
    scores: Single = share(some.rough) * BELOW
    having_any = np.flatnonzero(some.terms)
    best = np.sort(having_any[largest(some.rough[having_any], CANDIDATES)])
    documents, bm25 = reader.scores(expression_of_some(understood), best + first)
    scores[documents - first] = share(bm25)
    places = np.flatnonzero((some.terms >= least) & allowed)
    found = Matches.of(places + first, scores[places], least=least)
    return replace(found, complete=some.terms[places] == len(asked)), scores


def expression_of_some(understood: Understanding) -> str:
    """Return the expression by which documents with some of the terms are ranked; two words written as one count once, not for each."""
    joined = {("".join(pair),) for pair in pairwise(understood.query.typed)}
    forms = [form for term in understood.asked for form in term.any_form]
    once = dict.fromkeys(form for form in forms if form in joined)
    return any_of([*(form for form in forms if form not in joined), *once])


def _count_titles(reader: Reader, understood: Understanding, first: int, by_words: Single, found: Matches) -> None:
    """Add to the scores of documents whose title, or sentence, has all that was asked for: they are what was meant.

    A title that has the very words side by side gets more still.
    """
    if len(understood.query.typed) < FEWEST_WORDS or not understood.asked:
        return
    terms = [term.any_form for term in understood.asked]
    phrase = any_of([understood.query.typed])
    # Nothing else can have all of it in its title.
    complete = found.documents[found.complete]
    for type_ in reader.types:
        start, end = reader.index.span(type_)
        own = complete[(complete >= start) & (complete < end)]
        for titled in reader.titled(terms, phrase, type_, own):
            places = titled - first
            by_words[places[by_words[places] > 0]] += TITLE_SHARE


def _with_records(reader: Reader, understood: Understanding, found: Matches) -> Matches:
    """Return the match set with the records whose ids were typed, before everything else."""
    if not understood.records.ids:
        return found
    documents = reader.positions_of(understood.records.ids)
    first, end = reader.index.span(reader.result_type)
    documents = documents[allowed_by_fields(reader, understood, first, end)[documents - first]]
    order = np.union1d(found.documents, documents)
    at = np.searchsorted(order, found.documents)
    scores, complete, by_lsa = np.zeros(len(order), np.float32), np.zeros(len(order), bool), np.zeros(len(order), bool)
    scores[at], complete[at], by_lsa[at] = found.scores, found.complete, found.by_lsa
    named = np.searchsorted(order, documents)
    # In the order in which they were named, above any sum of scores.
    scores[named] = 100.0 + np.arange(len(documents), 0, -1)
    complete[named], by_lsa[named] = True, False
    return replace(found, documents=order, scores=scores, complete=complete, by_lsa=by_lsa)

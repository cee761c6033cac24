"""What a parsed query means in this collection: records, terms, values of facets and days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lessons.search.clauses import MAX_WORDS, Clause
from lessons.search.days import Days, days_of
from lessons.search.deadline import TimeUp
from lessons.search.model import Request, Understood
from lessons.search.query import Group, Query, parse
from lessons.search.records import NO_RECORDS, Records, records_of, without_endings
from lessons.search.restrictions import Codes, Fields
from lessons.search.sentences import cut, sentences
from lessons.search.statements import Plan
from lessons.search.terms import QueryTerm, as_typed, other_words, term_of, with_small_words
from lessons.search.text import STOP_WORDS, words
from lessons.search.unknown import LONGEST_GUESSED, completed
from lessons.words import either, gettext, listed, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from lessons.search.facets import FacetIndex
    from lessons.search.index import SearchIndex
    from lessons.search.reader import Reader

# Words in one, and letters in each, from which on it is no compound of the language, whose parts alone mean something else
# ("state-of-the-art"); nobody writes one with underscores.
FEWEST_PASTED, FEWEST_UNDERSCORED, SHORTEST_PASTED = 3, 2, 3


@dataclass(frozen=True)
class Understanding:
    """A query with all its words known. ``synonyms`` are pairs of typed text and other words; ``notes`` say what was changed."""

    text: str
    query: Query
    terms: tuple[QueryTerm, ...] = ()
    excluded: tuple[QueryTerm, ...] = ()
    restrictions: tuple[Codes | Days, ...] = ()
    records: Records = NO_RECORDS
    synonyms: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def asked(self) -> tuple[QueryTerm, ...]:
        """The terms that are asked of the stemmed index."""
        return tuple(term for term in self.terms if not term.exact)

    def corrected(self, corrections: Mapping[str, tuple[str, ...]]) -> Understanding:
        """Return the same query with words of no text read as others."""
        notes, absent = list(self.notes), []
        terms = []
        for term in self.terms:
            readings = corrections.get(term.unknown, ())
            read = term.read_as(readings)
            if readings:
                others = either(cut(list(map(" ".join, read.forms.typed))))
                notes.append(gettext("search.understood.instead", word=term.group, others=others))
            elif term.begins:
                notes.append(gettext("search.understood.begins", word=term.group))
            elif term.kin and len(self.terms) <= LONGEST_GUESSED:
                notes.append(gettext("search.understood.same_stem", word=term.group, others=listed(cut(term.kin))))
            elif term.absent and not self.records.named:
                absent.append(f"“{term.group}”")
            terms.append(read)
        if absent:
            notes.append(gettext("search.understood.absent", words=either(cut(absent))))
        return replace(self, terms=tuple(terms), notes=tuple(notes))

    def plan(self, least: int | None = None) -> Plan:
        """Return what is asked of the full-text indexes; ``least`` terms are enough, by default all of them are needed."""
        asked = tuple(term.stemmed for term in self.asked) if least != 0 else ()
        return Plan(
            terms=asked,
            least=len(asked) if least is None else least,
            required=tuple(term.exact for term in self.terms if term.exact),
            excluded=tuple(term.stemmed for term in self.excluded if not term.exact),
            excluded_exact=tuple(term.exact for term in self.excluded if term.exact),
            records=self.records.ids,
        )

    def shown(self, index: SearchIndex) -> Understood:
        """Return what is shown back to the reader."""
        return Understood(self.text, " ".join(sentences(self, index.facets)), self.synonyms)


def understand(reader: Reader, request: Request) -> Understanding:
    """Return what the text of a request means."""
    try:
        records, text = records_of(reader, request.text)
        text = without_endings(reader, text)
    except TimeUp:
        records, text = Records(), request.text
    fields = Fields(reader.index.facets, reader.index.expansions)
    meaning = fields.named, fields.is_value, reader.index.is_abbreviation
    query = _taken_apart(reader, parse(text, *meaning), lambda words: parse(" ".join(words), *meaning))
    restrictions, more, notes = fields.resolved(query)
    notes += _of_lessons(reader.index.facets, request, restrictions)
    groups = list(dict.fromkeys((*query.groups, *more)))[:MAX_WORDS]
    removed = {" ".join(words(text)) for text in request.exact}
    try:
        others, synonyms = other_words(reader, query, removed)
        terms = [term_of(reader, group, others, alone=len(groups) == 1) for group in groups]
        terms = with_small_words(reader, query, terms)
        terms = list(completed(reader, terms, removed))
        excluded = [term_of(reader, Group((clause,)), {}) for clause in query.excluded]
    except TimeUp:
        terms, synonyms, excluded = [as_typed(group) for group in groups], [], []
    terms, days = _dates(terms)
    for one in days:
        restrictions.append(one)
        notes.append(gettext("search.understood.time", words=one.named))
    if query.cut:
        notes.append(gettext("search.understood.cut"))
    if text.strip() and not (terms or excluded or restrictions or notes or records.named):
        notes.append(gettext("search.understood.nothing"))
    return Understanding(
        request.text,
        query,
        tuple(terms),
        tuple(excluded),
        tuple(restrictions),
        records,
        tuple(dict.fromkeys(synonyms)),
        tuple(notes),
    )


def _taken_apart(reader: Reader, query: Query, read: Callable[[Sequence[str]], Query]) -> Query:
    """Return the query with what was typed as one word and is many, such as the name of a file, as these words, which ``read`` reads.

    What stands so in some text is left, as is what was typed beside an OR: its words would not be the alternative.
    """
    groups, common = list[Group](), list(query.common)
    for group in query.groups:
        (name, *others) = group.clauses
        if others or name.kind != "compound" or not _is_of_many(reader, name) or _exists(reader, name):
            groups.append(group)
            continue
        parts = read(name.words)
        groups += parts.groups
        common += parts.common
    return replace(query, groups=tuple(groups), common=tuple(common), cut=query.cut or len(groups) > MAX_WORDS)


def _is_of_many(reader: Reader, name: Clause) -> bool:
    content = dict.fromkeys(word for word in name.words if word not in STOP_WORDS)
    known = [
        word for word in content if len(word) >= SHORTEST_PASTED and word.isalpha() and reader.index.lexicon.forms(word)
    ]
    return len(known) >= (FEWEST_UNDERSCORED if "_" in name.typed else FEWEST_PASTED) and 2 * len(known) >= len(content)


def _exists(reader: Reader, name: Clause) -> bool:
    try:
        return reader.exists(name.words) or bool(reader.index.lexicon.forms("".join(name.words)))
    except TimeUp:
        return True


def _of_lessons(facets: FacetIndex, request: Request, restrictions: Sequence[Codes | Days]) -> Iterator[str]:
    """Yield, among reviews, a sentence on what was asked for, by a filter or a field, that only lessons have."""
    if request.result_type != "reviews":
        return
    asked = {*request.filters, *(one.facet for one in restrictions if isinstance(one, Codes) and one.codes)}
    labels = [f"“{one.label}”" for one in facets.declared.values() if one.lessons_only and one.name in asked]
    if labels:
        yield ngettext("search.understood.of_lessons", len(labels), fields=listed(labels))


def _dates(terms: Sequence[QueryTerm]) -> tuple[list[QueryTerm], list[Days]]:
    """Return the terms but those that no text has and that are a decade or a month, and these as days."""
    kept, days = [], []
    for term in terms:
        span = days_of(str(term.group)) if term.absent and not str(term.group).isdecimal() else None
        if span:
            days.append(Days((span,), named=str(term.group)))
        else:
            kept.append(term)
    return kept, days

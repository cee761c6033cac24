"""What a parsed query means in this collection: forms of words, synonyms, values of facets, and a sentence that says it back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from lessons.search.clauses import MAX_WORDS, Clause
from lessons.search.deadline import TimeUp
from lessons.search.forms import NO_FORMS, Forms, forms_of
from lessons.search.model import Request, Understood
from lessons.search.query import Group, Query, parse
from lessons.search.records import NO_RECORDS, Records, records_of
from lessons.search.restrictions import Codes, Days, Fields, days_of
from lessons.search.spelling import is_slip_of_common_word
from lessons.search.statements import Plan, any_of
from lessons.search.text import words
from lessons.search.vocabulary import Expansion

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from lessons.search.facets import FacetIndex
    from lessons.search.forms import Form
    from lessons.search.index import SearchIndex
    from lessons.search.reader import Reader

# Words of no text that are guessed at in one query; a text with more is in another language, or none.
MOST_GUESSED = 8
# In a paragraph a word of no text is a name more often than a slip, and the others say enough.
LONGEST_GUESSED = 12
# Letters from which on a word of no text may be the beginning of another.
SHORTEST_COMPLETED = 4
# Words that an unfinished one is completed to, the commonest.
MOST_COMPLETED = 8


@dataclass(frozen=True)
class QueryTerm:
    """One thing to look for.

    ``forms`` are the written forms of what was typed, ``synonyms`` other words for it; ``begins`` says that the word is looked
    for as the beginning of others; ``guesses`` what it may have been meant for. A term with a phrase or a prefix is asked of
    the exact index: ``exact`` is its FTS5 expression there, ``begun`` the commonest words that begin so. ``absent`` says that no text has it.
    """

    group: Group
    forms: Forms = NO_FORMS
    synonyms: tuple[Form, ...] = ()
    exact: str = ""
    begun: tuple[Form, ...] = ()
    begins: str = ""
    guesses: tuple[str, ...] = ()
    absent: bool = False

    @property
    def stemmed(self) -> str:
        """The FTS5 expression for the stemmed index."""
        return any_of(dict.fromkeys((*self.forms.all, *self.synonyms)))

    @property
    def words(self) -> tuple[str, ...]:
        """The words of its forms: what says in which direction the term points."""
        return tuple(dict.fromkeys(word for form in self.forms.typed for word in form))

    def read_as(self, readings: Sequence[str]) -> QueryTerm:
        """Return the same with a word of no text read as others, which count as if they had been typed."""
        forms = tuple(tuple(text.split()) for text in readings)
        return replace(self, forms=Forms(forms)) if forms else self


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
        notes = list(self.notes)
        terms = []
        for term in self.terms:
            readings = corrections.get(str(term.group), ())
            if readings:
                notes.append(f"Nothing contains “{term.group}”, so the search used {_listed(readings, 'or')} instead.")
            elif term.begins:
                notes.append(f"Nothing contains the word “{term.group}”, so the search used words that begin with it.")
            elif term.absent:
                notes.append(f"Nothing contains “{term.group}”.")
            terms.append(term.read_as(readings))
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
        return Understood(self.text, " ".join(_sentences(self, index.facets)), self.synonyms)


def understand(reader: Reader, request: Request) -> Understanding:
    """Return what the text of a request means."""
    try:
        records, text = records_of(reader, request.text)
    except TimeUp:
        records, text = Records(), request.text
    fields = Fields(reader.index.facets, reader.index.expansions, request.result_type)
    query = parse(text, fields.named, fields.is_value)
    restrictions, more, notes = fields.resolved(query)
    groups = list(dict.fromkeys((*query.groups, *more)))[:MAX_WORDS]
    removed = {" ".join(words(text)) for text in request.exact}
    try:
        others, synonyms = _others(reader, query, removed)
        terms = [_term(reader, group, others) for group in groups]
        terms = _with_small_words(reader, query, terms)
        terms = list(_completed(reader, terms, removed))
        excluded = [_term(reader, Group((clause,)), {}) for clause in query.excluded]
    except TimeUp:
        terms, synonyms, excluded = [_as_typed(group) for group in groups], [], []
    terms, days = _dates(terms)
    for one in days:
        restrictions.append(one)
        notes.append(f"Nothing contains “{one.named}”, so the search used reviews from that time.")
    if query.cut:
        notes.append("The search has too many words; only the first hundred were used.")
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


def _with_small_words(reader: Reader, query: Query, terms: Sequence[QueryTerm]) -> list[QueryTerm]:
    """Return the terms; a word that texts join to the common word, or the letter, beside it is looked for with that.

    "take up" and "on line" are more than "take" and "line", an "O ring" more than a ring, and "A 46" more than 46.
    """
    found = list(terms)
    for pair in pairwise(query.typed):
        content = [word for word in pair if word not in query.common]
        letter, joined = min(map(len, pair)) == 1, "".join(pair)
        if not content or not (letter or len(content) == 1):
            continue
        numbered = letter and pair[1].isdecimal() and not pair[0].isdecimal() and joined in reader.index.lexicon
        if not numbered and not reader.hyphenated(pair):
            continue
        forms = Forms((pair, (joined,)))
        if not reader.index.lexicon.is_own(joined):
            forms = Forms(((joined,),), (pair,), confused=((joined,),))
        for place, term in enumerate(found):
            word = term.group.clauses[0].words[0]
            if term.group.clauses == (Clause("word", (word,)),) and word in content:
                loose = ((word,),) if numbered else ()
                found[place] = replace(term, forms=replace(forms, others=(*forms.others, *loose)))
    return found


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


Others = dict[str, list["Form"]]


def _others(reader: Reader, query: Query, removed: Collection[str]) -> tuple[Others, list[tuple[str, str]]]:
    """Return by typed word the other expressions that will do, and the same in pairs to be shown."""
    others: Others = {}
    shown: list[tuple[str, str]] = []
    lexicon = reader.index.lexicon
    found = list(reader.index.expansions.find([lexicon.stem(word) for word in query.typed]))
    for place, pair in enumerate(pairwise(query.typed)):
        # A letter belongs to the word beside it only where some text says so, and two numbers are not one.
        if min(map(len, pair)) > 1 and "".join(pair) in lexicon and not all(map(str.isdecimal, pair)):
            found.append(Expansion(place, place + 2, ("".join(pair),)))
    for expansion in found:
        typed = query.typed[expansion.start : expansion.end]
        content = [word for word in typed if word not in query.common]
        for text in expansion.alternatives:
            if text in removed or not content:
                continue
            shown.append((" ".join(typed), text))
            for word in content:
                others.setdefault(word, []).append(tuple(text.split()))
    return others, shown


def _as_typed(group: Group) -> QueryTerm:
    """Return a term for a group before anything was looked up."""
    return QueryTerm(group, Forms(tuple(clause.words for clause in group.clauses)))


def _term(reader: Reader, group: Group, others: Others) -> QueryTerm:
    """Return the term for a group: written forms and synonyms of a word, or an expression for the exact index."""
    lexicon = reader.index.lexicon
    if any(clause.kind in ("phrase", "prefix") for clause in group.clauses):
        prefixes = [clause.words[0] for clause in group.clauses if clause.kind == "prefix"]
        begun = [(word,) for start in prefixes for word in lexicon.commonest(start, MOST_COMPLETED)]
        forms = Forms(tuple(clause.words for clause in group.clauses))
        return QueryTerm(group, forms, exact=_exact(reader, group), begun=tuple(begun))
    found = [forms_of(lexicon, clause, reader.exists, reader.hyphenated) for clause in group.clauses]
    typed = tuple(dict.fromkeys(form for forms in found for form in forms.typed))
    other = tuple(dict.fromkeys(form for forms in found for form in forms.others))
    confused = tuple(form for forms in found for form in forms.confused)
    known = tuple(form for clause in group.clauses for word in clause.words for form in others.get(word, ()))
    has_text = known or other or any(map(reader.exists, typed))
    return QueryTerm(group, Forms(typed, other, confused), known, absent=not has_text)


def _exact(reader: Reader, group: Group) -> str:
    """Return the expression for the exact index; a plain word beside a phrase is looked for in all its forms."""
    parts: list[str] = []
    for clause in group.clauses:
        if clause.kind == "prefix":
            parts.append(f"{any_of([clause.words])} *")
        elif clause.kind == "phrase":
            parts.append(any_of([clause.words]))
        else:
            forms = [(word,) for word in reader.index.lexicon.forms(clause.words[0])] if clause.kind == "word" else []
            parts.append(any_of([clause.words, *forms]))
    return " OR ".join(parts)


def _completed(reader: Reader, terms: Sequence[QueryTerm], removed: Collection[str]) -> Iterator[QueryTerm]:
    """Yield all terms; words of no text as beginnings of others, or with guesses at what they may have been meant for.

    A word that can only have been meant for a common one is left out as that would be.
    """
    left = MOST_GUESSED if len(terms) <= LONGEST_GUESSED else 0
    for term in terms:
        clause = term.group.clauses[0]
        if not term.absent or len(term.group.clauses) > 1 or clause.kind != "word" or clause.capitals or not left:
            yield term
            continue
        left -= 1
        word = clause.words[0]
        completed = reader.index.lexicon.commonest(word, MOST_COMPLETED) if len(word) >= SHORTEST_COMPLETED else []
        if completed:
            yield replace(term, begins=word, forms=Forms(tuple((other,) for other in completed)), absent=False)
            continue
        if len(terms) > 1 and is_slip_of_common_word(word):
            continue
        found = reader.index.spelling.guesses(word)
        yield replace(term, guesses=tuple(guess for guess in found if guess not in removed))


def _sentences(understood: Understanding, facets: FacetIndex) -> Iterator[str]:
    """Yield what was understood, a sentence each."""
    if understood.records.named:
        yield f"Found {_listed(understood.records.named)} by its address or number."
    names = [str(term.group) for term in understood.terms]
    if names:
        yield f"Searched for {_listed(names)}."
    if understood.excluded:
        yield f"Left out results that contain {_listed([str(term.group) for term in understood.excluded], 'or')}."
    for restriction in understood.restrictions:
        if isinstance(restriction, Days):
            label, said = facets.labels.get(restriction.field, restriction.field.title()), restriction.named
        elif restriction.codes:
            label = facets.labels.get(restriction.facet, restriction.facet)
            said = _listed([facets.values[code][2] for code in restriction.codes], "or")
        else:
            continue
        yield f"{label}: {'not ' if restriction.excluded else ''}{said}."
    if understood.query.common:
        yield f"Ignored as too common: {_listed(list(dict.fromkeys(understood.query.common)))}."
    yield from understood.notes


def _listed(names: Sequence[str], last: str = "and") -> str:
    """Return names as a list in words; a long one is cut."""
    shown = list(names[:12])
    if len(names) > len(shown):
        return f"{', '.join(shown)} {last} {len(names) - len(shown)} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {last} {shown[-1]}"

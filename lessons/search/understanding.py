"""What a parsed query means in this collection: values of facets, synonyms, and a sentence that says it back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from lessons.search.deadline import TimeUp
from lessons.search.model import Request, Understood
from lessons.search.query import MAX_WORDS, Clause, Group, Query, clauses_of, parse
from lessons.search.restrictions import Codes, resolved_fields
from lessons.search.spelling import halves
from lessons.search.text import STOP_WORDS, words
from lessons.search.vocabulary import Expansion

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from lessons.search.facets import FacetIndex
    from lessons.search.index import SearchIndex
    from lessons.search.postings import Reader

# A synonym is worth less than the word that was typed.
SYNONYM_WORTH = 0.8
# Words of no text that are guessed at in one query; a text with more is in another language, or none.
MOST_GUESSED = 8


@dataclass(frozen=True)
class Wanted:
    """One thing wanted, and other words that will do: each with what it is worth, the words typed having 1.

    ``absent`` says that it is a word of no text, ``guesses`` what it may have been meant for.
    """

    group: Group
    others: tuple[tuple[Clause, float], ...] = ()
    guesses: tuple[str, ...] = ()
    absent: bool = False

    def read_as(self, corrections: Mapping[str, tuple[str, ...]]) -> Wanted:
        """Return the same with a word of no text read as others, which count as if they had been typed."""
        readings = corrections.get(str(self.group), ()) if self.guesses else ()
        clauses = [clause for text in readings for clause in clauses_of(text, phrase=True)]
        return replace(self, others=tuple((clause, 1.0) for clause in clauses)) if clauses else self

    def words(self) -> tuple[str, ...]:
        """Return the plain words wanted, as corrected where they were guessed at; none for phrases and prefixes."""
        clauses = [clause for clause, _ in self.others] if self.guesses else self.group.clauses
        return tuple(word for clause in clauses if self.guesses or clause.kind == "word" for word in clause.words)


@dataclass(frozen=True)
class Understanding:
    """A query with all its words known. ``synonyms`` are pairs of typed text and other words; ``notes`` say what was changed."""

    text: str
    query: Query
    wanted: tuple[Wanted, ...] = ()
    excluded: tuple[Clause, ...] = ()
    restrictions: tuple[Codes, ...] = ()
    synonyms: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    def corrected(self, corrections: Mapping[str, tuple[str, ...]]) -> Understanding:
        """Return the same query with words of no text read as others."""
        notes = list(self.notes)
        for one in self.wanted:
            readings = corrections.get(str(one.group), ())
            if readings:
                notes.append(f"No text has “{one.group}”, so {_listed(readings, 'or')} was looked for instead.")
            elif one.absent:
                notes.append(f"No text has “{one.group}”.")
        return replace(self, wanted=tuple(one.read_as(corrections) for one in self.wanted), notes=tuple(notes))

    def clauses(self) -> tuple[Clause, ...]:
        """Return everything looked for, other words included."""
        return tuple(
            clause
            for wanted in self.wanted
            for clause in (*wanted.group.clauses, *(other for other, _ in wanted.others))
        )

    def shown(self, index: SearchIndex) -> Understood:
        """Return what is shown back to the reader."""
        return Understood(self.text, " ".join(_sentences(self, index.facets)), self.synonyms)


def understand(reader: Reader, request: Request) -> Understanding:
    """Return what the text of a request means."""
    query = parse(request.text)
    restrictions, more, notes = resolved_fields(reader.index.facets, query)
    groups = list(dict.fromkeys((*query.groups, *more)))[:MAX_WORDS]
    removed = {" ".join(words(text)) for text in request.exact}
    looked_up = [
        word for group in groups for clause in group.clauses if clause.kind != "prefix" for word in clause.words
    ]
    joined = ["".join(pair) for pair in pairwise(query.typed)]
    try:
        reader.learn((*looked_up, *query.typed, *joined))
        others, synonyms = _others(reader, query, removed)
        wanted = tuple(_wanted(reader, group, others) for group in groups)
        wanted = tuple(_with_guesses(reader, wanted, removed))
    except TimeUp:
        wanted, synonyms = tuple(map(Wanted, groups)), []
    if query.cut:
        notes.append("The search has very many words; only the first hundred were used.")
    return Understanding(
        request.text, query, wanted, query.excluded, tuple(restrictions), tuple(dict.fromkeys(synonyms)), tuple(notes)
    )


Others = dict[str, list[tuple[Clause, float]]]


def _others(reader: Reader, query: Query, removed: Collection[str]) -> tuple[Others, list[tuple[str, str]]]:
    """Return by typed word the other words that will do, and the same in pairs to be shown."""
    others: Others = {}
    shown: list[tuple[str, str]] = []
    found = list(reader.index.expansions.find([reader.stem_of[word] for word in query.typed]))
    for place, pair in enumerate(pairwise(query.typed)):
        if reader.is_known("".join(pair)):
            found.append(Expansion(place, place + 2, ("".join(pair),)))
    for expansion in found:
        typed = query.typed[expansion.start : expansion.end]
        content = [word for word in typed if word not in query.common]
        for text in expansion.alternatives:
            if text in removed or not content:
                continue
            shown.append((" ".join(typed), text))
            (clause,) = clauses_of(text, phrase=True)
            for word in content:
                others.setdefault(word, []).append((clause, SYNONYM_WORTH / len(content)))
    return others, shown


def _wanted(reader: Reader, group: Group, others: Others) -> Wanted:
    """Return a group with the other words that will do."""
    (clause, *alternatives) = group.clauses
    if alternatives or clause.kind != "word":
        return Wanted(group)
    known = tuple(others.get(clause.words[0], ()))
    return Wanted(group, known, absent=not (known or reader.is_known(clause.words[0])))


def _with_guesses(reader: Reader, wanted: Sequence[Wanted], removed: Collection[str]) -> Iterator[Wanted]:
    """Yield all that is wanted, words of no text with guesses at what they may have been meant for.

    A word that can only have been meant for a common one is left out as that would be.
    """
    left = MOST_GUESSED
    for one in wanted:
        if one.absent and left:
            left -= 1
            found = guesses(reader, one.group.clauses[0].words[0])
            if found and STOP_WORDS.issuperset(found) and len(wanted) > 1:
                continue
            able = tuple(guess for guess in found if guess not in removed and guess not in STOP_WORDS)
            yield replace(one, guesses=able)
        else:
            yield one


def guesses(reader: Reader, word: str) -> list[str]:
    """Return what a word of no text may have been meant for: two words without their space, or words spelt much alike."""
    parts = list(halves(word))
    reader.learn([half for pair in parts for half in pair])
    known = [pair for pair in parts if all(map(reader.is_known, pair))]
    split = [" ".join(pair) for pair in known if len(reader.find(Clause("phrase", pair)))]
    return [*split, *reader.index.spelling.guesses(word)]


def _sentences(understood: Understanding, facets: FacetIndex) -> Iterator[str]:
    """Yield what was understood, a sentence each."""
    names = [str(wanted.group) for wanted in understood.wanted]
    if names:
        yield f"Looked for {_listed(names)}."
    if understood.excluded:
        yield f"Left out what has {_listed([str(clause) for clause in understood.excluded], 'or')}."
    for restriction in understood.restrictions:
        label = facets.labels.get(restriction.facet, restriction.facet)
        values = [facets.values[code][2] for code in restriction.codes]
        years = restriction.facet == "year" and len(values) > 1
        shown = f"{values[-1]} to {values[0]}" if years else _listed(values, "or")
        yield f"{label}: {'not ' if restriction.excluded else ''}{shown}."
    if understood.query.common:
        yield f"Too common to help: {_listed(list(dict.fromkeys(understood.query.common)))}."
    yield from understood.notes


def _listed(names: Sequence[str], last: str = "and") -> str:
    """Return names as a list in words; a long one is cut."""
    shown = list(names[:12])
    if len(names) > len(shown):
        return f"{', '.join(shown)} {last} {len(names) - len(shown)} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {last} {shown[-1]}"

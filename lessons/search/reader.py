"""Asks the database's full-text indexes on behalf of one search, within its time."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from lessons.search import statements
from lessons.search.deadline import require_time
from lessons.search.lsa import unit
from lessons.search.statements import TABLES
from lessons.search.text import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from lessons.search.forms import Form
    from lessons.search.index import SearchIndex
    from lessons.search.lsa import Positions, Single

Longs = npt.NDArray[np.int64]

# Parts of one statement: SQLite takes at most 500 in its usual configuration.
MOST_AT_ONCE = 200
# To look into as many titles takes less than to ask the index.
FEW_TITLES = 50
NOWHERE = np.zeros(0, np.int64)
NOTHING = np.zeros(0, np.float32)
_LSA_TERMS = "SELECT term, weight, vector FROM lsa_terms WHERE term IN (SELECT value FROM json_each(?))"
_NUMBERS = {
    "lessons": "SELECT id, number FROM lessons WHERE id IN (SELECT value FROM json_each(?))",
    "reviews": "SELECT id, number FROM reviews WHERE id IN (SELECT value FROM json_each(?))",
}


@dataclass
class Reader:
    """Reads for one search among the documents of ``result_type``; what was read once is kept.

    ``deadline`` is a moment of ``time.monotonic``; past it, :class:`TimeUp` is raised.
    """

    connection: sqlite3.Connection
    index: SearchIndex
    result_type: str
    deadline: float | None = None
    found: dict[tuple[str, str], Positions] = field(default_factory=dict)

    @property
    def types(self) -> tuple[str, ...]:
        """Return the types of document that are searched."""
        return ("lessons", "reviews") if self.result_type == "all" else (self.result_type,)

    def rows(self, sql: str, parameters: Any = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query; raises :class:`TimeUp` when the deadline cut it short."""
        require_time(self.deadline)
        try:
            return self.connection.execute(sql, parameters).fetchall()
        except sqlite3.OperationalError:
            require_time(self.deadline)
            raise

    def run(self, statement: statements.Statement) -> list[tuple[Any, ...]]:
        """Return the rows of a statement."""
        return self.rows(statement.sql, statement.values)

    def ranked(self, plan: statements.Plan) -> tuple[Positions, Single]:
        """Return the documents that have all terms of a plan, in order of position, and their BM25 (0 and more)."""
        return self._scored((type_, statements.ranked(plan, type_)) for type_ in self.types)

    def scores(self, expression: str, documents: Positions) -> tuple[Positions, Single]:
        """Return those of some documents that match an expression, and their BM25."""
        asked = []
        for type_ in self.types:
            first, end = self.index.span(type_)
            own = documents[(documents >= first) & (documents < end)]
            if len(own):
                numbers = json.dumps(self.index.numbers[own].tolist())
                asked.append((type_, statements.rank_of(expression, type_, numbers)))
        return self._scored(asked)

    def _scored(self, asked: Iterable[tuple[str, statements.Statement]]) -> tuple[Positions, Single]:
        """Return the documents that statements list, each of one type of document, and their BM25."""
        documents, scores = [NOWHERE], [NOTHING]
        for type_, statement in asked:
            ((listed, ranks),) = self.run(statement)
            documents.append(self.index.positions(type_, numbers_of(listed)))
            scores.append((numbers_of(ranks) / statements.SCALE).astype(np.float32))
        return np.concatenate(documents), np.concatenate(scores).clip(min=0.0)

    def read(self, expressions: Iterable[str], *, exact: bool = False) -> None:
        """Look up the documents of expressions that were not looked up yet, in one statement."""
        kind = "exact" if exact else "stemmed"
        new = [one for one in dict.fromkeys(expressions) if (kind, one) not in self.found]
        missing = [(one, type_) for one in new for type_ in self.types]
        if not missing:
            return
        tables = [(getattr(TABLES[type_], kind), one) for one, type_ in missing]
        parts: dict[str, list[Longs]] = {one: [] for one in new}
        for start in range(0, len(tables), MOST_AT_ONCE):
            for place, listed in self.run(statements.listed(tables[start : start + MOST_AT_ONCE])):
                one, type_ = missing[start + place]
                parts[one].append(self.index.positions(type_, numbers_of(listed)))
        for one, found in parts.items():
            self.found[kind, one] = np.concatenate(found) if len(found) > 1 else found[0]

    def documents(self, expression: str, *, exact: bool = False) -> Positions:
        """Return the documents that match an expression of the stemmed or the exact index, in order of position."""
        self.read([expression], exact=exact)
        return self.found["exact" if exact else "stemmed", expression]

    def titled(
        self, terms: Sequence[Sequence[Form]], phrase: str, type_: str, documents: Positions
    ) -> tuple[Positions, Positions]:
        """Return those of some documents of a type, in order, that have all terms in their title, or sentence, and a phrase as well.

        Of each term, which is given in its forms, any will do.
        """
        tables = TABLES[type_]
        expression = statements.titled(list(map(statements.any_of, terms)), type_)
        all_ = self._between(tables.stemmed, expression, type_, self._likely_titled(terms, type_, documents))
        return all_, self._between(tables.exact, statements.titled([phrase], type_), type_, all_)

    def _likely_titled(self, terms: Sequence[Sequence[Form]], type_: str, documents: Positions) -> Positions:
        """Return those of a few documents whose title, or sentence, has the words of all terms; many are returned as they are.

        FTS5 goes through all that it has of each word, to find that hardly any document has them all at that place.
        """
        if len(documents) > FEW_TITLES:
            return documents
        stem = self.index.lexicon.stem
        asked = [[{stem(word) for word in form} for form in forms] for forms in terms]
        numbers = json.dumps(self.index.numbers[documents].tolist())
        likely = []
        for number, title in self.run(statements.titles(type_, numbers)):
            stems = {stem(word) for word in words(title)}
            if all(any(form <= stems for form in forms) for forms in asked):
                likely.append(number)
        return np.sort(self.index.positions(type_, np.array(likely, dtype=np.int64)))

    def _between(self, table: str, expression: str, type_: str, documents: Positions) -> Positions:
        """Return the documents of a type that match an expression of one of its indexes, of those from the first to the last of some."""
        if not len(documents):
            return NOWHERE
        first, last = self.index.numbers[documents[[0, -1]]].tolist()
        ((listed,),) = self.run(statements.between(table, expression, first, last))
        return self.index.positions(type_, numbers_of(listed))

    def positions_of(self, ids: Sequence[str]) -> Positions:
        """Return the positions of the documents with these ids, in the order of the ids."""
        found: dict[str, int] = {}
        for type_ in self.types:
            rows = self.rows(_NUMBERS[type_], (json.dumps(list(ids)),))
            places = self.index.positions(type_, np.array([number for _, number in rows], dtype=np.int64))
            found.update(zip((id_ for id_, _ in rows), places.tolist(), strict=True))
        return np.array([found[id_] for id_ in ids if id_ in found], dtype=np.int64)

    def exists(self, form: Form) -> bool:
        """Return whether any review or lesson has the words of a form side by side, each in any form of its stem."""
        if not all(map(self.index.lexicon.forms, form)):
            return False
        if len(form) == 1:
            return True
        kept = self.index.remembered
        if form not in kept:
            kept[form] = any(self.run(statements.exists(form, tables.stemmed)) for tables in TABLES.values())
        return kept[form]

    def hyphenated(self, form: Form) -> bool:
        """Return whether any review or lesson has the words of a form as one word with hyphens."""
        kept = self.index.remembered
        key = ("-", *form)
        if key not in kept:
            forms = [(word,) for word in self.index.lexicon.forms("".join(form))]
            found = (self.run(statements.hyphenated(forms, tables.exact)) for tables in TABLES.values())
            kept[key] = bool(forms) and any(found)
        return kept[key]

    def direction(self, words: Collection[str]) -> Single | None:
        """Return where words together point in the LSA space, scaled to length 1; ``None`` when none of them takes part."""
        stems = [self.index.lexicon.stem(word) for word in words]
        rows = self.rows(_LSA_TERMS, (json.dumps(sorted(set(stems))),)) if stems else []
        known = {
            term: np.float32(weight) * np.frombuffer(vector, dtype=np.int8).astype(np.float32)
            for term, weight, vector in rows
        }
        points = [known[stem] for stem in stems if stem in known]
        return unit(np.sum(points, axis=0)) if points else None

    def over(self, result_type: str) -> Reader:
        """Return a reader of another type of document within the same time."""
        return Reader(self.connection, self.index, result_type, self.deadline)


def numbers_of(listed: str | None) -> Longs:
    """Return the whole numbers of a list with commas, as SQLite's ``group_concat`` writes it; of no rows it writes nothing."""
    return np.fromstring(listed, dtype=np.int64, sep=",") if listed else NOWHERE


def idf(documents: int, all_documents: int) -> float:
    """Return the inverse document frequency of BM25, never negative.

    Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009.
    """
    return float(np.log1p((all_documents - documents + 0.5) / (documents + 0.5)))

"""Asks the database on behalf of one brief, within its time."""

from __future__ import annotations

import json
import sqlite3
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from lessons.schema import REPLACED_BY_LESSONS
from lessons.search import statements
from lessons.search.deadline import TimeUp, limited, require_time
from lessons.search.lsa import unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lessons.search.lsa import Single

Positions = npt.NDArray[np.int64]

TABLE = statements.TABLES["lessons"].stemmed
# The parts of a lesson in which concepts are looked for: not the title of its review.
OWN_TEXT = "{statement advice body}"
# Expressions in one statement; SQLite takes at most 500 parts in its usual configuration.
AT_ONCE = 50

_TERMS = "SELECT term, weight, vector FROM lsa_terms WHERE term IN (SELECT value FROM json_each(?))"
_LESSONS = """
    SELECT lessons.number, lessons.id, lessons.review_id, lessons.statement, coalesce(recommendation, ''), coalesce(applies_when, ''),
           lesson_text.body, lesson_text.context
    FROM lessons JOIN lesson_text ON lesson_text.number = lessons.number
    WHERE lessons.number IN (SELECT value FROM json_each(?))"""
_SUBJECTS = """
    SELECT reviews.id, reviews.title,
           (SELECT label FROM terms WHERE scheme = 'sector' AND slug = reviews.sector),
           (SELECT group_concat(synonym, ' . ') FROM synonyms WHERE scheme = 'sector' AND term = reviews.sector),
           (SELECT group_concat(tag, ' . ') FROM review_tags WHERE review_id = reviews.id)
    FROM reviews WHERE reviews.id IN (SELECT value FROM json_each(:ids))"""
_OF_LESSONS = """
    SELECT lesson_id, scheme, term FROM lesson_terms
    WHERE lesson_id IN (SELECT value FROM json_each(?)) AND scheme IN ('barriers', 'enablers', 'change')"""
_OF_REVIEWS = """
    SELECT review_id, scheme, term FROM review_terms
    WHERE review_id IN (SELECT value FROM json_each(?)) AND scheme IN ('barriers', 'enablers', 'change')"""
_TERM_TEXTS = """
    SELECT scheme, slug, label || '. ' || coalesce(definition, '') FROM terms WHERE scheme IN ('barriers', 'enablers', 'change')"""
_SYNONYMS = (
    "SELECT scheme, term, synonym FROM synonyms WHERE scheme IN ('barriers', 'enablers', 'change') ORDER BY synonym"
)
_LANGUAGES = "SELECT DISTINCT lower(substr(coalesce(language, 'en'), 1, 2)) FROM reviews"


@dataclass(frozen=True)
class LessonTexts:
    """The texts of one lesson that are compared with a plan; ``position`` is its place among all lessons."""

    position: int
    id: str
    review: str
    statement: str
    recommendation: str
    applies_when: str
    body: str
    context: str
    subject: str
    terms: tuple[tuple[str, str], ...]


@dataclass
class BriefReader:
    """Reads for one brief. Looking up may take ``seconds`` from when it begins; ``partial`` becomes true where that cut something short."""

    connection: sqlite3.Connection
    seconds: float | None = None
    deadline: float | None = field(default=None, init=False)
    partial: bool = False
    numbers: Positions = field(init=False)

    def __post_init__(self) -> None:
        """Read the row numbers of all lessons, by which everything else knows them."""
        rows = self.connection.execute("SELECT number FROM lessons ORDER BY number").fetchall()
        self.numbers = np.array(rows, dtype=np.int64).reshape(-1)

    def begin(self) -> None:
        """Begin to look up."""
        self.deadline = None if self.seconds is None else time.monotonic() + self.seconds

    def rows(self, sql: str, parameters: Any = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query; raises :class:`TimeUp` when the deadline cut it short."""
        require_time(self.deadline)
        try:
            with limited(self.connection, self.deadline):
                return self.connection.execute(sql, parameters).fetchall()
        except sqlite3.OperationalError:
            require_time(self.deadline)
            raise

    def languages(self) -> frozenset[str]:
        """Return the languages that the reviews are written in; English unless stated."""
        return frozenset(language for (language,) in self.connection.execute(_LANGUAGES)) or frozenset({"en"})

    def postings(self, expressions: Sequence[str]) -> Iterator[Positions]:
        """Yield, for each expression, the positions of the lessons that match it; past the deadline, none of the others."""
        for start in range(0, len(expressions), AT_ONCE):
            part = expressions[start : start + AT_ONCE]
            statement = statements.listed([(TABLE, expression) for expression in part])
            try:
                listed = dict(self.rows(statement.sql, statement.values))
            except TimeUp:
                self.partial = True
                return
            for place in range(len(part)):
                numbers = listed.get(place)
                found: Positions = np.searchsorted(self.numbers, np.fromstring(numbers or "", dtype=np.int64, sep=","))
                yield found

    def directions(self, stems: Sequence[str]) -> Mapping[str, Single]:
        """Return where each stem that takes part in latent semantic analysis points, its weight counted in."""
        return {
            term: np.float32(weight) * np.frombuffer(vector, dtype=np.int8).astype(np.float32)
            for term, weight, vector in self.rows(_TERMS, (json.dumps(list(stems)),))
        }

    def points(self) -> Single:
        """Return the LSA vectors of all lessons (lessons, k), each scaled to length 1."""
        stored = [vector for (vector,) in self.connection.execute("SELECT vector FROM lsa_lessons ORDER BY number")]
        if not stored:
            return np.zeros((0, 1), np.float32)
        vectors = np.frombuffer(b"".join(stored), dtype=np.int8).reshape(len(stored), -1).astype(np.float32)
        lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
        vectors /= np.maximum(lengths, np.float32(1.0))[:, None]
        return vectors

    def lessons(self, positions: Positions) -> list[LessonTexts]:
        """Return the texts of the lessons at some positions, in their order."""
        rows = self.connection.execute(_LESSONS, (json.dumps(self.numbers[positions].tolist()),)).fetchall()
        terms = self._terms([(row[1], row[2]) for row in rows])
        subjects = self._subjects(sorted({row[2] for row in rows}))
        found = []
        for number, id_, review, *texts in rows:
            place = int(np.searchsorted(self.numbers, number))
            found.append(LessonTexts(place, id_, review, *texts, subjects[review], terms[id_]))  # type: ignore[call-arg]
        return sorted(found, key=lambda lesson: lesson.position)

    def _subjects(self, reviews: Sequence[str]) -> dict[str, str]:
        """Return what each review is about: title, sector by all its names, and topics."""
        ids = json.dumps(list(reviews))
        return {
            id_: " . ".join(filter(None, texts)) for id_, *texts in self.connection.execute(_SUBJECTS, {"ids": ids})
        }

    def _terms(self, lessons: Sequence[tuple[str, str]]) -> dict[str, tuple[tuple[str, str], ...]]:
        """Return what helped, hindered and changed by lesson, given with its review: what a lesson states replaces what its review does."""
        stated: dict[tuple[str, str], set[str]] = {}
        reviews = sorted({review for _, review in lessons})
        for sql, ids in ((_OF_LESSONS, [id_ for id_, _ in lessons]), (_OF_REVIEWS, reviews)):
            for id_, scheme, term in self.connection.execute(sql, (json.dumps(ids),)):
                stated.setdefault((id_, scheme), set()).add(term)
        return {
            id_: tuple(
                (scheme, term)
                for scheme in REPLACED_BY_LESSONS
                for term in sorted(stated.get((id_, scheme)) or stated.get((review, scheme)) or ())
            )
            for id_, review in lessons
        }

    def bridges(self) -> dict[tuple[str, str], str]:
        """Return label, definition and synonyms of each barrier, enabler and kind of change: what lessons of all sectors share."""
        texts = {(scheme, term): text for scheme, term, text in self.connection.execute(_TERM_TEXTS)}
        for scheme, term, synonym in self.connection.execute(_SYNONYMS):
            if (scheme, term) in texts:
                texts[scheme, term] += f". {synonym}"
        return texts


def mean_direction(points: Sequence[Single]) -> Single | None:
    """Return where some directions point together, scaled to length 1; None for no direction."""
    return unit(np.sum(points, axis=0)) if points else None

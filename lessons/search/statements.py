"""The SQL that search runs: what a query asks of the full-text indexes, and the statements that ask it, with their values bound.

A statement's values are always parameters. What is put into its text is names of our own tables, and parameters' names.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lessons.schema import LESSONS_EXACT, LESSONS_FTS, REVIEWS_EXACT, REVIEWS_FTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lessons.search.forms import Form


@dataclass(frozen=True)
class Tables:
    """The tables in which one type of document is searched."""

    documents: str
    texts: str
    title: str
    stemmed: str
    exact: str
    of_terms: str


TABLES = {
    "lessons": Tables("lessons", "lesson_text", "statement", LESSONS_FTS.name, LESSONS_EXACT.name, "lesson_id"),
    "reviews": Tables("reviews", "review_text", "title", REVIEWS_FTS.name, REVIEWS_EXACT.name, "review_id"),
}


@dataclass(frozen=True)
class Plan:
    """What a query asks of the full-text indexes, as FTS5 expressions.

    ``terms`` are asked of the stemmed index, and a document needs at least ``least`` of them; ``required`` are asked of the
    exact index, and it needs all. It has none of ``excluded`` (stemmed) and ``excluded_exact``. ``records`` are ids that were
    typed: these documents belong to the results whatever their words are.
    """

    terms: tuple[str, ...] = ()
    least: int = 0
    required: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    excluded_exact: tuple[str, ...] = ()
    records: tuple[str, ...] = ()

    @property
    def by_words(self) -> bool:
        """Whether the plan asks for any words."""
        return bool(self.terms or self.required)


@dataclass
class Statement:
    """An SQL statement that grows: its text, and the values of its named parameters."""

    sql: str = ""
    values: dict[str, object] = field(default_factory=dict)

    def bind(self, value: object) -> str:
        """Return the name of a new parameter with this value, as it stands in the text."""
        name = f"p{len(self.values)}"
        self.values[name] = value
        return f":{name}"


def quoted_form(form: Form) -> str:
    """Return a form of a word as an FTS5 phrase."""
    return '"' + " ".join(form).replace('"', '""') + '"'


def any_of(forms: Iterable[Form]) -> str:
    """Return an FTS5 expression for any of some phrases."""
    return " OR ".join(map(quoted_form, forms))


def all_of(expressions: Sequence[str]) -> str:
    """Return an FTS5 expression for all of some expressions."""
    return expressions[0] if len(expressions) == 1 else " AND ".join(f"({expression})" for expression in expressions)


# One row with two long texts is read many times faster than as many rows. BM25 goes as a whole number, with more digits than
# the single precision that it is read into.
SCALE = 1e12
_RANKED = f"SELECT group_concat(rowid), group_concat(CAST(rank * -{SCALE:.0f} AS INTEGER))"


def ranked(plan: Plan, result_type: str) -> Statement:
    """Return the statement that lists row numbers and BM25 (times ``SCALE``) of the documents that have all terms."""
    tables = TABLES[result_type]
    statement = Statement()
    table, expressions = (tables.stemmed, plan.terms) if plan.terms else (tables.exact, plan.required)
    match = statement.bind(all_of(expressions))
    statement.sql = f"{_RANKED} FROM {table} WHERE {table} MATCH {match}"
    for condition in exact_conditions(statement, plan, tables, "rowid", required=bool(plan.terms)):
        statement.sql += f" AND {condition}"
    return statement


def listed(expressions: Sequence[tuple[str, str]]) -> Statement:
    """Return the statement that gives, for each of some (table, expression), its place and the row numbers that match it."""
    statement = Statement()
    statement.sql = " UNION ALL ".join(
        f"SELECT {place}, group_concat(rowid) FROM {table} WHERE {table} MATCH {statement.bind(expression)}"
        for place, (table, expression) in enumerate(expressions)
    )
    return statement


def between(table: str, expression: str, first: int, last: int) -> Statement:
    """Return the statement that lists the row numbers from the first to the last given that match an expression."""
    statement = Statement()
    match = statement.bind(expression)
    rows = f"{statement.bind(first)} AND {statement.bind(last)}"
    statement.sql = f"SELECT group_concat(rowid) FROM {table} WHERE {table} MATCH {match} AND rowid BETWEEN {rows}"
    return statement


def rank_of(expression: str, result_type: str, numbers: str) -> Statement:
    """Return the statement that lists row numbers and BM25 (times ``SCALE``) of those of some documents (a JSON list) that match.

    The plus sign keeps SQLite from looking each of them up by itself, for which FTS5 would go through all words anew.
    """
    table = TABLES[result_type].stemmed
    statement = Statement()
    match = statement.bind(expression)
    given = statement.bind(numbers)
    statement.sql = (
        f"{_RANKED} FROM {table} WHERE {table} MATCH {match} AND +rowid IN (SELECT value FROM json_each({given}))"
    )
    return statement


def exists(form: Form, table: str) -> Statement:
    """Return the statement that tells whether any text has a phrase, in one of the indexes."""
    statement = Statement()
    statement.sql = f"SELECT 1 FROM {table} WHERE {table} MATCH {statement.bind(quoted_form(form))} LIMIT 1"
    return statement


def hyphenated(forms: Iterable[Form], exact: str) -> Statement:
    """Return the statement that tells whether any text has one of some words with a hyphen in it."""
    statement = Statement()
    match = statement.bind(f"{{compounds}} : ({any_of(forms)})")
    statement.sql = f"SELECT 1 FROM {exact} WHERE {exact} MATCH {match} LIMIT 1"
    return statement


def titled(expressions: Sequence[str], result_type: str) -> str:
    """Return an FTS5 expression for documents that have all of some expressions in their title, or in their sentence."""
    return f"{{{TABLES[result_type].title}}} : ({all_of(expressions)})"


def titles(result_type: str, numbers: str) -> Statement:
    """Return the statement that lists row number and title, or sentence, of some documents (a JSON list)."""
    tables = TABLES[result_type]
    statement = Statement()
    given = f"SELECT value FROM json_each({statement.bind(numbers)})"
    statement.sql = f"SELECT number, {tables.title} FROM {tables.texts} WHERE number IN ({given})"
    return statement


def exact_conditions(statement: Statement, plan: Plan, tables: Tables, number: str, *, required: bool) -> Iterable[str]:
    """Yield the conditions that the exact index, and exclusions, put on a row number."""
    if plan.required and required:
        match = statement.bind(all_of(plan.required))
        yield f"{number} IN (SELECT rowid FROM {tables.exact} WHERE {tables.exact} MATCH {match})"
    for table, expressions in ((tables.stemmed, plan.excluded), (tables.exact, plan.excluded_exact)):
        if expressions:
            match = statement.bind(" OR ".join(f"({expression})" for expression in expressions))
            yield f"{number} NOT IN (SELECT rowid FROM {table} WHERE {table} MATCH {match})"

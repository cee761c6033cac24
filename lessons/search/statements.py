"""The SQL of a search: one builder of statements, which search runs with its values bound and the site shows with them written out.

A statement's values are always parameters. What is put into its text is names of our own tables, and parameters' names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lessons.schema import LESSONS_EXACT, LESSONS_FTS, REVIEWS_EXACT, REVIEWS_FTS
from lessons.search.model import NOT_STATED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from lessons.search.forms import Form


_PARAMETER = re.compile(r":(p\d+)")


@dataclass(frozen=True)
class Tables:
    """The tables in which one type of document is searched."""

    documents: str
    title: str
    stemmed: str
    exact: str
    of_terms: str


TABLES = {
    "lessons": Tables("lessons", "statement", LESSONS_FTS.name, LESSONS_EXACT.name, "lesson_id"),
    "reviews": Tables("reviews", "title", REVIEWS_FTS.name, REVIEWS_EXACT.name, "review_id"),
}


@dataclass(frozen=True)
class Condition:
    """A facet of which a document must have, or must not have, one of the values."""

    facet: str
    values: tuple[str, ...]
    excluded: bool = False


@dataclass(frozen=True)
class DatePeriod:
    """Days, as texts, in which the date of a document's review must begin, or must not; ``ranges`` are first and last days.

    With ``published``, it is the day on which the document itself was published.
    """

    ranges: tuple[tuple[str, str], ...]
    excluded: bool = False
    published: bool = False


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


def ranked(plan: Plan, result_type: str) -> Statement:
    """Return the statement that gives row number and rank of the documents that have all terms."""
    tables = TABLES[result_type]
    statement = Statement()
    table, expressions = (tables.stemmed, plan.terms) if plan.terms else (tables.exact, plan.required)
    match = statement.bind(all_of(expressions))
    statement.sql = f"SELECT rowid, rank FROM {table} WHERE {table} MATCH {match}"
    for condition in _exact_conditions(statement, plan, tables, "rowid", required=bool(plan.terms)):
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


def rank_of(expression: str, result_type: str, numbers: str) -> Statement:
    """Return the statement that gives row number and rank of those of some documents (a JSON list) that match.

    The plus sign keeps SQLite from looking each of them up by itself, for which FTS5 would go through all words anew.
    """
    table = TABLES[result_type].stemmed
    statement = Statement()
    match = statement.bind(expression)
    given = statement.bind(numbers)
    statement.sql = f"SELECT rowid, rank FROM {table} WHERE {table} MATCH {match} AND +rowid IN (SELECT value FROM json_each({given}))"
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


def shown(plan: Plan, conditions: Sequence[Condition | DatePeriod], result_type: str) -> Statement:
    """Return the statement that an analyst can run for the documents of a search, filters included, best first."""
    statement = Statement()
    types = ("lessons", "reviews") if result_type == "all" else (result_type,)
    parts = [_shown_of(statement, plan, conditions, type_) for type_ in types]
    statement.sql = "\nUNION ALL\n".join(part if len(parts) == 1 else f"SELECT * FROM (\n{part}\n)" for part in parts)
    return statement


def _shown_of(statement: Statement, plan: Plan, conditions: Sequence[Condition | DatePeriod], result_type: str) -> str:
    """Return the part of a statement for one type of document."""
    tables = TABLES[result_type]
    number, id_ = f"{tables.documents}.number", f"{tables.documents}.id"
    columns = f"{id_}, {tables.documents}.{tables.title}"
    wheres = list(_exact_conditions(statement, plan, tables, number, required=bool(plan.terms)))
    order = id_
    source = tables.documents
    if plan.by_words and (plan.least == len(plan.terms)):
        table, expressions = (tables.stemmed, plan.terms) if plan.terms else (tables.exact, plan.required)
        source = f"{table} JOIN {tables.documents} ON {number} = {table}.rowid"
        wheres.insert(0, f"{table} MATCH {statement.bind(all_of(expressions))}")
        order = f"{table}.rank"
    elif plan.by_words:
        wheres.insert(0, f"{number} IN ({_at_least(statement, plan, tables)})")
    wheres += [_restricted(statement, condition, tables, id_) for condition in conditions]
    lines = [f"SELECT {columns}", f"FROM {source}"]
    if wheres:
        lines.append("WHERE " + "\n  AND ".join(wheres))
    if plan.records:
        return _with_records(statement, plan, conditions, tables, lines)
    return "\n".join([*lines, f"ORDER BY {order}"])


def _with_records(
    statement: Statement, plan: Plan, conditions: Sequence[Condition | DatePeriod], tables: Tables, lines: Sequence[str]
) -> str:
    """Return a part of a statement with the records whose ids were typed."""
    id_ = f"{tables.documents}.id"
    names = ", ".join(statement.bind(record) for record in plan.records)
    wheres = [f"{id_} IN ({names})", *(_restricted(statement, one, tables, id_) for one in conditions)]
    own = [
        f"SELECT {id_}, {tables.documents}.{tables.title}",
        f"FROM {tables.documents}",
        "WHERE " + "\n  AND ".join(wheres),
    ]
    return "\n".join([*own, *(["UNION", *lines] if plan.by_words else [])])


def _at_least(statement: Statement, plan: Plan, tables: Tables) -> str:
    """Return the query for the row numbers of documents with at least so many of the terms."""
    parts = "\n    UNION ALL ".join(
        f"SELECT rowid AS number FROM {tables.stemmed} WHERE {tables.stemmed} MATCH {statement.bind(term)}"
        for term in plan.terms
    )
    return f"\n    SELECT number FROM ({parts})\n    GROUP BY number HAVING count(*) >= {plan.least}\n  "


def _exact_conditions(
    statement: Statement, plan: Plan, tables: Tables, number: str, *, required: bool
) -> Iterable[str]:
    """Yield the conditions that the exact index, and exclusions, put on a row number."""
    if plan.required and required:
        match = statement.bind(all_of(plan.required))
        yield f"{number} IN (SELECT rowid FROM {tables.exact} WHERE {tables.exact} MATCH {match})"
    for table, expressions in ((tables.stemmed, plan.excluded), (tables.exact, plan.excluded_exact)):
        if expressions:
            match = statement.bind(" OR ".join(f"({expression})" for expression in expressions))
            yield f"{number} NOT IN (SELECT rowid FROM {table} WHERE {table} MATCH {match})"


def _restricted(statement: Statement, condition: Condition | DatePeriod, tables: Tables, id_: str) -> str:
    """Return the condition that a facet or a period puts on a document."""
    if isinstance(condition, Condition):
        return _facet_condition(statement, condition, tables, id_)
    review = "lessons.review_id" if tables.documents == "lessons" else "reviews.id"
    dated, own = (tables.documents, id_) if condition.published else ("reviews", review)
    column = "published_earliest" if condition.published else "date_earliest"
    spans = " OR ".join(
        f"{column} BETWEEN {statement.bind(first)} AND {statement.bind(last)}" for first, last in condition.ranges
    )
    return f"{own} {'NOT ' if condition.excluded else ''}IN (SELECT id FROM {dated} WHERE {spans})"


def _facet_condition(statement: Statement, condition: Condition, tables: Tables, id_: str) -> str:
    """Return the condition that a facet puts on an id."""
    scheme = statement.bind(condition.facet)
    level = "lesson_id IS NULL AND " if tables.documents == "reviews" else "lesson_id IS NOT NULL AND "
    stated = [value for value in condition.values if value != NOT_STATED]
    parts = []
    if stated:
        names = ", ".join(statement.bind(value) for value in stated)
        parts.append(
            f"{id_} IN (SELECT {tables.of_terms} FROM all_terms WHERE {level}scheme = {scheme} AND term IN ({names}))"
        )
    if NOT_STATED in condition.values:
        unstated = statement.bind(NOT_STATED)
        parts.append(
            f"{id_} NOT IN (SELECT {tables.of_terms} FROM all_terms WHERE {level}scheme = {scheme} AND term <> {unstated})"
        )
    condition_ = " OR ".join(parts) or "0"
    if condition.excluded:
        return f"NOT ({condition_})"
    return condition_ if len(parts) == 1 else f"({condition_})"


def written_out(connection: sqlite3.Connection, statement: Statement) -> str:
    """Return the statement with its values in their places, as SQLite itself writes them."""
    written: Mapping[str, str] = {
        name: connection.execute("SELECT quote(?)", (value,)).fetchone()[0] for name, value in statement.values.items()
    }
    return _PARAMETER.sub(lambda found: written[found[1]], statement.sql) + ";"

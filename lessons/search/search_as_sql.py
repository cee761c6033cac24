"""This search as SQL: one statement, with its values written out, that an analyst can run for the results of a search."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.search.model import NOT_STATED
from lessons.search.statements import TABLES, Plan, Statement, Tables, all_of, exact_conditions

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

_PARAMETER = re.compile(r":(p\d+)")


@dataclass(frozen=True)
class Condition:
    """A facet of which a document must have, or must not have, one of the values.

    With ``of_lessons``, reviews have of it what their lessons have.
    """

    facet: str
    values: tuple[str, ...]
    excluded: bool = False
    of_lessons: bool = False


@dataclass(frozen=True)
class DatePeriod:
    """Days, as texts, in which the date of a document's review must begin, or must not; ``ranges`` are first and last days.

    With ``published``, it is the day on which the document itself was published.
    """

    ranges: tuple[tuple[str, str], ...]
    excluded: bool = False
    published: bool = False


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
    wheres = list(exact_conditions(statement, plan, tables, number, required=bool(plan.terms)))
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
    own = tables.documents == "reviews" and not condition.of_lessons
    level = "lesson_id IS NULL AND " if own else "lesson_id IS NOT NULL AND "
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
    values = json.dumps(list(statement.values.values()))
    quoted = (row[0] for row in connection.execute("SELECT quote(value) FROM json_each(?) ORDER BY key", (values,)))
    written = dict(zip(statement.values, quoted, strict=True))
    return _PARAMETER.sub(lambda found: written[found[1]], statement.sql) + ";"

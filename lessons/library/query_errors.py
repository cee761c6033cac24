"""Why a query was refused, in words that say what would be right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lessons.library.bounds import COLUMNS, SECONDS, SQL_BYTES, VALUE_BYTES
from lessons.library.near_names import nearest
from lessons.schema.views.former import VIEWS as FORMER
from lessons.words import gettext, listed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from lessons.library.bounds import Size

# What the engine says in a few words of its own.
WORDS: dict[str, tuple[str, dict[str, object]]] = {
    "interrupted": ("sql.refused.too_long", {"seconds": f"{SECONDS:g}"}),
    "incomplete input": ("sql.refused.incomplete", {}),
    "not authorized": ("sql.refused.reading_only", {}),
    "string or blob too big": ("sql.refused.value", {"megabytes": VALUE_BYTES // 1_000_000}),
    "too many columns in result set": ("sql.refused.columns", {"number": COLUMNS}),
    "query string is too large": ("sql.refused.bytes", {"number": f"{SQL_BYTES:,}"}),
}
# So many tables are named as having a column.
SOME = 5
NAMELESS = re.compile(r"Binding \d+ (has no name|\('\?\d*'\) is a named parameter)")
NEAR = re.compile(r'near "(?P<near>.+)"|no such (?:column|table|function): "?(?:\w+\.)*(?P<missing>\w+)')
MISSING = re.compile(r'no such (?P<kind>column|table|function): "?(?:\w+\.)*(?P<name>\w+)')
AMBIGUOUS = re.compile(r"ambiguous column name: (\w+)")
# What belongs to a search (snippet, bm25, MATCH …) does not run beside a window function or GROUP BY, nor without a search.
SEARCH_APART = "unable to use function"
FULL_TEXT_SYNTAX = ("fts5: syntax error", "unterminated string", "unknown special query")
WORD = re.compile(r"\w+")


def in_words(message: str) -> str:
    """Return what the engine says, its shortest messages as sentences."""
    key, values = WORDS.get(message, ("", {}))
    return gettext(key, **values) if key else message


def too_long() -> str:
    """Return that a query took longer than it may."""
    return in_words("interrupted")


def too_much_memory() -> str:
    """Return that a query needed more memory than it may have."""
    return gettext("sql.refused.memory")


def too_much(most: Size) -> str:
    """Return why rows are not given at all, and how to get them."""
    return gettext(
        "sql.refused.too_much", rows=f"{most.rows:,}", cells=f"{most.cells:,}", megabytes=most.bytes // 1_000_000
    )


def wrong_values(parameters: tuple[str, ...], given: Mapping[str, str]) -> str | None:
    """Return what is wrong with the values ``given`` for the parameters of a query, or None."""
    if "sql" in parameters:
        return gettext("sql.refused.called_sql")
    unused = [name for name in given if name not in parameters]
    if unused:
        return not_used(unused[0], parameters)
    missing = [f":{name}" for name in parameters if name not in given]
    if not missing:
        return None
    return gettext("sql.refused.no_value", names=listed(missing), first=missing[0][1:])


def not_used(name: str, parameters: Iterable[str]) -> str:
    """Return that the address holds a value that the query has no parameter for."""
    near = nearest(name, parameters)
    meant = f" {gettext('sql.refused.did_you_mean', near=near)}" if near else ""
    return gettext("sql.refused.no_parameter", name=name) + meant


def reason(connection: sqlite3.Connection, sql: str, message: str) -> str:
    """Return the database's message, with the nearest name where one is not known; its shortest ones are put into words."""
    if NAMELESS.search(message):
        return gettext("sql.refused.nameless")
    if found := AMBIGUOUS.search(message):
        table = having(connection, sql, found[1])[:1]
        if not table:
            return gettext("sql.refused.ambiguous", message=message)
        return gettext("sql.refused.ambiguous.example", message=message, example=f"{table[0]}.{found[1]}")
    if message.startswith(SEARCH_APART):
        return gettext("sql.refused.search_apart", message=message)
    if message.startswith("vtable constructor failed"):
        # A table that the engine makes up itself, and that is none of this database.
        return gettext("sql.refused.reading_only")
    missing = MISSING.search(message)
    # Full-text search takes what stands before a sign, as in multi-agency, for the name of a column.
    if message.startswith(FULL_TEXT_SYNTAX) or (missing and missing["name"] not in WORD.findall(sql)):
        return gettext("sql.refused.quote", message=message)
    groups = known(connection, sql, missing["kind"]) if missing else []
    near = next((near for names in groups if missing and (near := nearest(missing["name"], names))), None)
    if missing and near and missing["kind"] == "column" and near.casefold() == missing["name"].casefold():
        # The name is right, and the query does not read, or not under this name, what has it.
        tables = having(connection, sql, near)
        some = tables if len(tables) <= SOME else [*tables[:SOME], gettext("sql.refused.others")]
        return gettext("sql.refused.column_of", message=message, column=near, tables=listed(some))
    if near:
        return gettext("sql.refused.near", message=message, near=near)
    if missing and "match" in sql.casefold():
        return gettext("sql.refused.quote", message=message)
    return in_words(message)


def known(connection: sqlite3.Connection, sql: str, kind: str) -> list[list[str]]:
    """Return the names of all columns, tables or functions; columns of the tables that the query names before all others."""
    if kind == "function":
        return [sorted({name for (name,) in connection.execute("SELECT name FROM pragma_function_list")})]
    tables = described(connection)
    if kind == "table":
        return [tables]
    words = {word.casefold() for word in WORD.findall(sql)}
    columns = {table: columns_of(connection, table) for table in tables}
    return [
        [name for table in tables if table.casefold() in words for name in columns[table]],
        [name for table in tables for name in columns[table]],
    ]


def described(connection: sqlite3.Connection) -> list[str]:
    """Return the tables and views that the dictionary describes: what a full-text index keeps its words in is nobody's concern."""
    found = connection.execute(
        "SELECT name FROM sqlite_master WHERE name IN (SELECT table_name FROM data_dictionary) ORDER BY rowid"
    )
    return [name for (name,) in found]


def columns_of(connection: sqlite3.Connection, table: str) -> list[str]:
    """Return the names of a table's columns."""
    return [name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))]


def having(connection: sqlite3.Connection, sql: str, column: str) -> list[str]:
    """Return the tables and views that have a column of this name: those that the query names, or else all but a former version's."""
    words, former = {word.casefold() for word in WORD.findall(sql)}, {view.name for view in FORMER}
    found = [table for table in described(connection) if column in columns_of(connection, table)]
    named = [table for table in found if table.casefold() in words]
    return named or [table for table in found if table not in former] or found


def line_of(sql: str, message: str) -> int | None:
    """Return the line of the query that holds the word at which the database stumbled."""
    found = NEAR.search(message)
    if not found:
        return None
    place = sql.lower().find((found["near"] or found["missing"]).lower())
    return sql.count("\n", 0, place) + 1 if place >= 0 else None

"""Why a query was refused, in words that say what would be right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lessons.library.bounds import COLUMNS, SECONDS, SQL_BYTES, VALUE_BYTES
from lessons.library.near_names import nearest
from lessons.schema.views.former import VIEWS as FORMER

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from lessons.library.bounds import Size

TOO_LONG = f"The query took longer than {SECONDS:g} seconds and was stopped."
TOO_MUCH_MEMORY = "The query needed more memory than is allowed, and was stopped."
READING_ONLY = "Only queries that read this database are run here."
WORDS = {
    "interrupted": TOO_LONG,
    "incomplete input": "The query is empty or breaks off: it should be whole and begin with SELECT.",
    "not authorized": READING_ONLY,
    "string or blob too big": f"A value in the query grew larger than {VALUE_BYTES // 1_000_000} MB, so the query was stopped.",
    "too many columns in result set": f"The query asks for more than {COLUMNS} columns: name only those that you need.",
    "query string is too large": f"The query is longer than {SQL_BYTES:,} bytes.",
}
# So many tables are named as having a column.
SOME = 5
NAMELESS = re.compile(r"Binding \d+ (has no name|\('\?\d*'\) is a named parameter)")
NEAR = re.compile(r'near "(?P<near>.+)"|no such (?:column|table|function): "?(?:\w+\.)*(?P<missing>\w+)')
MISSING = re.compile(r'no such (?P<kind>column|table|function): "?(?:\w+\.)*(?P<name>\w+)')
AMBIGUOUS = re.compile(r"ambiguous column name: (\w+)")
QUOTE = "In what MATCH searches for, put words with signs in them into double quotation marks."
# What belongs to a search (snippet, bm25, MATCH …) does not run beside a window function or GROUP BY, nor without a search.
SEARCH_APART = "unable to use function"
MATERIALIZED = (
    "It runs in a search alone: count or group what WITH found AS MATERIALIZED (SELECT rowid, … FROM lessons_fts "
    "WHERE lessons_fts MATCH :words) has found."
)
FULL_TEXT_SYNTAX = ("fts5: syntax error", "unterminated string", "unknown special query")
WORD = re.compile(r"\w+")


def too_much(most: Size) -> str:
    """Return why rows are not given at all, and how to get them."""
    return (
        f"The query gives more than {most.rows:,} rows, {most.cells:,} cells or {most.bytes // 1_000_000} MB, so nothing was sent "
        "rather than a part. Ask for fewer columns, ask in parts with ORDER BY, LIMIT and OFFSET, or download the database."
    )


def wrong_values(parameters: tuple[str, ...], given: Mapping[str, str]) -> str | None:
    """Return what is wrong with the values ``given`` for the parameters of a query, or None."""
    if "sql" in parameters:
        return (
            "A parameter cannot be called :sql, because the query itself is sent under this name. Give it another name."
        )
    unused = [name for name in given if name not in parameters]
    if unused:
        return not_used(unused[0], parameters)
    missing = [f":{name}" for name in parameters if name not in given]
    if not missing:
        return None
    return f"The query needs a value for {listed(missing)}. In an address, add &{missing[0][1:]}= and the value."


def not_used(name: str, parameters: Iterable[str]) -> str:
    """Return that the address holds a value that the query has no parameter for."""
    near = nearest(name, parameters)
    meant = f" Did you mean “{near}”?" if near else ""
    return f"The query has no parameter :{name}, for which the address gives a value.{meant}"


def listed(names: list[str]) -> str:
    """Return names as they stand in a sentence."""
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def reason(connection: sqlite3.Connection, sql: str, message: str) -> str:
    """Return the database's message, with the nearest name where one is not known; its shortest ones are put into words."""
    if NAMELESS.search(message):
        return "Give each parameter a name, such as :year in place of ?."
    if found := AMBIGUOUS.search(message):
        table = having(connection, sql, found[1])[:1]
        example = f", as in {table[0]}.{found[1]}" if table else ""
        return f"{message}. Write which table it is of{example}; of one that has an alias, write the alias."
    if message.startswith(SEARCH_APART):
        return f"{message}. {MATERIALIZED}"
    if message.startswith("vtable constructor failed"):
        # A table that the engine makes up itself, and that is none of this database.
        return READING_ONLY
    missing = MISSING.search(message)
    # Full-text search takes what stands before a sign, as in multi-agency, for the name of a column.
    if message.startswith(FULL_TEXT_SYNTAX) or (missing and missing["name"] not in WORD.findall(sql)):
        return f"{message}. {QUOTE}"
    groups = known(connection, sql, missing["kind"]) if missing else []
    near = next((near for names in groups if missing and (near := nearest(missing["name"], names))), None)
    if missing and near and missing["kind"] == "column" and near.casefold() == missing["name"].casefold():
        # The name is right, and the query does not read, or not under this name, what has it.
        tables = having(connection, sql, near)
        some = tables if len(tables) <= SOME else [*tables[:SOME], "others"]
        return f"{message}. {near} is a column of {listed(some)}."
    if near:
        return f"{message}. Did you mean {near}?"
    return f"{message}. {QUOTE}" if missing and "match" in sql.casefold() else WORDS.get(message, message)


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

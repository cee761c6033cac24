"""FTS5 as anybody would use it without us: any content word, the best twenty by BM25."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable

# Of a question, words that nobody would look for. Kept here, so that the comparison stays as it is when search changes.
_STOP_WORDS = """
a about above after again against all also always am an and another any anybody are as at be because been before being below
between both but by can cannot could did do does done down during each either else enough even ever every everybody everything few
for from further get give go goes going had has have having he her here hers herself him himself his how i if in instead into is it
its itself just kept keep keeps know less like made make makes many may me might mine more most much must my myself need needed needs
never no nobody nor not nothing now of off often on once one only or other others otherwise ought our ours ourselves out over own
please put same set several shall she should since so some somebody something sometimes somewhere still such take takes than that the
their theirs them themselves then there these they thing things this those though through to together too two under until up upon us
use used uses very want wanted wants was way we well were what whatever when where whether which while who whole whom whose why will
with within without would yes yet you your yours yourself
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


def content_words(text: str) -> list[str]:
    """Return the words of a text that say something, each once; all of its words when none does."""
    words = list(dict.fromkeys(re.findall(r"\w+", text.lower())))
    return [word for word in words if word not in STOP_WORDS] or words


def any_word(text: str) -> str:
    """Return the expression that matches what has any content word of a text."""
    return " OR ".join(f'"{word}"' for word in content_words(text))


def ranked(connection: sqlite3.Connection, table: str, expression: str, limit: int = 20) -> list[int]:
    """Return the row numbers of the best documents as FTS5 ranks them."""
    statement = f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rank LIMIT ?"
    return [number for (number,) in connection.execute(statement, (expression, limit))]


def full_text(connection: sqlite3.Connection, result_type: str) -> tuple[sqlite3.Connection, str]:
    """Return where the texts of a database are indexed: its own stemmed index; or one made aside in memory where it has none."""
    table = f"{result_type}_fts"
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone():
        return connection, table
    content, title, body = {
        "reviews": ("review_text", "title", "summary || ' ' || body"),
        "lessons": ("lesson_text", "statement", "advice || ' ' || body"),
    }[result_type]
    return indexed(connection.execute(f"SELECT {title}, {body} FROM {content} ORDER BY number")), "plain"


def indexed(texts: Iterable[tuple[str, str]]) -> sqlite3.Connection:
    """Return a database in memory with the table ``plain`` of titles and texts, numbered from 1 in their order."""
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE plain USING fts5(title, body, tokenize='porter unicode61 remove_diacritics 2')"
    )
    connection.executemany("INSERT INTO plain (title, body) VALUES (?, ?)", texts)
    connection.execute("INSERT INTO plain (plain) VALUES ('optimize')")
    return connection

"""Text to words: the same folding, words and stems for documents and for queries.

A word is what FTS5's unicode61 tokenizer takes for one (letters and digits of any script); scripts that
are written without spaces count each character as a word. Stems come from SQLite's own porter tokenizer,
so the full-text indexes that analysts use and our own lists never disagree.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# Kana, CJK ideographs, Thai, Lao, Khmer, Burmese: no spaces between words.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_MARKS = re.compile("[\u0300-\u036f]+")

# Longer strings of letters are no words of any language; they would only swell the lists.
LONGEST_WORD = 40


def fold(text: str) -> str:
    """Return ``text`` in lower case, with the accents of its letters taken off."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", text.lower())))


def words(text: str) -> list[str]:
    """Return the words of ``text`` in order, folded; over-long ones are cut."""
    folded = fold(text)
    found = _ASCII_WORD.findall(folded) if folded.isascii() else _WORD.findall(folded)
    return [word if len(word) <= LONGEST_WORD else word[:LONGEST_WORD] for word in found]


def stems(distinct: Sequence[str]) -> list[str]:
    """Return the stem of each word of ``distinct``, as SQLite's porter tokenizer forms it."""
    found = list(distinct)
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute(
            "CREATE VIRTUAL TABLE words USING fts5(word, content='', tokenize='porter unicode61 remove_diacritics 2')"
        )
        connection.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, 'instance')")
        connection.executemany("INSERT INTO words (rowid, word) VALUES (?, ?)", enumerate(distinct))
        for number, term in connection.execute('SELECT doc, term FROM vocabulary WHERE "offset" = 0'):
            found[number] = term
    finally:
        connection.close()
    return found


@lru_cache(maxsize=10_000)
def stem(word: str) -> str:
    """Return the stem of one folded word; for words that the collection does not hold."""
    return stems([word])[0]


# Function words of English, and the words with which questions are put.
STOP_WORDS = frozenset(
    words(
        """
    a about above across after again against all almost along already also although always am among an and another
    any anybody anyone anything are aren around as at away be became because become becomes been before being
    below between both but by came can cannot could couldn did didn do does doesn doing done don down during each
    either else enough etc even ever every everyone everything few for from further get gets getting go goes going
    got had hadn has hasn have haven having he hence her here hers herself him himself his how however i if in
    indeed instead into is isn it its itself just know less let like likely ll made make makes making many may
    maybe me might mine more most much must mustn my myself neither never no nobody none nor not nothing now of
    off often on once one only or other others otherwise our ours ourselves out over own per perhaps please put
    quite rather re really s said same see seem seemed seems shall she should shouldn since so some somebody
    someone something sometimes still such t than that the their theirs them themselves then there therefore these
    they thing things this those though through throughout thus to together too toward towards under until up upon
    us use used using usually ve very via want wants was wasn way ways we well went were weren what whatever when
    where whether which while who whoever whole whom whose why will with within without won would wouldn yet you
    your yours yourself
        """
    )
)

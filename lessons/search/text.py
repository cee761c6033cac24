"""Text to words: what the full-text indexes read, and the same for queries.

The indexes split text with FTS5's unicode61 tokenizer. It does not know compatibility letters (ﬁ), invisible characters, points
on Hebrew letters, letters such as ø, or scripts without spaces, so what it reads is normalised first, and every query is too.
"""

from __future__ import annotations

import re
import sqlite3
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

# Thai, Lao, Burmese, Khmer, kana, CJK ideographs: written without spaces, so each character counts as a word.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# Indic scripts, whose vowel signs are marks, and belong to the word.
_SIGNED = "\u0900-\u0963\u0966-\u0dff"
_WORD = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}{_SIGNED}]+|(?:[{_SIGNED}]|[^\W_{UNSPACED}])+")
# The words of ASCII text are what is left between spaces: several times as quick as looking for them.
_ASCII_WORDS = "".join(letter.lower() if (letter := chr(code)).isalnum() else " " for code in range(128))
# It begins where a word begins, or a word of ten thousand letters would be looked at from each of them.
_COMPOUND = re.compile(r"(?<![^\W_])[^\W_]+(?:[-‐‑][^\W_]+)+")
_HYPHEN = re.compile(r"[-‐‑](?![\W_])")
_UNSPACED = re.compile(f"[{UNSPACED}]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
# Soft hyphen, joiners, zero-width spaces, direction marks, variation selectors, byte order mark.
INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
# Accents; points of Hebrew; vowel marks and the stretching stroke of Arabic.
MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]"
)
# What unicode61 reads right by itself: punctuation, and Latin letters that are a plain letter with an accent.
_LATIN = re.compile(
    "[\u00a0-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb-\u00c5\u00c7-\u00cf\u00d1-\u00d7\u00d9-\u00dd\u00e0-\u00e5\u00e7-\u00ef\u00f1-\u00f7\u00f9-\u00fd"
    "\u00ff-\u010f\u0112-\u0125\u0128-\u0130\u0134-\u0137\u0139-\u013e\u0143-\u0148\u014c-\u0151\u0154-\u0165\u0168-\u017e\u2010-\u205e\u20a0-\u20bf]+"
)
# Letters that Unicode does not take apart, as those write them who lack the key.
_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ħ": "h", "Ħ": "H", "ŧ": "t", "Ŧ": "T", "ı": "i", "ð": "d", "Ð": "D",
     "þ": "th", "Þ": "Th", "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE"}
)  # fmt: skip
_UNDIVIDED = re.compile("[øØđĐłŁħĦŧŦıðÐþÞßẞæÆœŒ]")
# A letter whose signs are half of its name, as in C++ and C#.
_SIGNS = re.compile(r"(?<![A-Za-z0-9])([A-Za-z])(\+\+|#)")
_NAMED = {"++": "plusplus ", "#": "sharp "}
_PERCENT = re.compile(r"(?<=\d)\s?%(?!\w)")
# An abbreviation with points, as R.N.L.I., U.K. or Ph.D.
_POINTED = re.compile(r"(?<![\w.])[A-Z][a-z]?\.(?:[A-Z]\.)*[A-Z](?![^\W_])")
# Words in capitals, side by side; of many nobody can tell which is an abbreviation.
_CAPITALS = re.compile(r"[A-Z]{2,}(?: [A-Z]+)*(?![\w&])")
_INSIDE = re.compile(r"[\w&]")
# Whether a text has capitals after one another or after a point is told by its shape, several times as quickly as by a pattern.
_SHAPE = bytes(
    ord("A") if chr(code).isupper() and code < 128 else code if code == ord(".") else 0 for code in range(256)
)
SHOUTED = 3
SHORT_NUMBER = 4
# Stands between the letters of an abbreviation that would be a function word: a letter to FTS5, and to nobody who writes.
LINK = "\N{MODIFIER LETTER HALF TRIANGULAR COLON}"


def normalised(text: str) -> str:
    """Return ``text`` as the full-text indexes read it; text without anything special comes back unchanged."""
    text = named_signs(text)
    if "%" in text:
        text = _PERCENT.sub(" percent ", text)
    if text.isascii():
        return text
    return _NOT_ASCII.sub(_normalised_run, INVISIBLE.sub("", text))


def named_signs(text: str) -> str:
    """Return ``text`` with letters such as C++ and C# as words."""
    if "++" in text or "#" in text:
        return _SIGNS.sub(lambda found: f"{found[1]}{_NAMED[found[2]]}", text)
    return text


def _normalised_run(found: re.Match[str]) -> str:
    """Return a stretch of letters beyond ASCII as the indexes read it, unchanged where they read it so by themselves."""
    run = found[0]
    if _LATIN.fullmatch(run):
        return run
    plain = "".join(unicodedata.normalize("NFKC", letter) if letter.isalnum() else letter for letter in run)
    return _UNSPACED.sub(r" \g<0> ", _folded(plain).translate(_LETTERS))


def _folded(text: str) -> str:
    """Return ``text`` without the marks on its letters."""
    return unicodedata.normalize("NFC", MARKS.sub("", unicodedata.normalize("NFD", text)))


def fold(text: str) -> str:
    """Return ``text`` normalised, in lower case, and without the accents of its letters."""
    text = normalised(text)
    return text.lower() if text.isascii() else _lowered(text)


def _lowered(text: str) -> str:
    """Return normalised text in lower case, without the accents of its letters."""
    folded = _folded(text.lower())
    return folded.translate(_LETTERS) if _UNDIVIDED.search(folded) else folded


def words(text: str) -> list[str]:
    """Return the words of ``text`` in order, folded, as the exact indexes hold them."""
    text = normalised(text)
    if not text.isascii():
        text = _lowered(text)
        if not text.isascii():
            return _WORD.findall(text)
    return text.translate(_ASCII_WORDS).split()


def compounds(texts: Iterable[str]) -> str:
    """Return the words of some texts that are written with hyphens or points, joined; each once, in order.

    "Pre-flight" is "preflight", "R.N.L.I." is "rnli". An abbreviation that would be a function word ("U.S.", "WHO") is
    linked, see :func:`linked`.
    """
    found: set[str] = set()
    for text in texts:
        # Most texts have none of these, and looking for the sign alone is quick.
        if ("-" in text or not text.isascii()) and _HYPHEN.search(text):
            hyphenated = ("".join(words(match[0])) for match in _COMPOUND.finditer(text))
            # 9-5 is not 95; longer numbers are years, and nobody's.
            found.update(word for word in hyphenated if len(word) > SHORT_NUMBER or not word.isdecimal())
        shape = text.encode("ascii", "replace").translate(_SHAPE)
        if b".A" in shape:
            pointed = {"".join(words(match[0])) for match in _POINTED.finditer(text)}
            found.update(pointed - STOP_WORDS)
            found.update(map(linked, pointed & STOP_WORDS))
        for match in _CAPITALS.finditer(text) if b"AA" in shape else ():
            run = match[0].lower().split()
            # Asked here, because a pattern that looks behind each letter takes twice as long.
            if len(run) < SHOUTED and not _INSIDE.match(text[match.start() - 1 : match.start()]):
                found.update(linked(word) for word in run if word in ABBREVIATIONS)
    return " ".join(sorted(found))


def linked(abbreviation: str) -> str:
    """Return the letters of an abbreviation as one word that is no other: the U.S. is not "us"."""
    return LINK.join(abbreviation)


def is_unspaced(word: str) -> bool:
    """Return whether a word is one character of a script that is written without spaces."""
    return _UNSPACED.fullmatch(word) is not None


class _Stemmer:
    """SQLite's own porter tokenizer, kept by one thread: to set it up takes ten times as long as to stem a word."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._connection.execute(
            "CREATE VIRTUAL TABLE words USING fts5(word, content='', "
            "tokenize=\"porter unicode61 remove_diacritics 2 categories 'L* N* Co M*'\")"
        )
        self._connection.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, 'instance')")

    def terms(self, words: Sequence[str]) -> Iterator[tuple[int, str]]:
        """Yield the place of each word among ``words``, and its stem; words that are none to the tokenizer are left out."""
        # A word of letters that it surely knows is one word to it, and as one text they take half the time that they take one by one.
        plain = [place for place, word in enumerate(words) if word.isascii() and word.isalnum()]
        others = [place for place, word in enumerate(words) if not (word.isascii() and word.isalnum())]
        self._connection.execute("BEGIN")
        try:
            self._connection.execute(
                "INSERT INTO words (rowid, word) VALUES (0, ?)", (" ".join(words[place] for place in plain),)
            )
            self._connection.executemany(
                "INSERT INTO words (rowid, word) VALUES (?, ?)", ((place + 1, words[place]) for place in others)
            )
            for document, at, stem in self._connection.execute('SELECT doc, "offset", term FROM vocabulary'):
                if not document:
                    yield plain[at], stem
                elif not at:
                    yield document - 1, stem
        finally:
            self._connection.execute("ROLLBACK")

    def __del__(self) -> None:
        self._connection.close()


_of_thread = threading.local()
# With more words FTS5 makes larger tables in memory, and every time after that goes through all of them.
FEW_WORDS = 500


def stems(distinct: Sequence[str]) -> list[str]:
    """Return the stem of each word of ``distinct``, as SQLite's own porter tokenizer forms it."""
    if len(distinct) > FEW_WORDS:
        stemmer = _Stemmer()
    else:
        stemmer = getattr(_of_thread, "stemmer", None) or _Stemmer()
        _of_thread.stemmer = stemmer
    found = list(distinct)
    for place, stem in stemmer.terms(distinct):
        found[place] = stem
    return found


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
# Those that are abbreviations when they stand in capitals; longer ones do for emphasis.
ABBREVIATIONS = frozenset(word for word in STOP_WORDS if len(word) == 2) | {"who"}

"""What a piece of a query asks for: a word, however it is written, a phrase, or the beginning of words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lessons.search.text import is_unspaced, named_signs, words

if TYPE_CHECKING:
    from collections.abc import Iterator

# A plan of a page or two fits; beyond, more words change nothing but the time taken.
MAX_WORDS = 100
# One letter and a star would stand for a tenth of the dictionary.
SHORTEST_PREFIX = 2

_APOSTROPHES = re.compile("[’‘ʼ＇]")
_HYPHENS = re.compile("[‐‑‒–⁃−﹣－]")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?")
_NUMBER = re.compile(r"\d{1,3}(?:[,.]\d{3})+")
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![.,]?\d)")
_AMOUNT = re.compile(r"(?<![\w.,])(\d+(?:\.\d+)?)\s+(million|billion|thousand|m|bn|k)\b", re.IGNORECASE)
_SHORT = {"million": "m", "billion": "bn", "thousand": "k"}
_PERCENT = re.compile(r"(?<=\d)\s*(?:%|per\s?cent\b)", re.IGNORECASE)
_DECADE = re.compile(r"(?:\d\d)?\d0's")
# What an apostrophe adds to a word of English, and is no part of it.
_ENDINGS = frozenset({"s", "t", "ll", "re", "ve", "d", "m"})
_SIGN_NAMES = re.compile(r"(?<=\A[A-Za-z])(?:plusplus|sharp)\Z")
# Signs that stand between words, not inside of one.
_APART = re.compile(r"(?<!\d)[/,]|/(?!\d)|,(?!\d{3}(?!\d))|[\s\\|+;、。，；：！？／｜＋・「」『』【】《》〈〉（）]+")
# A space, sign or letter as addresses have it, inside of words.
_ESCAPED = re.compile(r"(?<=[^\s%])(?:(?:%[0-9A-Fa-f]{2})+(?=[^\s%])|(?:%[0-9A-Fa-f]{2}){2,})")
# A longer run of a script without spaces is more than a word; its pairs of characters are looked for.
LONGEST_RUN = 4
# Parts between points that are no longer than this make an abbreviation, such as Ph.D.
SHORT_PART = 3
# A stretch of katakana is one word.
_KATAKANA = re.compile("[\u30a1-\u30ff]")
_BEGINNING = re.compile(r"(?<!\*)\*[.,;:!?)]*\Z")
_EDGES = ".,;:!?()[]{}…'’‘*"


@dataclass(frozen=True)
class Clause:
    """One thing to look for.

    ``kind`` is ``word``; ``phrase``, words that were quoted; ``prefix``; or ``compound``, one word whose parts were written
    with a hyphen, a point or another sign between them. ``words`` are folded; ``typed`` is the word, compound or phrase as it was
    written. ``joined`` says that the parts of a compound may as well be written without the sign; ``capitals`` says that a word
    was typed in capitals, as abbreviations are.
    """

    kind: str
    words: tuple[str, ...]
    joined: bool = False
    typed: str = field(default="", compare=False)
    capitals: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        text = " ".join(self.words)
        if self.kind == "phrase":
            return f"“{self.typed or text}”"
        return f"{text}*" if self.kind == "prefix" else self.typed or text


def clauses_of(text: str, *, phrase: bool) -> list[Clause]:
    """Return what one piece of a query asks for: a phrase, a prefix, or words."""
    if phrase:
        found, typed = tuple(words(text)), " ".join(text.split())
        capitals = typed.isupper() and (len(found) == 1 or _ACRONYM.fullmatch(typed) is not None)
        return [Clause("phrase", found[:MAX_WORDS], typed=typed, capitals=capitals)] if found else []
    clauses = [clause for part in _APART.split(_kept(text)) for clause in _part(part)]
    # Two stars are emphasis, as Markdown has it.
    if clauses and _BEGINNING.search(text):
        last = clauses[-1]
        if len(last.words) == 1 and len(last.words[0]) >= SHORTEST_PREFIX:
            clauses[-1] = Clause("prefix", last.words)
    return clauses


def numbers_joined(text: str) -> str:
    """Return the text with numbers in groups, amounts such as 5 million, and 5 per cent, as one word."""
    text = _PERCENT.sub("%", text)
    text = _GROUPED.sub(lambda found: ",".join(found[0].split()), text)
    return _AMOUNT.sub(lambda found: f"{found[1]}{_SHORT.get(found[2].casefold(), found[2])}", text)


def _kept(text: str) -> str:
    """Return the text with signs of one kind written in one way, and letters such as C++ by their names."""
    return named_signs(_HYPHENS.sub("-", _APOSTROPHES.sub("'", _ESCAPED.sub(_unescaped, text))))


def _unescaped(found: re.Match[str]) -> str:
    """Return what an escape of an address stands for, if that is no plain letter or number."""
    plain = unquote(found[0])
    return found[0] if "\N{REPLACEMENT CHARACTER}" in plain or (plain.isascii() and plain.isalnum()) else plain


def _part(text: str) -> list[Clause]:
    """Return what a stretch of text without spaces asks for: one word, however it is written."""
    bare = text.strip(_EDGES + "-")
    found = tuple(words(bare))[:MAX_WORDS]
    pointed = text.strip("-,;:!?()[]{}…'*")
    if _ACRONYM.fullmatch(pointed) and len(found) > 1:
        return [Clause("compound", found, joined=True, typed=pointed, capitals=True)]
    if len(found) < 2:
        capitals = bare.isupper() and len(bare) > 1
        return [Clause("word", found, typed=_SIGN_NAMES.sub(_sign, bare), capitals=capitals)] if found else []
    if all(map(is_unspaced, found)):
        parts = list(_runs(found))
        return [Clause("compound", part, typed="".join(part)) for part in parts]
    if _DECADE.fullmatch(bare):
        return _part(bare.replace("'", ""))
    if "'" in bare and found[-1] in _ENDINGS:
        return _part(bare.rpartition("'")[0])
    short = "." in bare and all(len(word) <= SHORT_PART and word.isalpha() for word in found)
    hyphen = "-" in bare and not all(map(str.isdecimal, found))
    joined = short or hyphen or "'" in bare or bool(_NUMBER.fullmatch(bare.lstrip("£$€")))
    return [Clause("compound", found, joined=joined, typed=bare, capitals=bare.isupper())]


def _sign(found: re.Match[str]) -> str:
    """Return the signs of a letter that was written by their names."""
    return {"plusplus": "++", "sharp": "#"}[found[0]]


def _runs(found: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield what a run of characters of scripts without spaces asks for: the run, or its stretches of katakana and pairs."""
    if len(found) <= LONGEST_RUN:
        yield found
        return
    for katakana, stretch in groupby(found, key=lambda letter: _KATAKANA.fullmatch(letter) is not None):
        part = tuple(stretch)
        if katakana or len(part) <= LONGEST_RUN:
            yield part
        else:
            yield from pairwise(part)

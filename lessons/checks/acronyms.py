"""An acronym is written out where it first appears.

What is right: the words and then the letters in parentheses, "the strategic executive team (SET)", or the letters
with the words in parentheses; from there on the letters alone. What everybody knows (UK, US, EU, UN, IT, PDF and the like) needs
nothing, and neither does an acronym that the vocabulary explains.

Why: readers come from other organisations and, in ten years, from another time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lessons.checks.judging import judged, lines
from lessons.entries import Entry
from lessons.entries.collection import Collection
from lessons.problems import Problem

ID = "acronyms"
_ACRONYM = re.compile(r"(?<![\w/.&-])[A-Z][A-Z0-9]{1,5}(?![\w&]|-\w|\.\w)")
_CAPITALS = re.compile("[A-Z][A-Z0-9]+")
# Known to every reader of English, whatever their field.
_KNOWN = frozenset(
    re.findall(
        r"\S+",
        "AD AM BC CD CEO CO2 CV DIY DVD EU FAQ GB GDP GMT GPS HIV AIDS ID IQ IT KPI NATO NGO OK OECD PC PDF PIN PM PR QR RSVP SMS SOS TV "
        "UK UN UNESCO UNICEF US USA USB VAT VIP WC WHO CSV HTML HTTP JSON SQL URL XML YAML API",
    )
)
_ROMAN = re.compile(r"[IVXLC]+")
_IN_PARENTHESES = re.compile(r"\(\s*(?:the |or |known as |hereafter )?[\"“']?([A-Z][A-Z0-9]{1,5})s?[\"”']?\s*[);,]")
_BEFORE_PARENTHESES = re.compile(r"\b([A-Z][A-Z0-9]{1,5})s?\s?\((?=[^\W\d])[^()]{5,200}\)")
# First letters of words; an acronym among the words would explain itself, so words that begin with two capitals are none.
_INITIALS = re.compile(r"(?<![^\W_])(?![A-Z][A-Z])([^\W\d_])")
_LARGE_INITIALS = re.compile(r"(?<![^\W_])(?![A-Z][A-Z])(?!(?i:and|of|the|for|in|on|to|a)\b)([^\W\d_])")
# A line of which more is in capitals is no text, but one of few letters may be "QPR: no".
_MANY_CAPITALS, _FEW_CAPITALS = 0.6, 12
# Who uses more needs no list of them.
_MOST = 100


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield advice for the first place of each acronym that the review never writes out."""
    # Most texts have none, and a look at the whole takes a fifth of the time of one at each line.
    if not judged(entry) or not any(map(_to_explain, set(_CAPITALS.findall(entry.text)))):
        return
    seen: set[str] = set()
    text: _Explained | None = None
    for line in lines(entry):
        for match in _ACRONYM.finditer(line.text):
            letters = match.group()
            if letters in seen or not _to_explain(letters) or _shouted(line.text):
                continue
            if len(seen) == _MOST:
                return
            seen.add(letters)
            # Read only where there is an acronym: most reviews have none.
            text = text or _Explained(entry.text)
            if letters not in collection.once(_in_vocabulary) and not text.explains(letters):
                message = (
                    f'"{letters}" is never written out; where it first appears, write the words and then "({letters})"'
                )
                yield Problem(line.place(match.start()), message, ID, "advice")


def _in_vocabulary(collection: Collection) -> frozenset[str]:
    """Return the other names of terms, and the names of organisations, that the vocabulary gives."""
    words = collection.vocabulary.words
    terms = [name for scheme in words.schemes.values() for term in scheme.terms.values() for name in term.synonyms]
    names = [name for one in words.organisations.values() for name in (one.name, *one.variants)]
    return frozenset((*terms, *names))


def _to_explain(letters: str) -> bool:
    return letters not in _KNOWN and not _ROMAN.fullmatch(letters) and sum(map(str.isupper, letters)) > 1


def _shouted(line: str) -> bool:
    """Return whether a line is in capitals, where no word can be told from an acronym."""
    capitals = sum(map(str.isupper, line))
    return capitals > _FEW_CAPITALS and capitals > _MANY_CAPITALS * (capitals + sum(map(str.islower, line)))


class _Explained:
    """What a text explains: acronyms beside parentheses, and the initials of its words in a row."""

    def __init__(self, text: str) -> None:
        beside = (_IN_PARENTHESES, _BEFORE_PARENTHESES)
        self.beside = {match.group(1) for pattern in beside for match in pattern.finditer(text)}
        self.initials = ["".join(pattern.findall(text)).upper() for pattern in (_INITIALS, _LARGE_INITIALS)]

    def explains(self, letters: str) -> bool:
        """Return whether the text writes these letters out."""
        return letters in self.beside or any(letters in initials for initials in self.initials)

"""An acronym is written out where it first stands.

What is right: the words and then the letters in parentheses, "the strategic executive team (SET)", or the letters
with the words in parentheses; from there on the letters alone. What everybody reads (UK, US, EU, UN, IT, PDF and the like) needs
nothing, and neither does an acronym that the vocabulary explains.

Why: readers come from other organisations and, in ten years, from another time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lessons.checks.collection import Collection
from lessons.checks.judging import judged, lines
from lessons.entries import Entry
from lessons.problems import Problem

ID = "acronyms"
_ACRONYM = re.compile(r"(?<![\w/.&-])[A-Z][A-Z0-9]{1,5}(?![\w&]|-\w|\.\w)")
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
_SMALL = frozenset({"and", "of", "the", "for", "in", "on", "to", "a"})
_MANY_CAPITALS = 0.6


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield advice for the first place of each acronym that the review never writes out."""
    if not judged(entry):
        return
    known: set[str] | None = None
    for line in lines(entry):
        if _shouted(line.text):
            continue
        for match in _ACRONYM.finditer(line.text):
            letters = match.group()
            if letters in _KNOWN or _ROMAN.fullmatch(letters) or not re.search("[A-Z].*[A-Z]", letters):
                continue
            # Looked up only where there is an acronym: most reviews have none.
            known = _explained(collection) | _written_out(entry) if known is None else known
            if letters not in known:
                known.add(letters)
                message = f'"{letters}" is never written out; at its first place write the words and then "({letters})"'
                yield Problem(line.place(match.start()), message, ID, "advice")


def _explained(collection: Collection) -> set[str]:
    """Return the acronyms that the vocabulary gives as another name of something."""
    words = collection.vocabulary.words
    terms = [name for scheme in words.schemes.values() for term in scheme.terms.values() for name in term.synonyms]
    names = [name for organisation in words.organisations.values() for name in organisation.variants]
    return {name for name in (*terms, *names) if _ACRONYM.fullmatch(name)}


def _shouted(line: str) -> bool:
    """Return whether a line is in capitals, where no word can be told from an acronym."""
    letters = [character for character in line if character.isalpha()]
    return len(letters) > 12 and sum(character.isupper() for character in letters) / len(letters) > _MANY_CAPITALS


def _written_out(entry: Entry) -> set[str]:
    """Return the acronyms that stand in parentheses or before some, and the initials of words in a row."""
    text = f"{entry.stated('title') or ''} {entry.stated('organisation') or ''}\n{entry.text}"
    found = {match.group(1) for match in _IN_PARENTHESES.finditer(text)} | {
        match.group(1) for match in _BEFORE_PARENTHESES.finditer(text)
    }
    words = [word for word in re.findall(r"[^\W\d_]+", text) if not word.isupper() or len(word) == 1]
    for chosen in (words, [word for word in words if word.lower() not in _SMALL]):
        first = "".join(word[0] for word in chosen).upper()
        found.update(first[at : at + length] for length in range(2, 7) for at in range(len(first) - length + 1))
    return found

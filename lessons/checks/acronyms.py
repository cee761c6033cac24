"""An acronym is written out where it first stands.

What is right: the words and then the letters in parentheses, "the strategic executive team (SET)", or the letters
with the words in parentheses; from there on the letters alone. What everybody reads (UK, US, EU, UN, IT, PDF and the like) needs
nothing, and neither does an acronym that the vocabulary explains.

Why: readers come from other organisations and, in ten years, from another time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lessons.checks.collection import Collection
from lessons.checks.judging import judged, lines
from lessons.entries import Entry
from lessons.problems import Problem

ID = "acronyms"
_ACRONYM = re.compile(r"(?<![\w/.&-])[A-Z][A-Z0-9]{1,5}(?![\w&]|-\w|\.\w)")
# Known to every reader of English, whatever their field; and Roman numerals.
_KNOWN = frozenset(
    re.findall(
        r"\S+",
        "AD AM BC CD CEO CO2 CV DIY DVD EU FAQ GB GDP GMT GPS HIV AIDS ID II III IQ IT IV IX KPI NATO NGO OK OECD PC PDF PIN PM PR QR RSVP SMS SOS TV "
        "UK UN UNESCO UNICEF US USA USB VAT VI VII VIII VIP WC WHO XI XII XX XXI CSV HTML HTTP JSON SQL URL XML YAML API",
    )
)
_MANY_CAPITALS = 0.6


def check(entry: Entry, collection: Collection) -> Iterator[Problem]:
    """Yield advice for the first place of each acronym that the review never writes out."""
    if not judged(entry):
        return
    explained = _explained(collection)
    whole = f"{entry.stated('title') or ''} {entry.stated('organisation') or ''}\n{entry.text}"
    seen: set[str] = set()
    for line in lines(entry):
        if _shouted(line.text):
            continue
        for match in _ACRONYM.finditer(line.text):
            letters = match.group()
            if (
                letters in _KNOWN
                or letters in explained
                or letters in seen
                or letters.isdigit()
                or not re.search("[A-Z].*[A-Z]", letters)
            ):
                continue
            seen.add(letters)
            if not _written_out(letters, whole):
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


def _written_out(letters: str, text: str) -> bool:
    """Return whether the text has the letters with words in parentheses, or words that begin with these letters in a row."""
    if re.search(rf"\(\s*(?:the |or |known as |hereafter )?[\"“']?{letters}s?[\"”']?\s*[);,]", text):
        return True
    if re.search(rf"\b{letters}s?\s*\((?:[^\W\d]|\s)[^)]{{5,}}\)", text):
        return True
    return letters.lower() in _initials(re.findall(r"[^\W\d_]+", text), len(letters))


def _initials(words: Iterable[str], length: int) -> set[str]:
    """Return the initials of every run of ``length`` words, with and without the small words between."""
    listed = list(words)
    found = set()
    for chosen in (
        listed,
        [word for word in listed if word.lower() not in ("and", "of", "the", "for", "in", "on", "to")],
    ):
        first = "".join(word[0].lower() for word in chosen)
        # An acronym among the words would explain itself.
        found |= {
            first[at : at + length]
            for at in range(len(first) - length + 1)
            if not any(word.isupper() for word in chosen[at : at + length])
        }
    return found

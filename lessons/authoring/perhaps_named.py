"""Where a text may mean a person whose name was taken out: by the surname, however inflected, with initials, in capitals, without accents; by the whole name run together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from lessons.authoring.redacting import Name
from lessons.text.decoding import Decoded, decoded

IN_FILE_NAME = "name of the file"
# What Unicode does not take apart, and what stands for a letter with a mark where there is none on the keyboard.
_PLAIN = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "’": "'"}
_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_ONE_FOR_TWO = re.compile(r"(?<=[aou])e|(?<=a)a")
# A shorter surname is the beginning of too many other words.
_INFLECTED_FROM, _FEWEST = 5, 2
_ENDING, _ENDING_OF_SHORT = "[a-z]{0,2}", "(?:e?s)?"
# What may stand between the parts of a whole name beside white space, and between the letters of a word: the end of a line.
_APART = r"[\W_]{0,3}"
_BROKEN = r"(?:-[ \t]*\n[ \t>]*)?"


def perhaps_named(texts: Mapping[str, str], person: Name) -> dict[str, list[str]]:
    """Return what in the ``texts``, by their paths, may mean the person, each spelling with the places (path and line) at which it stands.

    That is the surname, or a part of one with a hyphen: alone or beside other words, as a plural or a genitive, in capitals, with or
    without its accents, broken at the end of a line; in lower case only behind an initial or as a mailbox, beside the rest of the name or run together with
    it, and in the name of a file, since *driver* is a word.
    """
    surname = f"(?:{'|'.join(sorted(_surnames(person), reverse=True))})"
    given = _APART.join(_breakable(_without_marks(word)) for word in person.text.split()[:-1])
    # A mailbox may join an initial to it.
    pattern = re.compile(rf"(?<![^\W\d_])(?:{surname}(?![^\W\d_])|[a-z]{surname}(?=@))")
    both = rf"(?<![^\W\d_])(?:{given}{_APART}{surname}|{surname}{_APART}{given})(?![^\W\d_])"
    # In a name of one word there is nothing to stand beside.
    whole = re.compile(both if given else r"(?!)")
    found: dict[str, list[str]] = {}
    for path, text in texts.items():
        if any(one.search(_without_marks(PurePosixPath(path).stem)) for one in (pattern, whole)):
            found.setdefault(IN_FILE_NAME, []).append(path)
        for line, spelling in _spellings(text, pattern, whole):
            places = found.setdefault(spelling, [])
            if (place := f"{path}:{line}") not in places:
                places.append(place)
    return found


def _surnames(person: Name) -> Iterator[str]:
    """Yield patterns of the surname in lower case without marks, with the endings that it may have."""
    surname = person.text.split()[-1].lower()
    for part in {surname, *surname.split("-")}:
        plain = {_without_marks(part), _without_marks(part.translate(_TWO_LETTERS))}
        for one in plain | {_ONE_FOR_TWO.sub("", word) for word in plain}:
            if len(one) >= _FEWEST:
                yield _breakable(one) + (_ENDING if len(one) >= _INFLECTED_FROM else _ENDING_OF_SHORT)


def _breakable(word: str) -> str:
    return _BROKEN.join(map(re.escape, word))


def _spellings(text: str, pattern: re.Pattern[str], whole: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """Yield the line and the spelling of each place at which a text may have the surname, or the whole name in small letters or in one word."""
    read = decoded(text, marks=True)
    quick = _without_marks(read.text)
    # Most texts have nothing of it, and this is quicker than to know where each letter stands.
    if not pattern.search(quick) and not whole.search(quick):
        return
    plain, places = _by_place(read.text)
    told: list[tuple[int, int, int]] = []
    for match in pattern.finditer(plain):
        start, end = places[match.start()], places[match.end() - 1] + 1
        initials = re.search(r"(?:(?<![^\W_])[^\W\d_][._-]?[ ]?){1,3}\Z", read.text[max(0, start - 12) : start])
        begins = start - len(initials[0]) if initials else start
        written_as_name = not read.text[start].islower() or (initials and not initials[0].endswith(" "))
        if written_as_name or read.text[end : end + 1] == "@":
            told.append((begins, start, end))
    for match in whole.finditer(plain):
        start, end = places[match.start()], places[match.end() - 1] + 1
        if not any(start <= one[1] < end for one in told):
            told.append((start, start, end))
    for begins, start, end in sorted(told):
        yield _line(text, read, start), " ".join(read.text[begins:end].split())


def _line(text: str, read: Decoded, start: int) -> int:
    return text.count("\n", 0, read.starts[start]) + 1


def _without_marks(text: str) -> str:
    if text.isascii():
        return text.lower()
    return _by_place(text)[0]


def _by_place(text: str) -> tuple[str, list[int]]:
    """Return a text in lower case without accents, and for each of its letters where that stood."""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        lower = character.lower()
        apart = _PLAIN.get(lower) or "".join(
            one for one in unicodedata.normalize("NFD", lower) if not unicodedata.combining(one)
        )
        letters += apart
        places += [place] * len(apart)
    return "".join(letters), places

"""Reads the text of all documents once and keeps it as numbers: one for each word, in order."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from lessons.schema import FullText, quoted
from lessons.search.text import STOP_WORDS, stems, words

if TYPE_CHECKING:
    import sqlite3

# Shorter words are abbreviations or fragments, which explain nothing to a newcomer.
SHORTEST_NAME = 4

Ints = npt.NDArray[np.int32]


class Lexicon(dict[str, int]):
    """Every distinct word with its number, given in the order in which words are first met."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


@dataclass(frozen=True)
class Corpus:
    """The texts of one type of document, as an FTS5 index sees them: N documents of F fields.

    ``numbers`` are the row numbers (N,); ``tokens`` the words of all documents, field after field;
    ``lengths`` (N, F) says how many words each field has.
    """

    index: FullText
    numbers: npt.NDArray[np.int64]
    tokens: Ints
    lengths: Ints

    def __len__(self) -> int:
        return len(self.numbers)


@dataclass(frozen=True)
class Stems:
    """Every distinct stem in alphabetical order, and for each word of the lexicon the position of its stem."""

    names: tuple[str, ...]
    of_word: Ints

    def __len__(self) -> int:
        return len(self.names)


def read(connection: sqlite3.Connection, index: FullText, lexicon: Lexicon) -> Corpus:
    """Return the texts behind a full-text index, documents in order of their row number."""
    fields = tuple(index.weights)
    columns = ", ".join(map(quoted, fields))
    numbers, tokens, lengths = array("q"), array("i"), array("i")
    for number, *texts in connection.execute(
        f"SELECT {quoted(index.rowid)}, {columns} FROM {quoted(index.content)} ORDER BY 1"  # noqa: S608 - names from the schema
    ):
        numbers.append(number)
        for text in texts:
            found = words(text or "")
            tokens.extend([lexicon[word] for word in found])
            lengths.append(len(found))
    return Corpus(
        index,
        np.array(numbers, dtype=np.int64),
        np.array(tokens, dtype=np.int32),
        np.array(lengths, dtype=np.int32).reshape(len(numbers), len(fields)),
    )


def stem_all(lexicon: Lexicon) -> Stems:
    """Return the stems of all words of the lexicon."""
    forms = stems(list(lexicon))
    names = tuple(sorted(set(forms)))
    position = {name: number for number, name in enumerate(names)}
    return Stems(names, np.array([position[form] for form in forms], dtype=np.int32))


def names(lexicon: Lexicon, stems: Stems, occurrences: npt.NDArray[np.int64]) -> list[str]:
    """Return for each stem its commonest word, to be shown; nothing for function words, numbers and very short words."""
    found = [""] * len(stems)
    most = [0] * len(stems)
    counts = occurrences.tolist()
    for word, number in sorted(lexicon.items()):
        stem = stems.of_word[number]
        if counts[number] > most[stem] and len(word) >= SHORTEST_NAME and word.isalpha() and word not in STOP_WORDS:
            found[stem], most[stem] = word, counts[number]
    return found

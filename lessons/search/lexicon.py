"""The words of the collection, in memory: which there are, how common they are, and which are forms of one another."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from lessons.search.inflection import american, bases
from lessons.search.text import LINK, STOP_WORDS, linked, stems

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

# Longer strings are no words of any language; they can be searched for, but nothing is guessed or completed from them.
LONGEST_WORD = 40
_stem = lru_cache(maxsize=10_000)(lambda word: stems([word])[0])
# Sorts after every word.
_LAST = "\U0010ffff"


@dataclass(frozen=True)
class Lexicon:
    """Every word of the exact indexes.

    ``words`` are in order; ``documents`` gives each the number of documents that have it (reviews, or lessons where no review
    has it); ``stem_of`` its stem; ``forms_of`` lists the words of each stem, the commonest first; ``british`` the words that are
    written otherwise in America, by the stems of their American spellings.
    """

    words: Sequence[str]
    documents: Mapping[str, int]
    stem_of: Mapping[str, str]
    forms_of: Mapping[str, tuple[str, ...]]
    british: Mapping[str, tuple[str, ...]]

    @classmethod
    def load(cls, connection: sqlite3.Connection) -> Lexicon:
        """Return the words of the database behind ``connection``."""
        documents = dict(connection.execute("SELECT term, doc FROM lessons_words"))
        documents.update(connection.execute("SELECT term, doc FROM reviews_words"))
        words = sorted(documents)
        stem_of = dict(zip(words, stems(words), strict=True))
        forms: dict[str, list[str]] = defaultdict(list)
        for word in words:
            forms[stem_of[word]].append(word)
        british: dict[str, list[str]] = defaultdict(list)
        respelt = {word: other for word in words if (other := american(word)) != word}
        for word, stem in zip(respelt, stems(list(respelt.values())), strict=True):
            british[stem].append(word)
        return cls(
            words,
            documents,
            stem_of,
            {stem: tuple(sorted(found, key=lambda word: (-documents[word], word))) for stem, found in forms.items()},
            {stem: tuple(found) for stem, found in british.items()},
        )

    def __contains__(self, word: str) -> bool:
        return word in self.documents

    def stem(self, word: str) -> str:
        """Return the stem of a word, whether any text has it or not."""
        return self.stem_of.get(word) or _stem(word)

    def forms(self, word: str) -> tuple[str, ...]:
        """Return the words of the collection that share the stem of ``word``, the commonest first.

        None where a word that no text has only shares its stem with a common word, as "oring" does with "or".
        """
        found = self.forms_of.get(self.stem(word), ())
        return () if word not in self.documents and STOP_WORDS.issuperset(found) else found

    def respelt(self, word: str) -> tuple[str, ...]:
        """Return the words of the collection that are a form of ``word`` in British or American spelling, and have another stem."""
        other = american(word)
        stem, own = self.stem(other), self.stem(word)
        found = self.british.get(stem, ())
        if other != word:
            found = (*self.forms_of.get(stem, ()), *found)
        if not found:
            return ()
        same = bases(other)
        return tuple(
            one
            for one in dict.fromkeys(found)
            if self.stem_of[one] != own and not same.isdisjoint(bases(american(one)))
        )

    def is_abbreviation(self, word: str) -> bool:
        """Return whether some text has a function word as an abbreviation, with points or in capitals."""
        return word in STOP_WORDS and linked(word) in self.documents

    def is_own(self, word: str) -> bool:
        """Return whether a word can be told from the function words by its stem, as "oring" cannot from "or"."""
        return word in STOP_WORDS or STOP_WORDS.isdisjoint(self.forms_of.get(self.stem(word), ()))

    def starting(self, start: str) -> Iterator[str]:
        """Yield the words that begin with ``start``, in order."""
        for place in range(bisect_left(self.words, start), bisect_left(self.words, start + _LAST)):
            yield self.words[place]

    def commonest(self, start: str, count: int) -> list[str]:
        """Return the commonest words that begin with ``start``, at most ``count``."""
        found = [word for word in self.starting(start) if len(word) <= LONGEST_WORD and LINK not in word]
        return sorted(found, key=lambda word: (-self.documents[word], word))[:count]

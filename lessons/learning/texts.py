"""Texts taken apart: the stems of their words, and the concepts that they speak of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from lessons.learning.thesaurus import told_apart
from lessons.search.text import STOP_WORDS, stems, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lessons.learning.thesaurus import Cue, Thesaurus


@cache
def general_words() -> frozenset[str]:
    """Return the words of any plan and any lesson, numbers among them: that both have one tells nothing."""
    return frozenset(files("lessons.learning").joinpath("general_words.txt").read_text("utf-8").split())


# What may stand between two words that are read as one cue.
_BETWEEN = r"(?:[,;:]?\s+|['’‐‑-])"


@dataclass(frozen=True)
class TextWords:
    """The words of a text: ``written`` gives for each stem that tells something a word that has it, ``concepts`` the cues of each concept."""

    text: str

    written: Mapping[str, str]
    concepts: Mapping[int, Mapping[Cue, int]]
    stemmed: tuple[str, ...]
    spoken: tuple[str, ...]

    def cue(self, cue: Cue, place: int) -> str:
        """Return a cue as the text has it, in small letters, with what may stand among its words."""
        at = place
        for stem in cue:
            at = self.stemmed.index(stem, at) + 1
        spoken = self.spoken[place:at]
        found = re.search(rf"\b{_BETWEEN.join(map(re.escape, spoken))}\b", self.text, re.IGNORECASE)
        return " ".join((found[0].lower() if found else " ".join(spoken)).split())


class Stemmer:
    """Takes texts apart; each distinct word is stemmed once."""

    def __init__(self, thesaurus: Thesaurus) -> None:
        self._thesaurus = thesaurus
        self._stems: dict[str, str] = {}

    def read(self, texts: Sequence[str]) -> list[TextWords]:
        """Return the words of some texts."""
        spoken = [words(text) for text in texts]
        new = [word for word in dict.fromkeys(word for own in spoken for word in own) if word not in self._stems]
        self._stems.update(zip(new, stems(new), strict=True))
        return [self._words(text, own) for text, own in zip(texts, spoken, strict=True)]

    def _words(self, text: str, spoken: Sequence[str]) -> TextWords:
        written: dict[str, str] = {}
        passed_over = STOP_WORDS | general_words()
        for word in spoken:
            if word not in passed_over and len(word) > 1 and not word.isdigit():
                written.setdefault(self._stems[word], word)
        stemmed = told_apart(spoken, [self._stems[word] for word in spoken])
        return TextWords(text, written, self._thesaurus.found(spoken, stemmed), stemmed, tuple(spoken))


def together(read: Sequence[TextWords]) -> TextWords:
    """Return the words of all passages as one."""
    concepts: dict[int, dict[Cue, int]] = {}
    for one in read:
        for concept, cues in one.concepts.items():
            concepts.setdefault(concept, {}).update(cues)
    return TextWords("", {stem: word for one in read for stem, word in one.written.items()}, concepts, (), ())

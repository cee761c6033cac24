"""Characters of a file on which there is advice: those that nobody sees, joined letters, and letters that were damaged."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lessons.problems import Place, Problem
from lessons.text.damaged import damage
from lessons.text.files import ENCODING, HIDDEN_CHARACTERS
from lessons.text.invisible import odd_characters


def advice(text: str, path: str) -> Iterator[Problem]:
    """Yield advice for each line with characters that nobody sees, or joined letters, whose words search finds all the same, and for each damaged word."""
    if text.isascii():
        return
    for number, line in enumerate(text.split("\n"), 1):
        # One is enough to find the others of its line, and --fix corrects them all.
        for odd in islice(odd_characters(line), 1):
            yield Problem(Place(path, number, odd.start + 1), odd.words, HIDDEN_CHARACTERS, "advice")
        for one in damage(line):
            yield Problem(Place(path, number, one.start + 1), one.words, ENCODING, "advice")

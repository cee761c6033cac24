"""The part of a text that answers the query best, as escaped HTML with what was looked for marked."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from html import escape
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from lessons.search.text import LINK, STOP_WORDS, fold, is_unspaced

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from lessons.search.forms import Form
    from lessons.search.lexicon import Lexicon
    from lessons.search.understanding import Understanding

# Two lines of a results page.
LENGTH = 220
# A text is looked at for this many characters; the words that matter stand earlier.
LOOKED_AT = 40_000
# Forms of one word that are marked, the commonest; and words, phrases and beginnings in all.
MOST_FORMS = 12
MOST_MARKS = 200
# Letters that the forms of one word have in common.
BEGINNING = 4
# What no word of a text reaches across.
BETWEEN = "\n"

_SPACE = re.compile(r"\s")
# What HTML reads as more than a letter.
_ACTIVE = re.compile("[&<>\"']")
_SENTENCE = re.compile(r"[.!?][)\"”’]?\s+|\n+")
Place = tuple[int, int, str]


@dataclass(frozen=True)
class Marks:
    """What is marked: folded ``words`` that stand by themselves, and ``patterns`` of phrases and of beginnings of words.

    ``abbreviations`` are patterns as well, of words that are no others only for their capitals or points.
    """

    words: tuple[str, ...] = ()
    patterns: tuple[re.Pattern[str], ...] = ()
    abbreviations: tuple[re.Pattern[str], ...] = ()

    @classmethod
    def of(cls, understanding: Understanding, lexicon: Lexicon) -> Marks:
        """Return what a query looked for: its words in the forms that share their stems, its phrases as phrases."""
        words: dict[str, None] = {}
        patterns: dict[str, None] = {}
        abbreviations: dict[str, None] = {}
        for term in understanding.terms:
            if term.begins:
                patterns[rf"(?<!\w){re.escape(term.begins)}\w*"] = None
            kinds = (clause.kind for clause in term.group.clauses)
            quoted = dict(zip(term.forms.typed, kinds, strict=True)) if term.exact else {}
            for form in term.any_form:
                kind = quoted.get(form, "word")
                if kind == "prefix":
                    patterns[rf"(?<!\w){re.escape(form[0])}\w*"] = None
                elif LINK in form[0]:
                    letters = form[0].upper().split(LINK)
                    abbreviations[rf"(?<!\w)(?:{'[.]'.join(letters)}[.]?|{''.join(letters)})(?!\w)"] = None
                elif kind == "phrase":
                    patterns[_phrase(form, ())] = None
                elif len(form) > 1:
                    patterns[_phrase(form, [lexicon.forms(word)[:MOST_FORMS] for word in form])] = None
                    if form[-1] == "percent":
                        patterns[rf"{_phrase(form[:-1], ())}\s?%"] = None
                else:
                    same = () if form[0] in STOP_WORDS else lexicon.forms(form[0])
                    words.update(dict.fromkeys((form[0], *same[:MOST_FORMS])))
        return cls(
            tuple(words)[:MOST_MARKS],
            tuple(map(re.compile, list(patterns)[:MOST_MARKS])),
            tuple(map(re.compile, list(abbreviations)[:MOST_MARKS])),
        )

    @cached_property
    def beginnings(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The words by what they begin with: a text that does not have this has none of them, and most texts do not."""
        found: dict[str, list[str]] = {}
        for word in self.words:
            found.setdefault(word[:BEGINNING], []).append(word)
        return tuple((start if len(words) > 1 else words[0], tuple(words)) for start, words in found.items())

    def counts(self, texts: Sequence[str]) -> list[int]:
        """Return how many different things that are to be marked each of some texts has."""
        if self.patterns or self.abbreviations:
            return [len({name for _, _, name in _places(text, self)}) for text in texts]
        # All of them as one text: to look for a few words in each of a hundred short ones takes several times as long.
        starts = [0, *accumulate(len(text) + len(BETWEEN) for text in texts)]
        found = {(bisect_right(starts, at), name) for at, _, name in _places(BETWEEN.join(texts), self)}
        each = Counter(place for place, _ in found)
        return [each[place] for place in range(1, len(starts))]


def _phrase(form: Form, forms: Sequence[Sequence[str]]) -> str:
    """Return the pattern for words side by side, each in any of its ``forms`` where these are given."""
    parts = []
    for place, word in enumerate(form):
        same = dict.fromkeys((word, *(forms[place] if forms else ())))
        parts.append(f"(?:{'|'.join(map(re.escape, same))})" if len(same) > 1 else re.escape(word))
    if all(map(is_unspaced, form)):
        return r"\W*".join(parts)
    apart = r"[\W_]+".join(parts)
    return rf"(?<!\w){apart}(?!\w)"


def excerpt(own: Sequence[str], about: Sequence[str], marks: Marks, taken: Container[str] = ()) -> str:
    """Return an excerpt of about ``LENGTH`` characters for one result, from its ``own`` texts where they have what is to be marked.

    Of these the one with most of it is shown, the first before its equals. Where none has any, what is said ``about`` the result may
    have; where that has none either, the first text that there is begins. An excerpt that is ``taken``, by a neighbour on the
    page, is shown again only where there is no other. It is HTML: everything is escaped, matches stand in ``<mark>``.
    """
    first = ""
    for one in _in_turn(own, about, marks):
        shown = _marked(one.text, one.start, one.places)
        if shown and shown not in taken:
            return shown
        first = first or shown
    return first


class _Found(NamedTuple):
    """What a text has of what is to be marked: how many different things stand together at best, from where, and all places."""

    text: str
    score: int
    start: int
    places: list[Place]

    @classmethod
    def of(cls, text: str, marks: Marks) -> _Found:
        """Return what ``text`` has."""
        places = sorted(_places(text, marks))
        return cls(text, *_window(places), places)


def _in_turn(own: Sequence[str], about: Sequence[str], marks: Marks) -> Iterator[_Found]:
    """Yield the texts in the order in which an excerpt is taken from them; what comes later is often not looked at."""
    silent: list[_Found] = []
    for texts in (own, about):
        found = [_Found.of(text[:LOOKED_AT], marks) for text in texts if text]
        yield from sorted((one for one in found if one.score), key=lambda one: -one.score)
        silent += [one for one in found if not one.score]
    yield from silent


def marked(text: str, marks: Marks) -> str:
    """Return the whole of ``text`` as escaped HTML with what is to be marked in ``<mark>``."""
    return _with_marks(text, 0, len(text), sorted(_places(text, marks)))


def _places(text: str, marks: Marks) -> Iterator[Place]:
    """Yield start, end and name of each place that is to be marked."""
    for pattern in marks.abbreviations:
        yield from ((*found.span(), pattern.pattern) for found in pattern.finditer(text))
    folded, where = _aligned(text)
    size = len(folded)
    for beginning, words in marks.beginnings:
        first = folded.find(beginning)
        if first < 0:
            continue
        for word in words:
            at, length = folded.find(word, first), len(word)
            while at >= 0:
                end = at + length
                if not (at and folded[at - 1].isalnum()) and not (end < size and folded[end].isalnum()):
                    yield (at, end, word) if where is None else (where[at], where[end], word)
                at = folded.find(word, end)
    for pattern in marks.patterns:
        for found in pattern.finditer(folded):
            start, end = found.span()
            yield (start, end, pattern.pattern) if where is None else (where[start], where[end], pattern.pattern)


def _aligned(text: str) -> tuple[str, list[int] | None]:
    """Return ``text`` folded, and for each place in that (and its end) the place in ``text``; ``None`` where they agree."""
    if text.isascii():
        return text.lower(), None
    folded = fold(text)
    if len(folded) == len(text) and "%" not in text:
        return folded, None
    each = {letter: " " if letter.isspace() else fold(letter).strip() for letter in set(text)}
    letters = [each[letter] for letter in text]
    folded = "".join(letters)
    starts = [0, *accumulate(map(len, letters))]
    where = [place for place, letter in enumerate(letters) for _ in letter]
    # A match ends where the next letter that counts begins, or at the end.
    ends = {start: place for place, start in reversed(list(enumerate(starts)))}
    return folded, [ends.get(at, where[at] if at < len(where) else len(text)) for at in range(len(folded) + 1)]


def _window(places: Sequence[Place]) -> tuple[int, int]:
    """Return how many different matches the best stretch of text holds, and where its first match is."""
    most = len({name for _, _, name in places})
    best, start, first = 0, 0, 0
    inside: dict[str, int] = {}
    for at, end, name in places:
        inside[name] = inside.get(name, 0) + 1
        while end - LENGTH > places[first][0] < at:
            gone = places[first][2]
            inside[gone] -= 1
            if not inside[gone]:
                del inside[gone]
            first += 1
        if len(inside) > best:
            best, start = len(inside), places[first][0]
            if best == most:
                break
    return best, start


def _marked(text: str, start: int, places: list[Place]) -> str:
    """Return the excerpt that holds ``start``: from where its sentence begins, if that is near, and cut between words."""
    # Near the end of the text the excerpt is filled from before, as far as the match is still in sight on a telephone.
    begin = max(0, min(start - LENGTH // 5, max(len(text) - LENGTH, start - LENGTH // 3)))
    if begin:
        nearest = max(0, start - LENGTH // 3)
        sentence = _SENTENCE.search(text, nearest, start) or _SPACE.search(text, begin, start)
        begin = sentence.end() if sentence else start
    end = min(len(text), begin + LENGTH)
    if end < len(text):
        space_before = max(text.rfind(" ", begin, end), text.rfind("\n", begin, end))
        end = space_before if space_before > begin + LENGTH // 2 else end
    shown = _with_marks(text, begin, end, places)
    return f"{'… ' if begin else ''}{shown}{' …' if end < len(text) else ''}" if shown else ""


def _with_marks(text: str, begin: int, end: int, places: Sequence[Place]) -> str:
    """Return ``text[begin:end]`` escaped, white space made single, with the places inside it marked."""
    escaped = escape if _ACTIVE.search(text, begin, end) else str
    pieces = []
    at = begin
    for first, last, _ in places[bisect_left(places, (begin,)) : bisect_left(places, (end,))]:
        if first < at or last > end:
            continue
        pieces += [escaped(text[at:first]), "<mark>", escaped(text[first:last]), "</mark>"]
        at = last
    pieces.append(escaped(text[at:end]))
    return " ".join("".join(pieces).split())

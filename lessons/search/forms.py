"""The forms in which one and the same word is written: apart, joined, hyphenated; with points; other numbers and spellings.

A form is a phrase of one or more words. What was typed is always one of them; the others are forms that some text has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.search.inflection import american, plurals, regular
from lessons.search.text import STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lessons.search.clauses import Clause
    from lessons.search.lexicon import Lexicon

Form = tuple[str, ...]

# Parts of a word that may be written apart; one letter alone (x-ray, e-mail) only before the rest.
SHORTEST_PART = 2
LONGEST_SPLIT = 30
# Two words of so many letters are the one that they make when written together: health care, but not car pet.
SHORTEST_OF_TWO = 4
# Letters of an abbreviation that may be written with points between them.
LONGEST_ABBREVIATION = 5
# From this many digits on, a number may be written with separators.
SHORTEST_GROUPED = 4
# Stems shorter than this are no evidence that two words belong together.
SHORTEST_STEM = 4
_AMOUNT = re.compile(r"(\d+)(m|mn|bn|b|k)")
_MEANT = {"m": "million", "mn": "million", "bn": "billion", "b": "billion", "k": "thousand"}
_ZEROS = {"thousand": 3, "million": 6, "billion": 9}
_SHORT = {"million": "m", "billion": "bn"}
# Nobody writes 3.875125 million.
MOST_DECIMALS = 2
_LETTERS_DIGITS = re.compile(r"([^\W\d_]+)(\d+)|(\d+)([^\W\d_]+)")


@dataclass(frozen=True)
class Forms:
    """How one word is written.

    ``typed`` as it was typed, but for a hyphen or points; ``others`` apart, as another number, or in another spelling.
    ``confused`` are those that have the stem of a function word, so that only the exact index can tell them from it.
    """

    typed: tuple[Form, ...]
    others: tuple[Form, ...] = ()
    confused: tuple[Form, ...] = ()

    @property
    def all(self) -> tuple[Form, ...]:
        """All forms that can be looked for by their stems, each once."""
        return tuple(form for form in dict.fromkeys((*self.typed, *self.others)) if form not in self.confused)


NO_FORMS = Forms(())


def forms_of(
    lexicon: Lexicon, clause: Clause, exists: Callable[[Form], bool], hyphenated: Callable[[Form], bool]
) -> Forms:
    """Return the forms of a word of a query.

    ``exists`` tells whether any text has a phrase, ``hyphenated`` whether one has it as a word with hyphens.
    """
    if len(clause.words) > 1:
        return _of_compound(lexicon, clause, exists)
    (word,) = clause.words
    if only := _only_irregular(lexicon, word):
        return Forms(only)
    known = bool(lexicon.forms(word))
    typed = [clause.words] if known else []
    if known and not lexicon.is_own(word) and (written := [form for form in split(lexicon, word) if hyphenated(form)]):
        return Forms((clause.words,), tuple(written), confused=(clause.words,))
    apart = [form for form in split(lexicon, word) if exists(form)]
    # Two words that only happen to make up another ("not able") are not meant; with hyphens they are that word.
    others = [
        form
        for form in apart
        if hyphenated(form)
        or (not (known and word.isalpha()) and not STOP_WORDS.issuperset(form))
        or (min(map(len, form)) >= SHORTEST_OF_TWO and STOP_WORDS.isdisjoint(form))
    ]
    if not known and others:
        # Of several ways to take it apart the one that some text has with a hyphen is meant, else the first word is the longer.
        others = [min(others, key=lambda form: (not hyphenated(form), -len(form[0])))]
    if (
        (clause.capitals or not known)
        and 1 < len(word) <= LONGEST_ABBREVIATION
        and word.isalpha()
        and exists(tuple(word))
    ):
        typed.append(tuple(word))
    others += [form for form in numbers(word) if exists(form)]
    others += [(other,) for other in inflections(lexicon, word)]
    return Forms(tuple(dict.fromkeys(typed)) or (clause.words,), tuple(dict.fromkeys(others)))


def _only_irregular(lexicon: Lexicon, word: str) -> tuple[Form, ...]:
    """Return the irregular plural or singular of a word that no text has, nor its regular one: its stem is then that of other words.

    Where texts have "index", "indices" is that, and not "indicated".
    """
    if word in lexicon or any(form in lexicon for form in regular(word)):
        return ()
    return tuple((other,) for other in plurals(word) if other in lexicon and other not in STOP_WORDS)


def _of_compound(lexicon: Lexicon, clause: Clause, exists: Callable[[Form], bool]) -> Forms:
    """Return the forms of a word whose parts were written with a sign between them."""
    typed: list[Form] = []
    others: list[Form] = []
    joined = "".join(clause.words)
    apart = exists(clause.words)
    if apart and lexicon.forms(joined) and not lexicon.is_own(joined):
        return Forms(((joined,),), (clause.words,), confused=((joined,),))
    # Without its points, U.S. is another word.
    if clause.joined and lexicon.forms(joined) and not (clause.capitals and joined in STOP_WORDS):
        typed.append((joined,))
        others += [(other,) for other in inflections(lexicon, joined)]
    others += [form for form in _as_numbers(clause.words, joined) if form != clause.words and exists(form)]
    # What has a hyphen in it is found as one word; the parts side by side are the same word written apart.
    (others if typed and "-" in clause.typed else typed).append(clause.words)
    for place, part in enumerate(clause.words):
        for other in (*lexicon.respelt(part), *plurals(part), *_apart(part)):
            form = (*clause.words[:place], *other.split(), *clause.words[place + 1 :])
            if form != clause.words and exists(form):
                others.append(form)
    return Forms(tuple(dict.fromkeys(typed)), tuple(dict.fromkeys(others)))


def _as_numbers(parts: Form, joined: str) -> Iterator[Form]:
    """Yield the other ways to write a number with a separator: 5,000,000 in millions, 3.8m in figures."""
    yield from numbers(joined)
    amount = _AMOUNT.fullmatch(parts[-1])
    if amount and len(parts) == 2 and parts[0].isdecimal():
        yield from in_figures(parts[0], amount[1], _MEANT[amount[2]])


def _apart(part: str) -> tuple[str, ...]:
    """Return a part of a word as it may be written apart: letters and digits, amounts, per cent."""
    if part == "percent":
        return ("per cent",)
    mixed = _LETTERS_DIGITS.fullmatch(part)
    found = [tuple(filter(None, mixed.groups()))] if mixed else []
    return tuple(" ".join(form) for form in (*found, *numbers(part)))


def split(lexicon: Lexicon, word: str) -> Iterator[Form]:
    """Yield the ways in which a word may be written apart: as two words of the collection, or as letters and digits."""
    if not SHORTEST_PART < len(word) <= LONGEST_SPLIT:
        return
    mixed = _LETTERS_DIGITS.fullmatch(word)
    if mixed:
        yield tuple(part for part in mixed.groups() if part)
    elif word.isalpha():
        for place in range(1, len(word) - 1):
            parts = word[:place], word[place:]
            if all(map(lexicon.forms, parts)):
                yield parts


def numbers(word: str) -> Iterator[Form]:
    """Yield the other ways to write a number: 1000 with a separator, 5m in words and in figures, 5000000 in millions."""
    if word.isdecimal() and len(word) >= SHORTEST_GROUPED:
        yield _grouped(word)
        for name, short in _SHORT.items():
            whole, rest = word[: -_ZEROS[name]], word[-_ZEROS[name] :].rstrip("0")
            if whole and len(rest) <= MOST_DECIMALS:
                figures = (whole, rest) if rest else (whole,)
                yield (*figures, name)
                yield (*figures[:-1], figures[-1] + short)
    amount = _AMOUNT.fullmatch(word)
    if amount:
        yield amount[1], _MEANT[amount[2]]
        yield from in_figures(amount[1], "", _MEANT[amount[2]])


def in_figures(whole: str, decimals: str, name: str) -> Iterator[Form]:
    """Yield a number of thousands, millions or billions in figures, with and without separators."""
    if len(decimals) <= _ZEROS[name]:
        figures = whole + decimals.ljust(_ZEROS[name], "0")
        yield (figures,)
        yield _grouped(figures)


def _grouped(figures: str) -> Form:
    """Return a number in groups of three figures."""
    head = len(figures) % 3 or 3
    return (figures[:head], *(figures[place : place + 3] for place in range(head, len(figures), 3)))


def inflections(lexicon: Lexicon, word: str) -> Iterator[str]:
    """Yield the words of the collection that are ``word`` in another number or spelling, and have another stem."""
    stem = lexicon.stem(word)
    seen = {word}
    respelt = lexicon.respelt(word)
    for other in (*respelt, *(many for one in (*regular(word), american(word)) for many in plurals(one))):
        if other not in seen and other in lexicon and lexicon.stem(other) != stem and other not in STOP_WORDS:
            seen.add(other)
            yield other
    # The stem of employed is written with an i, that of employment with a y.
    swapped = {"y": "i", "i": "y"}.get(stem[-1:])
    if swapped and len(stem) >= SHORTEST_STEM:
        yield from (other for other in lexicon.forms_of.get(stem[:-1] + swapped, ())[:1] if other not in seen)

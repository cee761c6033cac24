"""What a phrase, the beginning of words, and a word beside them are called in the exact index, which knows words as they are written."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from lessons.search.forms import Forms, forms_of
from lessons.search.statements import any_of
from lessons.search.text import STOP_WORDS, linked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lessons.search.clauses import Clause
    from lessons.search.forms import Form
    from lessons.search.lexicon import Lexicon
    from lessons.search.query import Group
    from lessons.search.reader import Reader

# Forms of each word that are looked for where several stand side by side, the commonest.
MOST_INFLECTED = 3


def is_abbreviation(reader: Reader, clause: Clause) -> bool:
    """Return whether a word was typed as an abbreviation, and is one here that would be a function word: U.S., WHO."""
    joined = "".join(clause.words)
    return clause.capitals and joined in STOP_WORDS and reader.index.is_abbreviation(joined)


def form_of(reader: Reader, clause: Clause) -> Form:
    """Return the words of a clause, as the indexes have them."""
    return (linked("".join(clause.words)),) if is_abbreviation(reader, clause) else clause.words


def written_forms(reader: Reader, clause: Clause) -> Forms:
    """Return the written forms of a word."""
    if is_abbreviation(reader, clause):
        return Forms((form_of(reader, clause),))
    return forms_of(reader.index.lexicon, clause, reader.exists, reader.hyphenated)


def exact_expression(reader: Reader, group: Group, known: Iterable[Form]) -> tuple[str, tuple[Form, ...]]:
    """Return the expression for the exact index, and the other forms of plain words in it: beside a phrase, all are looked for."""
    parts: list[str] = []
    other: list[Form] = []
    for clause in group.clauses:
        if clause.kind == "prefix":
            parts.append(f"{any_of([clause.words])} *")
        elif clause.kind == "phrase":
            parts.append(any_of([form_of(reader, clause)]))
        else:
            forms = written_forms(reader, clause)
            written = dict.fromkeys((*forms.typed, *forms.others))
            other += written
            parts.append(any_of(_inflected(reader.index.lexicon, written)))
    if known:
        parts.append(any_of(_inflected(reader.index.lexicon, known)))
    return " OR ".join(parts), tuple(other)


def _inflected(lexicon: Lexicon, forms: Iterable[Form]) -> Iterator[Form]:
    """Yield forms, each with its words in the forms of the same stem that texts have: the exact index does not know them for one."""
    for form in forms:
        most = MOST_INFLECTED if len(form) > 1 else None
        yield from product(*(dict.fromkeys((word, *lexicon.forms(word)[:most])) for word in form))

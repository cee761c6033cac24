"""The things that a query looks for: each word of it with its written forms, synonyms, completions and guesses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from lessons.search.clauses import Clause
from lessons.search.exact import exact_expression, form_of, is_abbreviation, written_forms
from lessons.search.forms import NO_FORMS, Forms
from lessons.search.inflection import american, bases, regular
from lessons.search.query import Group
from lessons.search.statements import any_of
from lessons.search.text import STOP_WORDS
from lessons.search.vocabulary import LONGEST_JOINED, joined

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from lessons.search.forms import Form
    from lessons.search.lexicon import Lexicon
    from lessons.search.query import Query
    from lessons.search.reader import Reader

# Words that are named as sharing a stem, the commonest.
MOST_KIN = 3
# Words that an unfinished one is completed to, the commonest.
MOST_COMPLETED = 8
# Particles with which English makes a word of another, before it or behind it. Not "in": before a word it is as often the opposite
# ("in complete").
COMPOUNDING = frozenset({"after", "by", "down", "off", "on", "out", "over", "through", "under", "up"})


@dataclass(frozen=True)
class QueryTerm:
    """One thing to look for.

    ``forms`` are the written forms of what was typed, ``synonyms`` other words for it; ``begins`` says that the word is looked
    for as the beginning of others; ``kin`` are words that only share its stem, where no text has the word itself in any form;
    ``guesses`` what it may have been meant for, or what the ``slip`` in it may, one part of a compound. A term with a phrase or a prefix is asked of
    the exact index: ``exact`` is its FTS5 expression there, ``begun`` the commonest words that begin so. ``absent`` says that no text has it.
    """

    group: Group
    forms: Forms = NO_FORMS
    synonyms: tuple[Form, ...] = ()
    exact: str = ""
    begun: tuple[Form, ...] = ()
    begins: str = ""
    kin: tuple[str, ...] = ()
    guesses: tuple[str, ...] = ()
    slip: str = ""
    absent: bool = False

    @property
    def word(self) -> str:
        """The one plain word that it is; else nothing."""
        (first, *others) = self.group.clauses
        return first.words[0] if not others and first.kind == "word" else ""

    @property
    def unknown(self) -> str:
        """The word of no text that may be a slip: the one plain word that it is, or the ``slip`` in a compound."""
        return self.slip or self.word

    @property
    def any_form(self) -> tuple[Form, ...]:
        """All that will do for the term, each once."""
        return tuple(dict.fromkeys((*self.forms.all, *self.synonyms)))

    @property
    def stemmed(self) -> str:
        """The FTS5 expression for the stemmed index."""
        return any_of(self.any_form)

    @property
    def words(self) -> tuple[str, ...]:
        """The words of its forms: what says in which direction the term points."""
        return tuple(dict.fromkeys(word for form in self.forms.typed for word in form))

    def read_as(self, readings: Sequence[str]) -> QueryTerm:
        """Return the same with its word of no text read as others, which count as if they had been typed."""
        forms = tuple(
            with_reading(self.group.clauses[0].words, self.slip, text) if self.slip else tuple(text.split())
            for text in readings
        )
        return replace(self, forms=Forms(forms)) if forms else self


def with_reading(form: Form, slip: str, reading: str) -> Form:
    """Return a form with a slip in it read as another word."""
    return tuple(reading if word == slip else word for word in form)


def _roots(lexicon: Lexicon, words: Iterable[str]) -> list[str]:
    """Return the stems of words in one spelling."""
    return [lexicon.stem(american(word)) for word in words]


def as_typed(group: Group) -> QueryTerm:
    """Return a term for a group before anything was looked up."""
    return QueryTerm(group, Forms(tuple(clause.words for clause in group.clauses)))


def term_of(reader: Reader, group: Group, others: Others, *, alone: bool = False) -> QueryTerm:
    """Return the term for a group: written forms and synonyms of a word, or an expression for the exact index.

    ``alone`` says that nothing else is looked for.
    """
    lexicon = reader.index.lexicon
    if any(clause.kind in ("phrase", "prefix") for clause in group.clauses):
        prefixes = [clause.words[0] for clause in group.clauses if clause.kind == "prefix"]
        begun = [(word,) for start in prefixes for word in lexicon.commonest(start, MOST_COMPLETED)]
        known = _synonyms(group, others)
        exact, other = exact_expression(reader, group, known)
        forms = Forms(tuple(form_of(reader, clause) for clause in group.clauses), other)
        return QueryTerm(group, forms, known, exact=exact, begun=tuple(begun))
    if alone and (word := _function_word(reader, group)):
        # By its stem "us" is "used" as well.
        own = [(other,) for other in lexicon.forms(word) if not bases(word).isdisjoint(bases(other))]
        return QueryTerm(group, Forms(((word,),)), exact=any_of([(word,), *own]), absent=word not in lexicon)
    found = [written_forms(reader, clause) for clause in group.clauses]
    typed = tuple(dict.fromkeys(form for forms in found for form in forms.typed))
    other = tuple(dict.fromkeys(form for forms in found for form in forms.others))
    confused = tuple(form for forms in found for form in forms.confused)
    known = _synonyms(group, others)
    has_text = other or any(map(reader.exists, (*typed, *known)))
    kin = () if known or other or group.clauses[0].words not in typed else _kin(reader.index.lexicon, group)
    return QueryTerm(group, Forms(typed, other, confused), known, kin=kin, absent=not has_text)


def _kin(lexicon: Lexicon, group: Group) -> tuple[str, ...]:
    """Return the words that share the stem of a word of no text, if no form of the word itself is among them."""
    (first, *others) = group.clauses
    if others or first.kind != "word" or first.words[0] in lexicon or first.words[0] in STOP_WORDS:
        return ()
    forms = lexicon.forms(first.words[0])
    own = {base for form in regular(first.words[0]) for base in bases(american(form))}
    return () if any(not own.isdisjoint(bases(american(form))) for form in forms) else forms[:MOST_KIN]


def _function_word(reader: Reader, group: Group) -> str:
    """Return the function word that is all of a group; else nothing."""
    (first, *others) = group.clauses
    plain = not others and first.kind == "word" and not is_abbreviation(reader, first)
    return first.words[0] if plain and first.words[0] in STOP_WORDS else ""


def _synonyms(group: Group, others: Others) -> tuple[Form, ...]:
    """Return the other words for the words of a group."""
    plain = [clause for clause in group.clauses if clause.kind in ("word", "compound")]
    return tuple(dict.fromkeys(form for clause in plain for word in clause.words for form in others.get(word, ())))


Others = dict[str, list["Form"]]


def other_words(reader: Reader, query: Query, removed: Collection[str]) -> tuple[Others, list[tuple[str, str]]]:
    """Return by typed word the other expressions that will do, and the same in pairs to be shown."""
    others: Others = {}
    shown: list[tuple[str, str]] = []
    lexicon = reader.index.lexicon
    compounds = {clause.words for group in query.groups for clause in group.clauses if clause.kind == "compound"}
    # What stands on one side of an OR is no neighbour of anything else.
    alternatives = (clause.words for group in query.groups if len(group.clauses) > 1 for clause in group.clauses)
    found = [
        (expansion, typed)
        for typed in (query.typed, *alternatives)
        for expansion in reader.index.expansions.find([lexicon.stem(word) for word in typed])
    ]
    found += ((expansion, query.typed) for expansion in joined(query.typed, query.common, lexicon, reader.hyphenated))
    for expansion, words in found:
        typed = words[expansion.start : expansion.end]
        content = [word for word in typed if word not in query.common]
        for text in expansion.alternatives:
            if text in removed or not content:
                continue
            # The same word with a hyphen or without, or in the other spelling, is no other word.
            hyphen = typed in compounds or ("".join(typed) == text and reader.hyphenated(typed))
            if not hyphen and _roots(lexicon, typed) != _roots(lexicon, text.split()):
                shown.append((" ".join(typed), text))
            for word in content:
                others.setdefault(word, []).append(tuple(text.split()))
    return others, shown


def with_small_words(reader: Reader, query: Query, terms: Sequence[QueryTerm]) -> list[QueryTerm]:
    """Return the terms; a word that texts join to the common word, or the letter, beside it is looked for with that.

    "take up" and "on line" are more than "take" and "line", an "O ring" more than a ring, and "A 46" more than 46.
    """
    found = list(terms)
    for pair in pairwise(query.typed):
        content = [word for word in pair if word not in query.common]
        letter, joined = min(map(len, pair)) == 1, "".join(pair)
        if not content or not (letter or len(content) == 1):
            continue
        numbered = letter and pair[1].isdecimal() and not pair[0].isdecimal() and joined in reader.index.lexicon
        as_one = not (numbered or letter) and _is_written_as_one(reader, query, pair)
        if not (numbered or as_one or reader.hyphenated(pair)):
            continue
        forms = Forms(((joined,),)) if as_one else Forms((pair, (joined,)))
        if not reader.index.lexicon.is_own(joined):
            forms = Forms(((joined,),), (pair,), confused=((joined,),))
        longer = max(content, key=len)
        together = Group((Clause("compound", pair, typed=" ".join(pair)),))
        rest, found = found, []
        for term in rest:
            word = term.word
            if (numbered and word in content and not (term.absent and not word.isdecimal())) or (
                as_one and word == longer
            ):
                name = together if len(content) == 1 else term.group
                also = replace(forms, others=(*forms.others, (word,)))
                found.append(replace(term, group=name, forms=also, kin=(), absent=False))
            elif word == longer and not numbered:
                found.append(replace(term, group=together, forms=forms, kin=(), absent=False))
            elif word not in content:
                found.append(term)
    return found


def _is_written_as_one(reader: Reader, query: Query, pair: Form) -> bool:
    """Return whether two words, one of them a particle, are in the texts one word alone: "down link", where all write "downlink".

    Where some text has the two side by side, they may be meant as they stand.
    """
    joined = "".join(pair)
    return (
        not COMPOUNDING.isdisjoint(pair)
        and len(query.typed) <= LONGEST_JOINED
        and joined not in STOP_WORDS
        and bool(reader.index.lexicon.forms(joined))
        and reader.index.lexicon.is_own(joined)
        and not reader.exists(pair)
    )

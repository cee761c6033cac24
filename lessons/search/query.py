"""The query language: every string is a query.

Words, "phrases", -without, OR between alternatives, prefix*, field:value. What the collection knows of
the words (stems, synonyms, spelling) is no concern of the parser.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from lessons.search.clauses import MAX_WORDS, Clause, clauses_of, numbers_joined
from lessons.search.text import SHOUTED, STOP_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

# Each prefix stands for many words, so a few go a long way.
MAX_PREFIXES = 8
MAX_FIELDS = 20

_PIECE = re.compile(
    r'(?P<minus>[-−](?=[\w"]))?(?:(?:(?P<field>[^\W\d][\w-]{1,40})|"(?P<label>[^"]{2,60})"):(?!/))?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))'
)
_SPACED = re.compile(r'(?<!\w)(?<!\w-)([^\W\d][\w-]{1,40}|"[^"]{2,60}")[ \u00a0]?:[ \t\u00a0]+("[^"]*"|[^\s"]+)')
# A field and a value as addresses have them.
_EQUALS = re.compile(r"(?<![\w-])([^\W\d][\w-]{1,40})=(?=[\w\"])")
# A field named by a label of several words, and a value in several words that end with a year, such as "before 1995".
_LABELLED = re.compile(r"(?<!\w)((?:[^\W\d]\w*[ -]){1,3}[^\W\d]\w*)(?=:\S)")
_DATED = re.compile(r'(?<!\w)(?<!\w-)([^\W\d][\w-]{1,40}|"[^"]{2,60}"):\s*((?:[\w.,]{1,12}\s+){1,3}\d{4}[\w-]*)(?!\S)')
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "＂": '"', "\0": " "})


@dataclass(frozen=True)
class Group:
    """Alternatives, any of which will do. ``required``: asked for in so many words, never relaxed."""

    clauses: tuple[Clause, ...]
    required: bool = False

    def __str__(self) -> str:
        return " or ".join(map(str, self.clauses))


@dataclass(frozen=True)
class Restriction:
    """One ``field:value`` as written; ``excluded`` when it stands behind a minus."""

    facet: str
    value: str
    excluded: bool = False


@dataclass(frozen=True)
class Query:
    """A query as parsed.

    ``typed`` are the plain words in order, ``common`` those among them that are left out because they are in most
    texts; ``cut`` says that there were too many.
    """

    groups: tuple[Group, ...] = ()
    excluded: tuple[Clause, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    typed: tuple[str, ...] = ()
    common: tuple[str, ...] = ()
    cut: bool = False


@dataclass
class _Parser:
    """Collects the parts of a query while reading it from left to right."""

    operators: bool
    shouted: bool
    field_of: Callable[[str], str | None]
    groups: list[Group] = field(default_factory=list)
    excluded: list[Clause] = field(default_factory=list)
    restrictions: list[Restriction] = field(default_factory=list)
    alternative: bool = False
    negated: bool = False
    prefixes: int = 0
    extend: bool = False

    def read(self, piece: re.Match[str]) -> None:
        """Take one piece of the query."""
        minus, name, label, phrase, word = piece.group("minus", "field", "label", "phrase", "word")
        name = name or label
        if self.operators and word in {"OR", "AND", "NOT"} and not (minus or name):
            self.alternative = word == "OR" and self.extend
            self.negated = word == "NOT"
            return
        excluded = bool(minus) or self.negated
        self.negated = False
        value = phrase if phrase is not None else word
        known = self.field_of(name) if name else None
        if known and value.strip():
            self.restrictions.append(Restriction(known, value.strip(), excluded))
            self.alternative = self.extend = False
            return
        if name and phrase is not None and not excluded:
            # What is quoted stands in some text; what stood before the colon need not stand beside it.
            clauses = [*clauses_of(name, phrase=False), *clauses_of(phrase, phrase=True)]
        else:
            clauses = clauses_of(f"{name} {value}" if name else value, phrase=phrase is not None)
        if self.shouted:
            clauses = [replace(clause, capitals=False) for clause in clauses]
        if clauses and clauses[-1].kind == "prefix":
            self.prefixes += 1
            if self.prefixes > MAX_PREFIXES:
                clauses[-1] = Clause("word", clauses[-1].words)
        if excluded:
            self.excluded += clauses
            self.alternative = self.extend = False
        elif clauses:
            self.add(clauses)

    def add(self, clauses: list[Clause]) -> None:
        """Add what a piece asks for: to the alternatives before an OR, or as things of their own."""
        if self.alternative:
            last = self.groups[-1]
            self.groups[-1] = Group((*last.clauses, *clauses)[:MAX_WORDS], required=last.required)
        else:
            self.groups += [Group((clause,), required=clause.kind in ("phrase", "prefix")) for clause in clauses]
        self.alternative, self.extend = False, True


def _plain(group: Group) -> tuple[str, ...]:
    """Return the words of a group that is nothing but one plain word, however it is written."""
    (first, *others) = group.clauses
    return () if others or first.kind not in ("word", "compound") else first.words


def _common(group: Group, is_abbreviation: Callable[[str], bool]) -> bool:
    """Return whether a group is nothing but one word that is in most texts."""
    (first, *others) = group.clauses
    if others or first.kind != "word" or first.words[0] not in STOP_WORDS:
        return False
    return not (first.capitals and is_abbreviation(first.words[0]))


def no_field(name: str) -> None:
    """Take no word before a colon for a field."""


def no_abbreviation(word: str) -> bool:
    """Take no function word in capitals for an abbreviation."""
    return False


def no_value(facet: str, value: str) -> bool:
    """Take nothing for a value of a field."""
    return False


def _closed(found: re.Match[str], field_of: Callable[[str], str | None], is_value: Callable[[str, str], bool]) -> str:
    """Return a field, a colon and words; as one piece where the words are a value of the field."""
    facet, value = field_of(found[1].strip('"')), found[2].strip('"')
    return f'{found[1]}:"{value}"' if facet and is_value(facet, value) else found[0]


def _quoted(found: re.Match[str], field_of: Callable[[str], str | None]) -> str:
    """Return words before a colon; with quotation marks round those that are the label of a field."""
    text = found[0]
    if found.string.count('"', 0, found.start()) % 2:
        return text
    for place in [0, *(space.end() for space in re.finditer("[ -]", text))]:
        label = text[place:]
        if " " in label and field_of(label):
            return f'{text[:place]}"{label}"'
    return text


def parse(
    text: str,
    field_of: Callable[[str], str | None] = no_field,
    is_value: Callable[[str, str], bool] = no_value,
    is_abbreviation: Callable[[str], bool] = no_abbreviation,
) -> Query:
    """Return the query that ``text`` stands for; never raises.

    ``field_of`` gives the facet that a word before a colon names, or ``None``; ``is_value`` tells whether a facet has a value of
    this name, as must be so where a space follows the colon; ``is_abbreviation`` whether a function word in capitals is one here.
    """
    # In a title typed in capitals, OR and NOT are words.
    capitals = text == text.upper()
    parser = _Parser(operators=not capitals, shouted=capitals and len(text.split()) >= SHOUTED, field_of=field_of)
    # What is quoted is meant as it stands.
    parts = text.translate(_QUOTES).split('"')
    text = '"'.join(
        part if place % 2 and place < len(parts) - 1 else numbers_joined(part) for place, part in enumerate(parts)
    )
    text = _EQUALS.sub(lambda found: f"{found[1]}:" if field_of(found[1]) else found[0], text)
    text = _LABELLED.sub(lambda found: _quoted(found, field_of), text)
    for values in (_DATED, _SPACED):
        text = values.sub(lambda found: _closed(found, field_of, is_value), text)
    for piece in _PIECE.finditer(text):
        parser.read(piece)
    groups = list(dict.fromkeys(parser.groups))
    content = [group for group in groups if not _common(group, is_abbreviation)]
    common = [word for group in groups if group not in content for word in _plain(group)] if content else []
    groups = content or groups
    return Query(
        tuple(groups[:MAX_WORDS]),
        tuple(dict.fromkeys(parser.excluded))[:MAX_WORDS],
        tuple(dict.fromkeys(parser.restrictions))[:MAX_FIELDS],
        tuple(word for group in parser.groups for word in _plain(group))[: 2 * MAX_WORDS],
        tuple(common),
        cut=len(groups) > MAX_WORDS,
    )

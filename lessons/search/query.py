"""The query language: every string is a query.

Words, "phrases", -without, OR between alternatives, prefix*, field:value. What the collection knows of
the words (stems, synonyms, spelling) is no concern of the parser.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lessons.search.model import FACETS
from lessons.search.text import STOP_WORDS, words

# A plan of a page or two fits; beyond, more words change nothing but the time taken.
MAX_WORDS = 100
# Each prefix stands for many words, so a few go a long way.
MAX_PREFIXES = 8
MAX_FIELDS = 20
# One letter and a star would stand for a tenth of the dictionary.
SHORTEST_PREFIX = 2

_PIECE = re.compile(r'(?P<minus>-)?(?:(?P<field>[A-Za-z_]{2,20}):)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\0": " "})


@dataclass(frozen=True)
class Clause:
    """One thing to look for: ``kind`` is ``word``, ``phrase`` or ``prefix``; ``words`` are folded."""

    kind: str
    words: tuple[str, ...]

    def __str__(self) -> str:
        text = " ".join(self.words)
        return {"phrase": f"“{text}”", "prefix": f"{text}*"}.get(self.kind, text)


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
    groups: list[Group] = field(default_factory=list)
    excluded: list[Clause] = field(default_factory=list)
    restrictions: list[Restriction] = field(default_factory=list)
    alternative: bool = False
    negated: bool = False
    prefixes: int = 0
    extend: bool = False

    def read(self, piece: re.Match[str]) -> None:
        """Take one piece of the query."""
        minus, name, phrase, word = piece.group("minus", "field", "phrase", "word")
        if self.operators and word in {"OR", "AND", "NOT"} and not (minus or name):
            self.alternative = word == "OR" and self.extend
            self.negated = word == "NOT"
            return
        excluded = bool(minus) or self.negated
        self.negated = False
        value = phrase if phrase is not None else word
        if name and name.lower() in FACETS and value.strip():
            self.restrictions.append(Restriction(name.lower(), value.strip(), excluded))
            self.alternative = self.extend = False
            return
        clauses = clauses_of(f"{name} {value}" if name else value, phrase=phrase is not None)
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
            self.groups += [Group((clause,), required=clause.kind != "word") for clause in clauses]
        self.alternative, self.extend = False, True


def clauses_of(text: str, *, phrase: bool) -> list[Clause]:
    """Return what one piece of a query asks for: a phrase, a prefix, or words."""
    found = words(text)
    if not found:
        return []
    if phrase:
        return [Clause("phrase", tuple(found[:MAX_WORDS]))]
    clauses = [Clause("word", (word,)) for word in found]
    if text.rstrip(".,;:!?)").endswith("*") and len(found[-1]) >= SHORTEST_PREFIX:
        clauses[-1] = Clause("prefix", (found[-1],))
    return clauses


def _plain(group: Group) -> tuple[str, ...]:
    """Return the word of a group that is nothing but one plain word."""
    (first, *others) = group.clauses
    return () if others or first.kind != "word" else first.words


def _common(group: Group) -> bool:
    """Return whether a group is nothing but one word that is in most texts."""
    return not STOP_WORDS.isdisjoint(_plain(group))


def parse(text: str) -> Query:
    """Return the query that ``text`` stands for; never raises."""
    # In a title typed in capitals, OR and NOT are words.
    parser = _Parser(operators=text != text.upper())
    for piece in _PIECE.finditer(text.translate(_QUOTES)):
        parser.read(piece)
    groups = list(dict.fromkeys(parser.groups))
    content = [group for group in groups if not _common(group)]
    common = [word for group in groups if _common(group) for word in _plain(group)] if content else []
    groups = content or groups
    return Query(
        tuple(groups[:MAX_WORDS]),
        tuple(dict.fromkeys(parser.excluded))[:MAX_WORDS],
        tuple(dict.fromkeys(parser.restrictions))[:MAX_FIELDS],
        tuple(word for group in parser.groups for word in _plain(group))[: 2 * MAX_WORDS],
        tuple(common),
        cut=len(groups) > MAX_WORDS,
    )

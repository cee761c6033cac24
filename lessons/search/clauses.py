"""What a query is made of once it is parsed."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Clause:
    """One thing to look for.

    ``kind`` is ``word``; ``phrase``, words that were quoted; ``prefix``; or ``compound``, one word whose parts were written
    with a hyphen, a point or another sign between them. ``words`` are folded. ``joined`` says that the parts of a compound may
    as well be written without the sign; ``typed`` is the compound as written; ``capitals`` says that a word was typed in
    capitals, as abbreviations are.
    """

    kind: str
    words: tuple[str, ...]
    joined: bool = False
    typed: str = field(default="", compare=False)
    capitals: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        text = " ".join(self.words)
        return {"phrase": f"“{text}”", "prefix": f"{text}*", "compound": self.typed or text}.get(self.kind, text)


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

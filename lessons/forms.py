"""What the site's forms ask for, and what became of a form that was sent: plain values, on which both sides of a worker agree.

The names of fields say where their value goes: ``title``, ``period.from``, ``section.summary``, ``lessons.2.recommendation``. Things that
may be there several times are numbered from 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

# How a field is filled in: a line, several lines of text, one of some terms, several of them, or one thing a line.
LINE, TEXT, CHOICE, CHOICES, LINES = "line", "text", "choice", "choices", "lines"
# The forms that a contribution has: the short review, the full one, and the use of a lesson.
RAPID, FULL, USE = "rapid", "full", "use"
# More of one kind have no place in a form: with twelve of each it has as many fields as are taken.
MOST = 12
# Of a thing that stands in an entry already, this key holds which one it is there.
WAS = "was"
# Things that stand in an entry are counted up to here.
LAST = 999
_NUMBERED = re.compile(r"([a-z_]+)\.([1-9]\d{0,2})\.([a-z_]+)")

Pairs = tuple[tuple[str, str], ...]


def number_of(was: str) -> int:
    """Return the number of a thing in its entry that a form sent under :data:`WAS`; 0 where it is none, as for what is new."""
    return int(was) if was.isdecimal() and len(was) <= 3 else 0


@dataclass(frozen=True)
class TermChoice:
    """One term that may be chosen, with its definition."""

    value: str
    label: str
    definition: str | None = None


@dataclass(frozen=True)
class FormField:
    """One field: the end of its name after that of its group, its label and help, and how it is filled in.

    ``left_out`` is the label of the choice that it counts as where nothing is chosen.
    """

    key: str
    label: str
    help: str
    kind: str = LINE
    required: bool = False
    choices: tuple[TermChoice, ...] = ()
    left_out: str = ""


@dataclass(frozen=True)
class FieldGroup:
    """Fields that belong together. ``name`` goes before the fields' keys, with a number where the group ``repeats``.

    ``one`` is what one of them is called; ``optional`` groups are shown folded.
    """

    name: str
    heading: str
    fields: tuple[FormField, ...]
    help: str = ""
    repeats: bool = False
    one: str = ""
    optional: bool = False
    # Inside a group that repeats, these are folded.
    more: tuple[FormField, ...] = ()
    # Of an entry that is there: the things that are not opened in the form, each with its number there and what it says.
    unopened: tuple[tuple[int, str], ...] = ()

    @property
    def every(self) -> tuple[FormField, ...]:
        """All fields, those that are folded too."""
        return self.fields + self.more

    def named(self, key: str, number: int = 1) -> str:
        """Return the whole name of a field."""
        parts = [self.name, str(number) if self.repeats else "", key]
        return ".".join(part for part in parts if part)


@dataclass(frozen=True)
class FormShape:
    """Everything that one form asks for; ``opened`` says that it is filled in with an entry that is there, whose text is Markdown."""

    kind: str
    groups: tuple[FieldGroup, ...]
    opened: bool = False


@dataclass(frozen=True)
class FormMessage:
    """What is to be said of a field, or with an empty ``name`` of the whole; ``line`` where it is about a line of a text."""

    name: str
    text: str
    line: int = 0


@dataclass(frozen=True)
class Lookalike:
    """A lesson or a review of the library that says nearly the same as something in the form, the field ``name``."""

    name: str
    id: str
    title: str
    similarity: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class Contribution:
    """What became of a form that was sent.

    ``text`` is the file, called ``path`` in the folder of entries. It is right when there are no ``errors``; then ``preview`` is a
    database that holds what its page shows, and nothing else.
    """

    id: str
    path: str
    text: str
    errors: tuple[FormMessage, ...] = ()
    advice: tuple[FormMessage, ...] = ()
    lookalikes: tuple[Lookalike, ...] = ()
    preview: bytes = b""


@dataclass(frozen=True)
class FileDraft:
    """The text of a review that was made from a file, and what was left out of it or not understood, in sentences."""

    text: str
    messages: tuple[str, ...] = ()


@dataclass
class Filled:
    """What somebody filled in, by the names of the fields."""

    values: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Pairs) -> Filled:
        """Return what was sent; of the things that may be there several times, those that are empty are left out."""
        sent: dict[str, list[str]] = {}
        for name, value in pairs:
            sent.setdefault(name, []).append(value)
        values = {name: texts for name, texts in sent.items() if not _NUMBERED.fullmatch(name)}
        numbered: dict[str, dict[int, dict[str, list[str]]]] = {}
        for name, texts in sent.items():
            if match := _NUMBERED.fullmatch(name):
                numbered.setdefault(match[1], {}).setdefault(int(match[2]), {})[match[3]] = texts
        for group, things in numbered.items():
            kept = [things[number] for number in sorted(things) if any(map(_stated, things[number].values()))]
            for number, thing in enumerate(kept, 1):
                values.update({f"{group}.{number}.{key}": texts for key, texts in thing.items()})
        return cls(values)

    def first(self, name: str) -> str:
        """Return the text of a field without spaces around it."""
        return next(iter(self.values.get(name, ())), "").strip()

    def every(self, name: str) -> list[str]:
        """Return all texts of a field."""
        return [text.strip() for text in self.values.get(name, ()) if text.strip()]

    def count(self, group: str) -> int:
        """Return how many things of a group there are."""
        numbers = (int(match[2]) for name in self.values if (match := _NUMBERED.fullmatch(name)) and match[1] == group)
        return max(numbers, default=0)

    def things(self, group: str) -> list[dict[str, list[str]]]:
        """Return the things of a group, each with its texts by the keys of the fields."""
        found: list[dict[str, list[str]]] = [{} for _ in range(self.count(group))]
        for name, texts in self.values.items():
            if (match := _NUMBERED.fullmatch(name)) and match[1] == group:
                found[int(match[2]) - 1][match[3]] = texts
        return found

    def with_things(self, group: str, things: Iterable[dict[str, list[str]]]) -> Filled:
        """Return what is filled in with these as the things of a group."""
        values = {name: texts for name, texts in self.values.items() if not name.startswith(f"{group}.")}
        for number, thing in enumerate(things, 1):
            values.update({f"{group}.{number}.{key}": texts for key, texts in thing.items()})
        return Filled(values)

    def pairs(self) -> Pairs:
        """Return names and texts, as they are sent again."""
        return tuple((name, text) for name, texts in self.values.items() for text in texts if text)


@dataclass(frozen=True)
class OpenedForm:
    """The form of a text that is there already, filled in as the text stands, and sentences on what did not come along into the text."""

    text: str
    shape: FormShape
    filled: Filled
    messages: tuple[str, ...] = ()


def _stated(texts: list[str]) -> bool:
    return any(text.strip() for text in texts)

"""How one value comes about: from a column, a constant or a template, split, translated, or stated otherwise when absent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from string import Formatter
from typing import Any

from lessons.authoring.importers.dates import dated, described
from lessons.problems import Place
from lessons.record.types import shorten

# Stands for the end of a value that may hold the separator itself, while a cell is split.
_KEPT = "\x00"


class RuleError(Exception):
    """A value of a row does not fit its rule; the text says why."""


@dataclass(frozen=True)
class Rule:
    """One rule of a map. Exactly one of ``column``, ``constant`` and ``text`` (a template) says where the value comes from.

    ``fallback`` are the columns to look into, in turn, when the first states nothing; ``pattern`` finds the value in a longer text.
    """

    place: Place
    column: str | None = None
    constant: str | None = None
    text: str | None = None
    split: str | None = None
    keep: tuple[str, ...] = ()
    values: Mapping[str, str | None] = field(default_factory=dict)
    otherwise: str | None = None
    several: str | None = None
    format: tuple[str, ...] = ()
    markdown: bool = False
    fallback: tuple[str, ...] = ()
    pattern: re.Pattern[str] | None = None
    bullets: bool = False

    def columns(self) -> Iterator[str]:
        """Yield the columns that the rule reads."""
        if self.column is not None:
            yield self.column
        yield from self.fallback
        for template in (self.text, self.otherwise):
            yield from template_columns(template or "")


class Values:
    """The values of one row: looks columns up, and remembers which values a rule left out."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        self.row = row
        self.dropped: list[tuple[str, str]] = []

    def of(self, rule: Rule) -> list[str]:
        """Return what a rule makes of the row: no value, one, or several. Raises :class:`RuleError`."""
        if rule.constant is not None:
            return [rule.constant]
        found = [self.filled(rule.text)] if rule.text is not None else self._looked_up(rule)
        stated = [value for value in (self._translated(rule, one) for one in found if one.strip()) if value is not None]
        if not stated and rule.otherwise is not None:
            return [self.filled(rule.otherwise)]
        return list(dict.fromkeys(stated))

    def cell(self, column: str) -> Any:
        """Return the value of a column; ``a.b`` is the value ``b`` of the record ``a``."""
        if column in self.row:
            return self.row[column]
        return inside(self.row, column.split("."))

    def _looked_up(self, rule: Rule) -> list[str]:
        """Return the texts of the first of the rule's columns that states something."""
        for column in (rule.column or "", *rule.fallback):
            found = [part for text in texts(self.cell(column)) for part in _parts(text, rule)]
            if rule.pattern is not None:
                found = [part for text in found for part in _matched(rule.pattern, text)]
            if any(part.strip() for part in found):
                return found
        return []

    def filled(self, template: str) -> str:
        """Return a template with each ``{column}`` replaced by its value."""
        return "".join(
            literal + (", ".join(texts(self.cell(name))) if name else "")
            for literal, name, _, _ in Formatter().parse(template)
        )

    def _translated(self, rule: Rule, value: str) -> str | None:
        key = (
            value
            if value in rule.values
            else next((one for one in rule.values if _folded(one) == _folded(value)), None)
        )
        if key is not None:
            new = rule.values[key]
            if new is None:
                self.dropped.append((rule.column or "", value))
            return new
        if not rule.format:
            return value
        found = dated(value, rule.format)
        if found is None:
            raise RuleError(
                f'column "{rule.column}": "{shorten(value)}" is not a date written {described(rule.format)}'
            )
        return found


def inside(value: Any, names: Sequence[str]) -> Any:
    """Return what stands at a path of names in records, and of each of the records in a list; ``None`` where there is nothing."""
    for number, name in enumerate(names):
        if isinstance(value, list):
            if name.isdecimal() and int(name) < len(value):
                value = value[int(name)]
                continue
            found = [inside(item, names[number:]) for item in value]
            return [item for item in found if item is not None] or None
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def template_columns(template: str) -> list[str]:
    """Return the columns that a template names. Raises :class:`ValueError` when its braces do not match."""
    return [name for _, name, _, _ in Formatter().parse(template) if name]


def texts(value: Any) -> list[str]:
    """Return a value of a source as texts: a list's items, a record's values, a truth value as true or false."""
    if value is None:
        return []
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, list):
        return [text for item in value for text in texts(item)]
    if isinstance(value, Mapping):
        return [text for item in value.values() for text in texts(item)]
    return [str(value)]


def _parts(text: str, rule: Rule) -> list[str]:
    if rule.split is None:
        return [text.strip()]
    # Longest first, so that a kept value inside a longer one does not break it.
    kept = sorted(rule.keep, key=len, reverse=True)
    for number, value in enumerate(kept):
        boundary = re.escape(rule.split.strip() or rule.split)
        text = re.sub(
            rf"(^|{boundary}\s*){re.escape(value)}(?=\s*(?:{boundary}|$))", rf"\g<1>{_KEPT}{number}{_KEPT}", text
        )
    return [
        re.sub(f"{_KEPT}(\\d+){_KEPT}", lambda match: kept[int(match.group(1))], part).strip()
        for part in text.split(rule.split)
    ]


def _matched(pattern: re.Pattern[str], text: str) -> list[str]:
    found = pattern.search(text)
    if found is None:
        return []
    return [found[1] if pattern.groups else found[0]]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())

"""What a map holds: which column becomes which field, section and part of a lesson."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lessons.authoring.importers.rules import Rule
from lessons.authoring.importers.sources import Settings
from lessons.problems import Place, Problem
from lessons.record.outline import LessonField, SectionKind

# What a field of the record is made from: one rule, several, or a record of them.
Recipe = Rule | list["Recipe"] | dict[str, "Recipe"]


@dataclass(frozen=True)
class LessonMap:
    """How one lesson, or one for each item of a list (``each``), comes about."""

    statement: Rule
    prose: Rule | None
    fields: tuple[tuple[LessonField, Rule], ...]
    each: Rule | None

    def rules(self) -> list[Rule]:
        """Return the rules that make the lesson."""
        return [self.statement, *([self.prose] if self.prose else []), *(rule for _, rule in self.fields)]

    def item_columns(self) -> Iterator[tuple[str, Place]]:
        """Yield each column that is read from an item of ``each``, or from the record around it, with the place that names it."""
        if self.each is not None:
            for rule in self.rules():
                for column in rule.columns():
                    yield column, rule.place


@dataclass(frozen=True)
class RowCondition:
    """A condition that a record meets: a column whose value is one of these, or is none of them."""

    column: str
    place: Place
    values: tuple[str, ...]
    unless: bool = False

    def holds(self, texts: list[str]) -> bool:
        """Return whether a record whose column states these texts meets it."""
        stated = {" ".join(text.casefold().split()) for text in texts} or {""}
        return bool(stated & {" ".join(value.casefold().split()) for value in self.values}) != self.unless


@dataclass
class Map:
    """A whole map, and what is wrong with it."""

    path: str
    id: Rule
    settings: Settings
    lines: str
    fields: dict[str, Recipe] = field(default_factory=dict)
    sections: list[tuple[SectionKind, list[Rule]]] = field(default_factory=list)
    lessons: list[LessonMap] = field(default_factory=list)
    left_out: tuple[str, ...] = ()
    group: str | None = None
    skip: tuple[RowCondition, ...] = ()
    base: str = ""
    as_written: str | None = None
    file: str | None = None
    uses: RowCondition | None = None
    vocabulary: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def columns(self) -> Iterator[tuple[str, Place]]:
        """Yield each column that the map reads from a row (not from the items of ``each``), with the place that names it."""
        rules = [self.id, *rules_of(self.fields), *(rule for _, found in self.sections for rule in found)]
        for lesson in self.lessons:
            if lesson.each is None:
                rules += lesson.rules()
            else:
                rules.append(lesson.each)
        if self.as_written is not None:
            yield self.as_written, self.id.place
        if self.file is not None:
            yield self.file, self.id.place
        for condition in (*self.skip, *([self.uses] if self.uses else [])):
            yield condition.column, condition.place
        if self.group is not None:
            yield self.group, self.id.place
        for rule in rules:
            for column in rule.columns():
                yield column, rule.place


def rules_of(recipe: Recipe) -> Iterator[Rule]:
    """Yield every rule of a recipe."""
    if isinstance(recipe, Rule):
        yield recipe
    else:
        for part in recipe.values() if isinstance(recipe, dict) else recipe:
            yield from rules_of(part)

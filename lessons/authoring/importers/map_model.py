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
    each: str | None


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
    vocabulary: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def columns(self) -> Iterator[tuple[str, Place]]:
        """Yield each column that the map reads from a row (not from the items of ``each``), with the place that names it."""
        rules = [self.id, *rules_of(self.fields), *(rule for _, found in self.sections for rule in found)]
        for lesson in self.lessons:
            if lesson.each is None:
                rules += [
                    lesson.statement,
                    *([lesson.prose] if lesson.prose else []),
                    *(rule for _, rule in lesson.fields),
                ]
            else:
                yield lesson.each, lesson.statement.place
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

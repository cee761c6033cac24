"""One row of a source, by the rules of a map, to the text of one review."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lessons.authoring.importers.dates import probable_form
from lessons.authoring.importers.items import id_from, items_of, with_ids
from lessons.authoring.importers.map_model import LessonMap, Map, Recipe
from lessons.authoring.importers.places import inside
from lessons.authoring.importers.prose import Adapter
from lessons.authoring.importers.rules import Rule, RuleError, Values, texts
from lessons.authoring.importers.siblings import Siblings
from lessons.authoring.importers.sources import Row
from lessons.authoring.importers.summaries import SHORTENED, shortened
from lessons.authoring.importers.terms import Terms
from lessons.record.outline import FULL, RAPID, SECTIONS, form_of
from lessons.record.review import Review, vocabulary_fields
from lessons.record.types import REVIEW_ID, SLUG, shorten
from lessons.record.use import FOLDER
from lessons.record.vocabulary import slugified
from lessons.record.writing import LessonText, literal, literal_blocks, review, writable
from lessons.schemes import NOT_STATED, NOTHING_STATED

_NOT_STATED = ("date", "organisation", "sector", "result")
_MANY = frozenset(name for name, field in Review.model_fields.items() if field.default_factory is list)
_DATES = frozenset({"date", "published", "review_due"})
_IS_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?|not-stated")


@dataclass
class Composed:
    """A review made from a row: its id, its text, and what of the row did not come along."""

    id: str
    text: str
    row: Row
    dropped: list[tuple[str, str]] = field(default_factory=list)
    changes: Counter[str] = field(default_factory=Counter)
    is_use: bool = False
    file: str = ""

    @property
    def path(self) -> str:
        """Return the path of its file inside the folder of entries."""
        return self.file or (f"{FOLDER}/{self.id}.md" if self.is_use else f"{self.id}.md")


@dataclass(frozen=True)
class Context:
    """What the composition of a row needs beside the row: the map, the terms, the reviews that other rows become, and the date of its
    import by its id."""

    map: Map
    terms: Terms
    siblings: Siblings
    imported: Callable[[str], str]


def id_of(row: Row, map_: Map) -> str:
    """Return the id of the review that a row becomes. Raises :class:`RuleError` when it cannot be one."""
    given = Values(row.values).filled(map_.id.text or "")
    if map_.as_written is not None and ":" in given:
        raise RuleError(
            f'"{shorten(given)}" is of a library that was combined of several units; import the exports of the units themselves'
        )
    made = slugified(given).encode("ascii", "ignore").decode().strip("-")[:80].strip("-")
    if not REVIEW_ID.fullmatch(made):
        raise RuleError(
            f'"{shorten(made)}" cannot be the name of a file: 3 to 80 lower-case letters, digits and hyphens'
        )
    return made


def compose(row: Row, context: Context) -> Composed:
    """Return the review that a row becomes. Raises :class:`RuleError` when the row does not fit the map."""
    id_, map_ = id_of(row, context.map), context.map
    if map_.as_written is not None:
        values = Values(row.values)
        text, _ = writable("".join(texts(values.cell(map_.as_written))))
        if not text.strip():
            raise RuleError(f'the column "{map_.as_written}" is empty; it holds the whole text of an entry')
        is_use = map_.uses is not None and map_.uses.holds(texts(values.cell(map_.uses.column)))
        file = "".join(texts(values.cell(map_.file))) if map_.file is not None else ""
        return Composed(id_, text, row, is_use=is_use, file=inside(file, id_, is_use=is_use))
    composer = _Composer(row, id_, context)
    fields = composer.fields(context.imported(id_))
    sections = list(composer.sections(form_of(fields.get("type")), composer.summary(fields)))
    lessons = [lesson for one in context.map.lessons for lesson in composer.lessons(one)]
    text = review(fields, sections, with_ids(lessons))
    return Composed(id_, text, row, composer.values.dropped, composer.changes)


class _Composer:
    """Applies a map to one row."""

    def __init__(self, row: Row, id_: str, context: Context) -> None:
        self.map, self.terms = context.map, context.terms
        self.values = Values(row.values)
        self.changes: Counter[str] = Counter()
        siblings, path = context.siblings, row.path
        self.adapter = Adapter(
            self.map.base, lambda to: siblings.at(to, path), lambda name: siblings.page(name, path), self.note
        )

    def note(self, change: str) -> None:
        self.changes[change] += 1

    def fields(self, imported: str) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for name, recipe in self.map.fields.items():
            value = self.field(name, recipe)
            if value not in (None, [], {}):
                fields[name] = value
        for name in _NOT_STATED:
            fields.setdefault(name, NOT_STATED)
        if "title" not in fields:
            raise RuleError(
                "the row has no title; say in the map what to write instead: `otherwise: Untitled record {…}`"
            )
        if isinstance(system := fields.get("source_system"), dict):
            system["imported"] = imported
        return fields

    def field(self, name: str, recipe: Recipe) -> Any:
        if not isinstance(recipe, Rule):
            if name in _MANY and isinstance(recipe, list):
                return [part for one in recipe for part in self.items(name, one)]
            return self.nested(recipe)
        if name in _MANY:
            return self.items(name, recipe)
        value = self.single(recipe, self.clean(recipe), name)
        if name in _DATES and value is not None and not recipe.format and not _IS_DATE.fullmatch(value):
            raise RuleError(
                f'column "{recipe.column}": "{shorten(value)}" is not written 1998, 1998-04 or 1998-04-17; say in the map how it is '
                f"written, such as `format: {probable_form(value)}`"
            )
        scheme = vocabulary_fields().get(name)
        return value if value is None or scheme is None else self.term(scheme, value)

    def items(self, name: str, recipe: Recipe) -> list[Any]:
        if not isinstance(recipe, Rule):
            made = self.nested(recipe)
            return [made] if made else []
        found = self.clean(recipe)
        scheme = vocabulary_fields().get(name)
        return found if scheme is None else [self.term(scheme, value) for value in found]

    def nested(self, recipe: Recipe) -> Any:
        if isinstance(recipe, Rule):
            return self.single(recipe, self.clean(recipe), recipe.column or "a value")
        if isinstance(recipe, list):
            return [made for one in recipe if (made := self.nested(one)) not in (None, {}, [])]
        return {name: made for name, one in recipe.items() if (made := self.nested(one)) not in (None, {}, [])}

    def single(self, rule: Rule, found: list[str], name: str) -> str | None:
        if len(found) <= 1:
            return found[0] if found else None
        if rule.several is not None:
            return rule.several
        raise RuleError(
            f'"{name}" takes one value, found {len(found)}; say in the map what to write instead: `several: …`'
        )

    def clean(self, rule: Rule) -> list[str]:
        """Return a rule's values, each on one line and without characters that no entry may hold."""
        found = (" ".join(self.writable(rule, value).split()) for value in self.values.of(rule))
        return [value for value in found if value]

    def writable(self, rule: Rule, value: str) -> str:
        text, hidden = writable(value)
        if hidden:
            self.note(
                f'values of column "{rule.column or rule.text or ""}" without characters that nobody sees, or with joined letters taken apart'
            )
        return text

    def term(self, scheme: str, value: str) -> str:
        slug = self.terms.slug(scheme, value)
        if not SLUG.fullmatch(slug):
            raise RuleError(f'"{shorten(value)}" cannot be made into a term; translate it in the map: `values:`')
        return slug

    def summary(self, fields: dict[str, Any]) -> str:
        """Shorten a summary that lists could not show whole, and return it as it was, for the text; return nothing of others."""
        whole = fields.get("summary")
        if not isinstance(whole, str) or (short := shortened(whole)) == whole:
            return ""
        fields["summary"] = short
        self.note(SHORTENED)
        return whole

    def sections(self, form: str, whole_summary: str) -> Iterator[tuple[str, str]]:
        stated = {
            kind.key: "\n\n".join(filter(None, (self.prose(rule) for rule in rules)))
            for kind, rules in self.map.sections
        }
        summary = literal(whole_summary)
        if not any(summary in " ".join(text.split()) for text in stated.values()):
            stated["summary"] = "\n\n".join(filter(None, (summary, stated.get("summary"))))
        for kind in SECTIONS:
            required = form in kind.required_in and form in (FULL, RAPID)
            text = stated.get(kind.key) or (NOTHING_STATED if required else "")
            if kind.key != "lessons" and text:
                yield kind.heading, text

    def prose(self, rule: Rule) -> str:
        blocks = []
        for value in self.values.of(rule):
            text = self.writable(rule, value)
            blocks.append(self.adapter.adapted(text) if rule.markdown else literal_blocks(text, self.map.lines))
        return "\n\n".join(block for block in blocks if block)

    def lessons(self, lesson: LessonMap) -> Iterator[LessonText]:
        if lesson.each is None:
            yield self.lesson(lesson)
            return
        whole = self.values
        for item in items_of(lesson, whole):
            self.values = Values({**whole.row, **item})
            self.values.dropped = whole.dropped
            try:
                yield self.lesson(lesson)
            finally:
                self.values = whole

    def lesson(self, lesson: LessonMap) -> LessonText:
        statement = self.single(lesson.statement, self.clean(lesson.statement), "statement")
        if statement is None:
            raise RuleError(
                "the row has no lesson; say in the map what to write as its sentence instead: `otherwise: …`"
            )
        labelled: list[tuple[str, str]] = []
        for known, rule in lesson.fields:
            found = self.clean(rule)
            if known.scheme is not None:
                found = [", ".join(self.term(known.scheme, value) for value in found)] if found else []
            elif not known.many and len(found) > 1:
                found = [self.single(rule, found, known.label) or ""]
            labelled += [(known.label, value if known.key == "id" else literal(value)) for value in found]
        if not any(label == "Id" for label, _ in labelled):
            labelled.insert(0, ("Id", id_from(statement)))
        return LessonText(statement, self.prose(lesson.prose) if lesson.prose else "", labelled)

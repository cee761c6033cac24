"""Reading the map of an import, with line and column of what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from lessons.authoring.importers.map_model import LessonMap, Map, Recipe, rules_of
from lessons.authoring.importers.rules import Rule, template_columns
from lessons.authoring.importers.sources import Settings
from lessons.problems import LessonsError, Place, Problem
from lessons.record.messages import in_words
from lessons.record.outline import LESSON_FIELDS, SECTIONS, SectionKind, field_for, section_for
from lessons.record.review import Review
from lessons.record.vocabulary import Words
from lessons.record.writing import BREAKS, PARAGRAPHS
from lessons.text import nodes
from lessons.text.distance import closest
from lessons.text.files import reason

ID = "import-map"
_MAPS = resources.files("lessons.authoring.importers") / "maps"
TOP = ("id", "encoding", "delimiter", "records", "lines", "fields", "sections", "lessons", "left_out", "vocabulary")
_RULE = tuple(one.name for one in fields(Rule) if one.name != "place")
_LESSON = ("each", "statement", "prose", "fields")


def built_in() -> list[str]:
    """Return the names of the maps that come with the package."""
    return sorted(file.name.removesuffix(".yml") for file in _MAPS.iterdir() if file.name.endswith(".yml"))


def load(name: str) -> Map:
    """Read a map: a file, or the name of one that comes with the package (see :func:`built_in`).

    Raises :class:`LessonsError` when there is no such map.
    """
    path = Path(name)
    try:
        if name in built_in():
            return parse((_MAPS / f"{name}.yml").read_text("utf-8"), f"{name}.yml")
        return parse(path.read_text("utf-8"), path.as_posix())
    except OSError as error:
        raise LessonsError(f"cannot read the map {path}: {reason(error)}") from error
    except UnicodeDecodeError as error:
        raise LessonsError(f"the map {path} is not UTF-8; save it as UTF-8") from error


def parse(text: str, path: str) -> Map:
    """Return the map that a YAML text holds; what is wrong with it is in its ``problems``."""
    parsed = nodes.parse(text, path)
    reader = _Reader(path, list(parsed.faults))
    return reader.map(parsed.root or nodes.Mapping({}, {}, Place(path)))


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return what was probably meant, as the end of a message."""
    options = list(known)
    close = closest(name, options, 0.6)
    return f', did you mean "{close}"?' if close else f"; choose from: {', '.join(options)}"


class _Reader:
    """Reads the nodes of a map, collecting problems."""

    def __init__(self, path: str, problems: list[Problem]) -> None:
        self.path, self.problems = path, problems

    def fault(self, place: Place, message: str) -> None:
        self.problems.append(Problem(place, message, ID))

    def map(self, root: nodes.Mapping) -> Map:
        self.known(root, TOP, "the map")
        if "id" not in root.fields:
            self.fault(root.place, 'the map has no "id"; it names the files, such as `id: "nasa-{lesson_id}"`')
        if "lessons" not in root.fields:
            self.fault(root.place, 'the map has no "lessons"; a review has at least one')
        found = Map(self.path, self.template(root), self.settings(root), self.line_ends(root), problems=self.problems)
        found.fields = self.record(root.fields.get("fields"), tuple(Review.model_fields))
        found.sections = self.sections(root.fields.get("sections"))
        for node in nodes.mappings(root.fields.get("lessons")):
            lesson = self.lesson(node)
            if lesson is not None:
                found.lessons.append(lesson)
        found.vocabulary = self.vocabulary(root.fields.get("vocabulary"))
        found.left_out = tuple(scalar.text for scalar in nodes.scalars(root.fields.get("left_out")))
        return found

    def vocabulary(self, node: nodes.Node | None) -> dict[str, Any]:
        if node is None:
            return {}
        data: dict[str, Any] = nodes.data(node)
        try:
            Words.model_validate(data)
        except ValidationError as error:
            for one in error.errors(include_url=False):
                self.fault(nodes.find(node, tuple(one["loc"])), f"vocabulary: {in_words(one)}")
            return {}
        return data

    def known(self, node: nodes.Mapping, names: tuple[str, ...], where: str) -> None:
        for name, place in node.names.items():
            if name not in names:
                self.fault(place, f'"{name}" is unknown in {where}{suggestion(name, names)}')

    def text(self, node: nodes.Mapping, name: str) -> str | None:
        value = node.fields.get(name)
        if value is None:
            return None
        if not isinstance(value, nodes.Scalar):
            self.fault(value.place, f'"{name}" must be one value')
            return None
        return value.text

    def template(self, root: nodes.Mapping) -> Rule:
        text = self.text(root, "id") or ""
        rule = Rule(nodes.find(root, ("id",)), text=text)
        self.braces(rule)
        return rule

    def settings(self, root: nodes.Mapping) -> Settings:
        delimiter = self.text(root, "delimiter") or ","
        if len(delimiter) != 1:
            self.fault(
                nodes.find(root, ("delimiter",)),
                f'found "{delimiter}"; a delimiter is one character; a tab is written "\\t"',
            )
            delimiter = ","
        return Settings(self.text(root, "encoding") or "utf-8", delimiter, self.text(root, "records"))

    def line_ends(self, root: nodes.Mapping) -> str:
        lines = self.text(root, "lines") or PARAGRAPHS
        if lines not in (PARAGRAPHS, BREAKS):
            self.fault(nodes.find(root, ("lines",)), f'found "{lines}"; a line end becomes {PARAGRAPHS} or {BREAKS}')
            return PARAGRAPHS
        return lines

    def record(self, node: nodes.Node | None, names: tuple[str, ...] | None) -> dict[str, Recipe]:
        if node is None:
            return {}
        if not isinstance(node, nodes.Mapping):
            self.fault(node.place, "write one `field: column` per line")
            return {}
        if names is not None:
            self.known(node, names, "the record")
        return {name: self.recipe(value) for name, value in node.fields.items() if names is None or name in names}

    def recipe(self, node: nodes.Node) -> Recipe:
        if isinstance(node, nodes.Sequence):
            return [self.recipe(item) for item in node.items]
        if isinstance(node, nodes.Mapping) and not any(name in _RULE for name in node.fields):
            return self.record(node, None)
        return self.rule(node)

    def rule(self, node: nodes.Node) -> Rule:
        if isinstance(node, nodes.Scalar):
            return Rule(node.place, column=node.text)
        if not isinstance(node, nodes.Mapping):
            self.fault(node.place, "expected one rule here, not a list")
            return Rule(node.place, constant="")
        self.known(node, _RULE, "a rule")
        if sum(name in node.fields for name in ("column", "constant", "text")) != 1:
            self.fault(node.place, "a rule has exactly one of `column`, `constant` and `text`")
        rule = Rule(
            node.place,
            **{
                name: self.text(node, name)
                for name in ("column", "constant", "text", "split", "otherwise", "several", "format")
            },
            keep=tuple(scalar.text for scalar in nodes.scalars(node.fields.get("keep"))),
            values=self.values(node.fields.get("values")),
            markdown=self.text(node, "markdown") == "true",
        )
        self.braces(rule)
        return rule

    def values(self, node: nodes.Node | None) -> dict[str, str | None]:
        if node is None:
            return {}
        data: Any = nodes.data(node)
        if not isinstance(data, dict) or not all(value is None or isinstance(value, str) for value in data.values()):
            self.fault(
                node.place,
                "write one `value in the source: value here` per line; nothing after the colon leaves it out",
            )
            return {}
        return data

    def braces(self, rule: Rule) -> None:
        for template in (rule.text, rule.otherwise):
            try:
                template_columns(template or "")
            except ValueError:
                self.fault(
                    rule.place, f"the braces in `{template}` do not match; a column is written {{name}}, a brace {{{{"
                )

    def sections(self, node: nodes.Node | None) -> list[tuple[SectionKind, list[Rule]]]:
        found = []
        for heading, recipe in self.record(node, None).items():
            kind = section_for(heading)
            if kind is None or kind.key == "lessons":
                assert isinstance(node, nodes.Mapping)  # noqa: S101 - record() returned its fields
                names = [kind.heading for kind in SECTIONS if kind.key != "lessons"]
                self.fault(node.names[heading], f'"{heading}" is not a section{suggestion(heading, names)}')
            else:
                found.append((kind, list(rules_of(recipe))))
        return sorted(found, key=lambda section: SECTIONS.index(section[0]))

    def lesson(self, node: nodes.Mapping) -> LessonMap | None:
        self.known(node, _LESSON, "a lesson")
        if "statement" not in node.fields:
            self.fault(node.place, 'the lesson has no "statement": its sentence, which becomes the heading')
            return None
        labelled = []
        labels = node.fields.get("fields")
        for label, recipe in self.record(labels, None).items():
            known = field_for(label)
            if known is None:
                assert isinstance(labels, nodes.Mapping)  # noqa: S101 - record() returned its fields
                names = [one.label for one in LESSON_FIELDS]
                self.fault(labels.names[label], f'"{label}" is not a lesson field{suggestion(label, names)}')
            else:
                labelled += [(known, rule) for rule in rules_of(recipe)]
        labelled.sort(key=lambda pair: LESSON_FIELDS.index(pair[0]))
        prose = self.rule(node.fields["prose"]) if "prose" in node.fields else None
        return LessonMap(self.rule(node.fields["statement"]), prose, tuple(labelled), self.text(node, "each"))

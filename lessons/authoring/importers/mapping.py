"""Reading the map of an import, with line and column of what is wrong with it."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from lessons.authoring.importers.map_model import LessonMap, Map, RowCondition, rules_of
from lessons.authoring.importers.map_rules import MARKS, RuleReader, suggestion
from lessons.authoring.importers.rules import Rule
from lessons.authoring.importers.sources import Settings
from lessons.library.web_addresses import fault
from lessons.problems import LessonsError, Place
from lessons.record.messages import in_words
from lessons.record.outline import LESSON_FIELDS, SECTIONS, SectionKind, field_for, section_for
from lessons.record.review import Review
from lessons.record.vocabulary import Words
from lessons.record.writing import BREAKS, PARAGRAPHS
from lessons.text import nodes
from lessons.text.files import reason
from lessons.text.markdown import scheme_of

_MAPS = resources.files("lessons.authoring.importers") / "maps"
TOP = (
    "id", "encoding", "delimiter", "records", "group", "skip", "base", "as_written", "file", "uses", "protected", "lines", "fields", "sections", "lessons", "left_out",
    "vocabulary",
)  # fmt: skip
_MARK = re.compile(r'\b((?:delimiter|split): *)"(\\[tn])"')
_SKIP = ("column", "is", "is_not")
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
    # A tab or a line end is no slip here, as it would be in a front matter.
    parsed = nodes.parse(_MARK.sub(r"\1'\2'", text), path)
    reader = _Reader(path, list(parsed.faults))
    return reader.map(parsed.root or nodes.Mapping({}, {}, Place(path)))


class _Reader(RuleReader):
    """Reads the nodes of a map, collecting problems."""

    def map(self, root: nodes.Mapping) -> Map:
        self.known(root, TOP, "the map")
        if "id" not in root.fields:
            self.fault(root.place, 'the map has no "id"; it names the files, such as `id: "nasa-{lesson_id}"`')
        if "lessons" not in root.fields and "as_written" not in root.fields:
            self.fault(root.place, 'the map has no "lessons"; a review has at least one')
        found = Map(self.path, self.template(root), self.settings(root), self.line_ends(root), problems=self.problems)
        found.fields = self.record(root.fields.get("fields"), tuple(Review.model_fields))
        found.sections = self.sections(root.fields.get("sections"))
        for node in nodes.mappings(root.fields.get("lessons")):
            lesson = self.lesson(node)
            if lesson is not None:
                found.lessons.append(lesson)
        found.vocabulary = self.vocabulary(root.fields.get("vocabulary"))
        found.group = self.text(root, "group")
        found.base = self.base(root)
        found.as_written, found.file = self.text(root, "as_written"), self.text(root, "file")
        found.uses = next(filter(None, map(self.condition, nodes.mappings(root.fields.get("uses")))), None)
        found.skip = tuple(filter(None, map(self.condition, nodes.mappings(root.fields.get("skip")))))
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

    def template(self, root: nodes.Mapping) -> Rule:
        text = self.text(root, "id") or ""
        rule = Rule(nodes.find(root, ("id",)), text=text)
        self.braces(rule)
        return rule

    def settings(self, root: nodes.Mapping) -> Settings:
        stated = self.text(root, "delimiter") or ","
        delimiter = MARKS.get(stated, stated)
        if len(delimiter) != 1 or delimiter in '\n\r"':
            self.fault(
                nodes.find(root, ("delimiter",)),
                f'found "{delimiter}"; a delimiter is one character, such as ";"; a tab is written: tab',
            )
            delimiter = ","
        return Settings(
            self.text(root, "encoding") or "utf-8",
            delimiter,
            self.text(root, "records"),
            self.text(root, "protected") == "true",
        )

    def base(self, root: nodes.Mapping) -> str:
        base = self.text(root, "base") or ""
        if base and scheme_of(base) not in ("http", "https"):
            words = f'found "{base}"; the address that relative links begin at starts with https:// or http://'
            self.fault(nodes.find(root, ("base",)), words)
            return ""
        if base and (wrong := fault(base)):
            self.fault(nodes.find(root, ("base",)), f'found "{base}"; {wrong}')
            return ""
        return base

    def condition(self, node: nodes.Mapping) -> RowCondition | None:
        self.known(node, _SKIP, "a condition")
        column = self.text(node, "column")
        if column is None or ("is" in node.fields) == ("is_not" in node.fields):
            self.fault(
                node.place,
                "a condition has a `column` and either `is` or `is_not`: `{column: State, is: [draft, closed]}`",
            )
            return None
        name = "is" if "is" in node.fields else "is_not"
        return RowCondition(column, node.place, _stated(node.fields[name]), name == "is_not")

    def line_ends(self, root: nodes.Mapping) -> str:
        lines = self.text(root, "lines") or PARAGRAPHS
        if lines not in (PARAGRAPHS, BREAKS):
            self.fault(nodes.find(root, ("lines",)), f'found "{lines}"; a line end becomes {PARAGRAPHS} or {BREAKS}')
            return PARAGRAPHS
        return lines

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
        each = self.rule(node.fields["each"]) if "each" in node.fields else None
        return LessonMap(self.rule(node.fields["statement"]), prose, tuple(labelled), each)


def _stated(node: nodes.Node) -> tuple[str, ...]:
    """Return the values that stand there, an empty one too."""
    items = node.items if isinstance(node, nodes.Sequence) else (node,)
    return tuple(item.text for item in items if isinstance(item, nodes.Scalar))
